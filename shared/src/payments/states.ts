/**
 * Order and refund (DOMAIN.md "bills and payments"). An order is the money's way from a tap to the utility's books;
 * no state is left before the provider was asked, and money that arrives too late goes to SUSPENSE, never lost.
 */
import { defineStates } from '../platform/states.ts'

export const orderStates = [
  'CREATED',
  'PENDING',
  'CLOSING',
  'CLOSED',
  'PAID',
  'POSTING',
  'POST_RETRY',
  'CREDITED',
  'RECEIPTED',
  'SUSPENSE',
  'REFUNDING',
  'REFUNDED',
] as const
export type OrderState = (typeof orderStates)[number]

export const orderEvents = [
  'prepaid',
  'paid',
  'misfit',
  'askToClose',
  'closed',
  'reopen',
  'claimed',
  'posted',
  'postFailed',
  'postRefused',
  'receipted',
  'refundBegun',
  'refunded',
  'refundFailed',
] as const
export type OrderEvent = (typeof orderEvents)[number]

/**
 * `misfit`: wrong amount or currency, a closed order, a bill already paid. `reopen`: the provider could not be asked to close.
 * `postFailed`: no answer or "try again"; `postRefused`: the utility says no for good.
 */
export const orderTable = defineStates<OrderState, OrderEvent>({
  record: 'order',
  initial: 'CREATED',
  moves: {
    CREATED: { prepaid: 'PENDING', askToClose: 'CLOSING', paid: 'PAID', misfit: 'SUSPENSE' },
    PENDING: { askToClose: 'CLOSING', paid: 'PAID', misfit: 'SUSPENSE' },
    CLOSING: { closed: 'CLOSED', reopen: 'PENDING', paid: 'PAID', misfit: 'SUSPENSE' },
    CLOSED: { misfit: 'SUSPENSE' },
    PAID: { claimed: 'POSTING', misfit: 'SUSPENSE' },
    POSTING: { posted: 'CREDITED', postFailed: 'POST_RETRY', postRefused: 'SUSPENSE' },
    POST_RETRY: { posted: 'CREDITED', postFailed: 'POST_RETRY', postRefused: 'SUSPENSE' },
    CREDITED: { receipted: 'RECEIPTED' },
    RECEIPTED: {},
    SUSPENSE: { refundBegun: 'REFUNDING', claimed: 'POSTING' },
    REFUNDING: { refunded: 'REFUNDED', refundFailed: 'SUSPENSE' },
    REFUNDED: {},
  },
})

export const refundStates = ['REQUESTED', 'APPROVED', 'SUBMITTED', 'SUCCESS', 'ABNORMAL', 'MANUAL', 'CLOSED'] as const
export type RefundState = (typeof refundStates)[number]

export const refundEvents = ['approve', 'submitted', 'succeeded', 'abnormal', 'byHand', 'closed'] as const
export type RefundEvent = (typeof refundEvents)[number]

export const refundTable = defineStates<RefundState, RefundEvent>({
  record: 'refund',
  initial: 'REQUESTED',
  moves: {
    REQUESTED: { approve: 'APPROVED' },
    APPROVED: { submitted: 'SUBMITTED', succeeded: 'SUCCESS', abnormal: 'ABNORMAL', closed: 'CLOSED' },
    SUBMITTED: { succeeded: 'SUCCESS', abnormal: 'ABNORMAL', closed: 'CLOSED' },
    ABNORMAL: { byHand: 'MANUAL' },
    SUCCESS: {},
    MANUAL: {},
    CLOSED: {},
  },
})

/** Why money waits in suspense; each has a sentence. */
export const suspenseReasons = [
  'amount-differs',
  'currency-differs',
  'merchant-differs',
  'paid-after-close',
  'bill-already-paid',
  'posting-refused',
] as const
export type SuspenseReason = (typeof suspenseReasons)[number]
