/**
 * A bill (DOMAIN.md): the amount is the utility's; PAYING holds one live order; RECEIVED and CREDITED are two truths. Beside it the account it belongs
 * to, the difference that a later reading of a paid bill leaves, and money paid in advance.
 */
import { defineStates } from '../platform/states.ts'

export const billStates = ['ISSUED', 'OVERDUE', 'PAYING', 'RECEIVED', 'CREDITED', 'SUPERSEDED'] as const
export type BillState = (typeof billStates)[number]

export const billEvents = [
  'fallDue',
  'pay',
  'release',
  'releaseOverdue',
  'receive',
  'credit',
  'return',
  'paidElsewhere',
  'supersede',
] as const
export type BillEvent = (typeof billEvents)[number]

/**
 * `release`: the order ended unpaid (`releaseOverdue` past the due day). `return`: the utility refused the posting, the money goes back.
 * `paidElsewhere`: the utility reports the bill paid at its own counter, or advances cover it. PAYING waits: a live order may still turn out paid.
 */
export const billTable = defineStates<BillState, BillEvent>({
  record: 'bill',
  initial: 'ISSUED',
  moves: {
    ISSUED: { fallDue: 'OVERDUE', pay: 'PAYING', paidElsewhere: 'CREDITED', supersede: 'SUPERSEDED' },
    OVERDUE: { pay: 'PAYING', paidElsewhere: 'CREDITED', supersede: 'SUPERSEDED' },
    PAYING: { release: 'ISSUED', releaseOverdue: 'OVERDUE', receive: 'RECEIVED' },
    RECEIVED: { credit: 'CREDITED', return: 'ISSUED' },
    CREDITED: {},
    SUPERSEDED: {},
  },
})

export const utilityAccountStates = ['ACTIVE', 'STOPPED'] as const
export type UtilityAccountState = (typeof utilityAccountStates)[number]

export const utilityAccountTable = defineStates<UtilityAccountState, 'stop' | 'resume'>({
  record: 'utilityAccount',
  initial: 'ACTIVE',
  moves: { ACTIVE: { stop: 'STOPPED' }, STOPPED: { resume: 'ACTIVE' } },
})

export const adjustmentStates = ['OPEN', 'REFUND_DUE', 'SETTLED', 'DONE'] as const
export type AdjustmentState = (typeof adjustmentStates)[number]

/** `settle`: the account's next bill carries it. `due`: no next bill will come (stopped, moved out), so it is paid back. */
export const adjustmentTable = defineStates<AdjustmentState, 'settle' | 'due' | 'done'>({
  record: 'adjustment',
  initial: 'OPEN',
  moves: { OPEN: { settle: 'SETTLED', due: 'REFUND_DUE' }, REFUND_DUE: { done: 'DONE' }, SETTLED: {}, DONE: {} },
})

export const advanceStates = ['HELD', 'REFUND_DUE', 'APPLIED', 'DONE'] as const
export type AdvanceState = (typeof advanceStates)[number]

/** Money beyond the bills of an order. `apply`: a bill used it up; the rest of it stays held as a new one. */
export const advanceTable = defineStates<AdvanceState, 'apply' | 'due' | 'done'>({
  record: 'advance',
  initial: 'HELD',
  moves: { HELD: { apply: 'APPLIED', due: 'REFUND_DUE' }, REFUND_DUE: { done: 'DONE' }, APPLIED: {}, DONE: {} },
})
