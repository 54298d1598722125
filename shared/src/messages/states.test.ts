import { describe, expect, test } from '@jest/globals'
import { nextState, statesOf, statesTaking } from '../platform/states.ts'
import { deliveryEvents, deliveryStates, deliveryTable } from './states.ts'

describe('the table of deliveries', () => {
  test('declares exactly the states of the contract and uses every event', () => {
    expect(statesOf(deliveryTable).sort()).toEqual([...deliveryStates].sort())
    expect(deliveryEvents.filter((event) => statesTaking(deliveryTable, event).length === 0)).toEqual([])
  })

  test.each(deliveryStates.flatMap((state) => deliveryEvents.map((event) => [state, event] as const)))(
    'decides what %s does with %s: a declared state, or a refusal',
    (state, event) => {
      const to = nextState(deliveryTable, state, event)
      expect(to === null || deliveryStates.includes(to)).toBe(true)
    },
  )

  test('sends only what waits: nothing that was accepted, and nothing of which nobody knows, goes out again', () => {
    expect(statesTaking(deliveryTable, 'send')).toEqual(['QUEUED', 'RETRY'])
    for (const state of ['ACCEPTED', 'UNKNOWN', 'NO_CREDIT', 'REFUSED', 'FAILED'] as const)
      expect(Object.keys(deliveryTable.moves[state])).toEqual([])
  })
})
