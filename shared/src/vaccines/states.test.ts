import { describe, expect, test } from '@jest/globals'
import { nextState, statesOf, statesTaking, type StateTable } from '../platform/states.ts'
import {
  activeStates,
  bookingEvents,
  bookingStates,
  bookingTable,
  dossierStates,
  dossierTable,
  lotStates,
  lotTable,
  reportStates,
  reportTable,
  seatedStates,
  sessionStates,
  sessionTable,
  signOffStates,
  signOffTable,
} from './states.ts'

const tables: readonly [string, StateTable<string, string>, readonly string[], readonly string[]][] = [
  ['bookings', bookingTable, bookingStates, bookingEvents],
  ['sessions', sessionTable, sessionStates, ['release', 'suspend', 'resume', 'close']],
  ['sign-offs', signOffTable, signOffStates, ['withdraw', 'sign']],
  ['lots', lotTable, lotStates, ['stop', 'resume']],
  ['reports', reportTable, reportStates, ['accept', 'same', 'refuse', 'supersede']],
  ['dossiers', dossierTable, dossierStates, ['erase', 'open']],
]

describe.each(tables)('the table of vaccine %s', (_name, table, states, events) => {
  test('declares exactly the states and events of the contract, and decides every pair', () => {
    expect(statesOf(table).sort()).toEqual([...states].sort())
    const used = Object.values(table.moves).flatMap((moves) => Object.keys(moves))
    expect([...new Set(used)].sort()).toEqual([...events].sort())
    for (const state of states)
      for (const event of events) expect([null, ...states]).toContain(nextState(table, state, event))
  })
})

describe('a booking', () => {
  test('is given a dose only after a check-in, and ends by lapsing only while it is held', () => {
    expect(statesTaking(bookingTable, 'vaccinate')).toEqual(['CHECKED_IN'])
    expect(statesTaking(bookingTable, 'lapse')).toEqual(['HELD'])
  })

  test('holds a seat in no state that ended without a dose', () => {
    const ended = bookingStates.filter((state) => Object.keys(bookingTable.moves[state]).length === 0)
    expect(ended.filter((state) => seatedStates.includes(state))).toEqual(['OBSERVED'])
    expect(ended.some((state) => activeStates.includes(state))).toBe(false)
  })
})
