/**
 * An act that needs a second person. Nothing happens before another officer agreed, but in an emergency: there the act goes ahead at once, and
 * whether it was agreed to in time stays visible.
 */
import { defineStates } from '../platform/states.ts'

export const approvalStates = [
  'PROPOSED',
  'APPROVED',
  'DONE',
  'FAILED',
  'REFUSED',
  'WITHDRAWN',
  'LAPSED',
  'GONE_AHEAD',
  'OVERDUE',
] as const
export type ApprovalState = (typeof approvalStates)[number]

export const approvalEvents = [
  'goAhead',
  'approve',
  'confirm',
  'refuse',
  'withdraw',
  'lapse',
  'runLate',
  'applied',
  'failed',
] as const
export type ApprovalEvent = (typeof approvalEvents)[number]

/**
 * `goAhead`: proposed as an emergency, in the moment it is proposed. `confirm`: the second officer agrees to what went ahead. `failed`: the
 * capability says no for good, because its record changed meanwhile; everything else is tried again.
 */
export const approvalTable = defineStates<ApprovalState, ApprovalEvent>({
  record: 'approval',
  initial: 'PROPOSED',
  moves: {
    PROPOSED: {
      goAhead: 'GONE_AHEAD',
      approve: 'APPROVED',
      refuse: 'REFUSED',
      withdraw: 'WITHDRAWN',
      lapse: 'LAPSED',
    },
    APPROVED: { applied: 'DONE', failed: 'FAILED' },
    GONE_AHEAD: { confirm: 'DONE', refuse: 'REFUSED', runLate: 'OVERDUE', failed: 'FAILED' },
    OVERDUE: { confirm: 'DONE', refuse: 'REFUSED', failed: 'FAILED' },
    DONE: {},
    FAILED: {},
    REFUSED: {},
    WITHDRAWN: {},
    LAPSED: {},
  },
})
