/**
 * The port to a payment company. Promises: amounts in fen, an answer or a named failure within the deadline, never a guess. `unknown` means that
 * nobody can tell what was done, and the caller has to ask again.
 */
import type { PayParams } from '@xlb/shared/payments/order-schemas.ts'
import { definePort } from '#platform/context.ts'

/** What is fixed when an order is made; a retry at the provider is byte-equal because it is built from exactly this. */
export interface PrepayRequest {
  readonly mchid: string
  readonly no: string
  readonly description: string
  readonly amount: number
  readonly openid: string
  /** RFC 3339 with +08:00. */
  readonly timeExpire: string
  readonly notifyUrl: string
}

/** What the provider says of a payment. */
export interface PaymentFact {
  readonly no: string
  readonly transactionId: string
  readonly mchid: string
  readonly appid: string
  readonly amount: number
  readonly currency: string
  /** ISO instant at which the payer paid. */
  readonly paidAt: string
}

export type RefundOutcome = 'working' | 'success' | 'abnormal' | 'closed'

export interface RefundFact {
  readonly refundNo: string
  readonly outcome: RefundOutcome
  readonly amount: number
}

export type PrepayAnswer =
  | { readonly prepayId: string }
  | { readonly refused: 'paid' | 'closed' | 'other'; readonly code: string }
  | { readonly unknown: true }
export type QueryAnswer =
  | { readonly paid: PaymentFact }
  | { readonly open: true }
  | { readonly closed: true }
  | { readonly missing: true }
  | { readonly unknown: true }
export type CloseAnswer = 'closed' | 'paid' | 'missing' | 'unknown'
export type RefundAnswer =
  | { readonly refund: RefundFact }
  | { readonly refused: string }
  | { readonly missing: true }
  | { readonly unknown: true }

/** `none`: the provider has no business of that day; `later`: not made yet, or nobody could be asked; `spoilt`: it does not fit its hash. */
export type TradeBillAnswer = { readonly text: string } | 'none' | 'later' | 'spoilt'

/** A callback that was verified on its raw bytes and decrypted. */
export type CallbackRead =
  | { readonly refused: 'signature' | 'unreadable' }
  | { readonly eventId: string; readonly payment: PaymentFact }
  | { readonly eventId: string; readonly refund: RefundFact }

export interface CallbackRequest {
  readonly mchid: string
  readonly bytes: Buffer
  header(name: string): string
}

export interface PayProvider {
  merchant(
    tenant: string,
    utility: string,
  ): { readonly mchid: string; readonly name: string; readonly appid: string } | null
  /** The county a merchant belongs to, null for a stranger. */
  tenantOf(mchid: string): string | null
  /** The provider is known to be down: whatever is asked now is answered `unknown` at once, unsent. What can wait, waits. */
  readonly isResting: () => boolean
  prepay(request: PrepayRequest): Promise<PrepayAnswer>
  params(mchid: string, prepayId: string, nowMs: number): PayParams
  query(mchid: string, no: string): Promise<QueryAnswer>
  close(mchid: string, no: string): Promise<CloseAnswer>
  refund(request: {
    mchid: string
    no: string
    /** Where the order's number does not name the payment (a second one, or one without an order of ours). */
    transactionId?: string | null
    refundNo: string
    amount: number
    total: number
    reason: string
    notifyUrl: string
  }): Promise<RefundAnswer>
  queryRefund(mchid: string, refundNo: string): Promise<RefundAnswer>
  /** The statement of one local day (`YYYY-MM-DD`), as the provider wrote it. */
  tradeBill(mchid: string, day: string): Promise<TradeBillAnswer>
  /** The merchants of a county, one for each utility. */
  merchantsOf(tenant: string): readonly { readonly mchid: string; readonly utility: string; readonly name: string }[]
  readCallback(request: CallbackRequest, nowMs: number): CallbackRead
}

export const payProvider = definePort<PayProvider>('payments.provider')
