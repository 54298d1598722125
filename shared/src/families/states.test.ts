import { describe, expect, test } from '@jest/globals'
import { nextState, statesOf, statesTaking } from '../platform/states.ts'
import { guardianshipEvents, guardianshipStates, guardianshipTable } from './states.ts'

describe('the table of guardianships', () => {
  test('declares exactly the states of the contract, and uses every event', () => {
    expect(statesOf(guardianshipTable)).toEqual([...guardianshipStates])
    expect(guardianshipEvents.filter((event) => statesTaking(guardianshipTable, event).length === 0)).toEqual([])
  })

  test.each(guardianshipStates.flatMap((state) => guardianshipEvents.map((event) => [state, event] as const)))(
    'decides what %s does with %s: a declared state, or a refusal',
    (state, event) => {
      const to = nextState(guardianshipTable, state, event)
      expect(to === null || guardianshipStates.includes(to)).toBe(true)
    },
  )

  test('never leads back from an end or a refusal', () => {
    for (const state of ['ENDED', 'REFUSED'] as const) expect(guardianshipTable.moves[state]).toEqual({})
  })

  test('becomes a right only by a proof', () => {
    expect(statesTaking(guardianshipTable, 'prove')).toEqual(['PROPOSED'])
  })
})
