import { describe, expect, test } from '@jest/globals'
import { nextState, statesOf, statesTaking, type StateTable } from '../platform/states.ts'
import {
  consentEvents,
  consentStates,
  consentTable,
  erasureEvents,
  erasureStates,
  erasureTable,
  lookEvents,
  lookStates,
  lookTable,
} from './states.ts'

function decides<S extends string, E extends string>(
  table: StateTable<S, E>,
  states: readonly S[],
  events: readonly E[],
): void {
  expect(statesOf(table)).toEqual([...states])
  for (const state of states)
    for (const event of events) {
      const to = nextState(table, state, event)
      expect(to === null || states.includes(to)).toBe(true)
    }
  expect(events.filter((event) => statesTaking(table, event).length === 0)).toEqual([])
}

describe('the tables of data-rights', () => {
  test('decide every pair of state and event', () => {
    decides(consentTable, consentStates, consentEvents)
    decides(lookTable, lookStates, lookEvents)
    decides(erasureTable, erasureStates, erasureEvents)
  })

  test('a consent that was withdrawn stands only after it was given again', () => {
    expect(nextState(consentTable, 'WITHDRAWN', 'give')).toBe('GIVEN')
    expect(nextState(consentTable, 'WITHDRAWN', 'withdraw')).toBeNull()
  })

  test('a look that was shown, and a deletion that was carried out, are never taken back', () => {
    expect(lookTable.moves.SHOWN).toEqual({})
    expect(erasureTable.moves.DONE).toEqual({})
  })
})
