import { describe, expect, test } from '@jest/globals'
import { nextState, statesOf, statesTaking } from '../platform/states.ts'
import {
  adjustmentStates,
  adjustmentTable,
  advanceStates,
  advanceTable,
  billEvents,
  billStates,
  billTable,
  utilityAccountStates,
  utilityAccountTable,
} from './states.ts'

describe('the table of bills', () => {
  test('declares exactly the states of the contract', () => {
    expect(statesOf(billTable)).toEqual([...billStates])
  })

  test.each(billStates.flatMap((state) => billEvents.map((event) => [state, event] as const)))(
    'decides what %s does with %s: a declared state, or a refusal',
    (state, event) => {
      const to = nextState(billTable, state, event)
      expect(to === null || billStates.includes(to)).toBe(true)
    },
  )

  test('uses every event and nothing but the declared ones', () => {
    expect(billEvents.filter((event) => statesTaking(billTable, event).length === 0)).toEqual([])
    const used = Object.values(billTable.moves).flatMap((moves) => Object.keys(moves))
    expect([...new Set(used)].sort()).toEqual([...billEvents].sort())
  })

  test('is taken for paying only while it is due', () => {
    expect(statesTaking(billTable, 'pay')).toEqual(['ISSUED', 'OVERDUE'])
  })

  test('is credited by our own posting only after the money was received', () => {
    expect(statesTaking(billTable, 'credit')).toEqual(['RECEIVED'])
  })

  test('waits with a replacement or a payment elsewhere while an order of ours lives or its money is here', () => {
    for (const state of ['PAYING', 'RECEIVED'] as const) {
      expect(nextState(billTable, state, 'supersede')).toBeNull()
      expect(nextState(billTable, state, 'paidElsewhere')).toBeNull()
    }
  })

  test('ends credited or replaced', () => {
    expect(billStates.filter((state) => Object.keys(billTable.moves[state]).length === 0)).toEqual([
      'CREDITED',
      'SUPERSEDED',
    ])
  })
})

describe('what follows a bill', () => {
  test('each table declares exactly the states of the contract', () => {
    expect(statesOf(adjustmentTable)).toEqual([...adjustmentStates])
    expect(statesOf(advanceTable)).toEqual([...advanceStates])
    expect(statesOf(utilityAccountTable)).toEqual([...utilityAccountStates])
  })

  test('a difference and an advance are used once: nothing moves on from there', () => {
    expect(adjustmentTable.moves.SETTLED).toEqual({})
    expect(advanceTable.moves.APPLIED).toEqual({})
  })
})
