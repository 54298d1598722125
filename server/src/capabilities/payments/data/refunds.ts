import type { RefundState } from '@xlb/shared/payments/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/** A refund keeps its number for ever: a retry at the provider reuses it, so the money cannot go back twice. */
export interface RefundRow extends AuditedRow {
  readonly state: RefundState
  readonly refundNo: string
  readonly orderId: string
  readonly orderNo: string
  readonly mchid: string
  /** Absent or `whole`: the order's money out of suspense. `return`: a part or all of what was credited. `stray`: a payment without an order. */
  readonly of?: 'whole' | 'return' | 'stray'
  /** Only where the order's number does not name the payment. */
  readonly transactionId?: string | null
  readonly utility?: string
  /** Unit whose till gives cash back; absent or '' for WeChat Pay. */
  readonly till?: string
  /** When the provider took it on; its statement of that day holds it. */
  readonly acceptedAt?: string | null
  readonly amount: number
  readonly total: number
  readonly reason: string
  readonly requestedAt: string
  readonly endedAt: string | null
  readonly tries: number
  readonly nextTryAt: number | null
}

export const refunds = defineCollection<RefundRow>({
  name: 'refunds',
  fields: {
    state: String,
    refundNo: String,
    orderId: String,
    orderNo: String,
    mchid: String,
    of: String,
    utility: String,
    transactionId: String,
    till: String,
    acceptedAt: String,
    amount: Number,
    total: Number,
    reason: String,
    requestedAt: String,
    endedAt: String,
    tries: Number,
    nextTryAt: Number,
  },
  indexes: [
    { name: 'number', fields: { tenant: 1, refundNo: 1 }, unique: true },
    { name: 'order', fields: { tenant: 1, orderId: 1 } },
    { name: 'accepted', fields: { tenant: 1, mchid: 1, acceptedAt: 1 }, partial: { acceptedAt: { $gt: '' } } },
    { name: 'due', fields: { tenant: 1, nextTryAt: 1 }, partial: { nextTryAt: { $gt: 0 } } },
  ],
  audited: true,
})
