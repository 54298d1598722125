/**
 * A person's record, a WeChat account, and what was entered at the counter. A death is only ever reported: a register errs, and somebody who
 * appears at the counter with two officers lives. What was erased keeps its id and nothing of the person.
 */
import { defineStates } from '../platform/states.ts'

export const personStates = ['LIVING', 'REPORTED_DEAD', 'ERASED'] as const
export type PersonState = (typeof personStates)[number]

export const personTable = defineStates<PersonState, 'reportDead' | 'appear' | 'erase'>({
  record: 'persons',
  initial: 'LIVING',
  moves: {
    LIVING: { reportDead: 'REPORTED_DEAD', erase: 'ERASED' },
    REPORTED_DEAD: { appear: 'LIVING', erase: 'ERASED' },
    ERASED: {},
  },
})

export const accountStates = ['UNBOUND', 'BOUND', 'EMPTIED'] as const
export type AccountState = (typeof accountStates)[number]

export const accountTable = defineStates<AccountState, 'bind' | 'unbind' | 'empty'>({
  record: 'accounts',
  initial: 'UNBOUND',
  moves: {
    UNBOUND: { bind: 'BOUND', empty: 'EMPTIED' },
    BOUND: { unbind: 'UNBOUND', empty: 'EMPTIED' },
    EMPTIED: {},
  },
})

export const counterEntryStates = ['PROPOSED', 'APPLIED', 'DROPPED'] as const
export type CounterEntryState = (typeof counterEntryStates)[number]

export const counterEntryTable = defineStates<CounterEntryState, 'apply' | 'drop'>({
  record: 'counterEntries',
  initial: 'PROPOSED',
  moves: { PROPOSED: { apply: 'APPLIED', drop: 'DROPPED' }, APPLIED: {}, DROPPED: {} },
})
