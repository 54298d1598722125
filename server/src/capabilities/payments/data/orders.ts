import type { OrderState, SuspenseReason } from '@xlb/shared/payments/states.ts'
import type { Scope } from '#platform/context.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/** What an order pays for. `version` is the subject's version when it was taken: the claim needs no second look. */
export interface Subject {
  readonly id: string
  readonly version: number
  readonly label: string
  readonly amount: number
}

export interface OrderRow extends AuditedRow {
  readonly state: OrderState
  /** out_trade_no at the provider. */
  readonly no: string
  /** Which capability's things are paid: the name of its payable. */
  readonly purpose: string
  readonly utility: string
  readonly subjects: readonly Subject[]
  /** The subjects while the order is live, and always its own id: the unique index allows one live order a subject. */
  readonly liveKeys: readonly string[]
  readonly amount: number
  readonly title: string
  readonly ownerName: string
  readonly accountCode: string
  readonly office: string
  readonly invoiceHint: string
  readonly payerPersonId: string
  readonly payerAccountId: string
  readonly openid: string
  readonly mchid: string
  readonly merchantName: string
  /** Unit of the desk that took cash; absent or '' for WeChat Pay. */
  readonly till?: string
  /** Refunds of credited money that staff decided, until they failed: what is left to give back is received less these. Absent: none. */
  readonly returns?: readonly { readonly id: string; readonly amount: number }[]
  readonly description: string
  readonly notifyUrl: string
  readonly timeExpire: string
  readonly submittedAt: string
  readonly validUntil: string
  readonly prepayId: string | null
  readonly hintedAt: string | null
  readonly asks: number
  /** Milliseconds; null when the provider need not be asked any more. */
  readonly nextAskAt: number | null
  readonly closeAskedAt: string | null
  readonly transactionId: string | null
  readonly receivedAmount: number | null
  readonly receivedAt: string | null
  readonly posts: number
  /** Milliseconds at which the worker takes the next step with the money; null when nothing is left to do. */
  readonly nextStepAt: number | null
  readonly postingRef: string | null
  readonly creditedAt: string | null
  readonly receiptId: string | null
  readonly suspense: SuspenseReason | null
  readonly suspenseAt: string | null
  /** When staff placed it out of suspense, and why it had been there; an order is placed once. */
  readonly placed?: { readonly at: string; readonly from: SuspenseReason } | null
  readonly refund: {
    readonly id: string
    readonly amount: number
    readonly state: 'working' | 'done' | 'by-hand'
    readonly at: string
  } | null
}

export const orders = defineCollection<OrderRow>({
  name: 'orders',
  fields: {
    state: String,
    no: String,
    purpose: String,
    utility: String,
    subjects: [{ _id: false, id: String, version: Number, label: String, amount: Number }],
    liveKeys: [String],
    amount: Number,
    title: String,
    ownerName: String,
    accountCode: String,
    office: String,
    invoiceHint: String,
    payerPersonId: String,
    payerAccountId: String,
    openid: String,
    mchid: String,
    merchantName: String,
    till: String,
    returns: { type: [{ _id: false, id: String, amount: Number }], default: undefined },
    description: String,
    notifyUrl: String,
    timeExpire: String,
    submittedAt: String,
    validUntil: String,
    prepayId: String,
    hintedAt: String,
    asks: Number,
    nextAskAt: Number,
    closeAskedAt: String,
    transactionId: String,
    receivedAmount: Number,
    receivedAt: String,
    posts: Number,
    nextStepAt: Number,
    postingRef: String,
    creditedAt: String,
    receiptId: String,
    suspense: String,
    suspenseAt: String,
    placed: { type: { at: String, from: String }, default: undefined },
    refund: { id: String, amount: Number, state: String, at: String },
  },
  indexes: [
    { name: 'no', fields: { tenant: 1, no: 1 }, unique: true },
    { name: 'live', fields: { tenant: 1, liveKeys: 1 }, unique: true },
    {
      name: 'transaction',
      fields: { tenant: 1, transactionId: 1 },
      unique: true,
      partial: { transactionId: { $type: 'string' } },
    },
    { name: 'payer', fields: { tenant: 1, payerPersonId: 1, submittedAt: -1, _id: -1 } },
    { name: 'ask', fields: { tenant: 1, nextAskAt: 1 }, partial: { nextAskAt: { $gt: 0 } } },
    { name: 'step', fields: { tenant: 1, nextStepAt: 1 }, partial: { nextStepAt: { $gt: 0 } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'received', fields: { tenant: 1, mchid: 1, receivedAt: 1 }, partial: { receivedAt: { $gt: '' } } },
    { name: 'credited', fields: { tenant: 1, utility: 1, creditedAt: 1 }, partial: { creditedAt: { $gt: '' } } },
  ],
  audited: true,
})

/**
 * The pipeline stage that gives a row the order it names in `orderId`, as `orders`: empty, or the one that this person pays. For capabilities that
 * show both in one answer: one command instead of two.
 */
export function ownOrderStage(scope: Scope, personId: string): Readonly<Record<string, unknown>> {
  const mine = [{ $match: { tenant: scope.tenant, payerPersonId: personId } }]
  return {
    $lookup: { from: orders.spec.name, localField: 'orderId', foreignField: '_id', pipeline: mine, as: 'orders' },
  }
}
