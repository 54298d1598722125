import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/**
 * A payment that fits no order: a second one for an order that has its money, or one for a number that we never gave out. It stands in suspense from
 * the moment it is known, with a difference that owns it, until it went back to its payer.
 */
export interface StrayRow extends AuditedRow {
  readonly state: 'HELD' | 'REFUNDING' | 'REFUNDED'
  readonly cause: 'second-payment' | 'order-unknown'
  readonly transactionId: string
  readonly no: string
  readonly orderId: string | null
  readonly mchid: string
  readonly utility: string
  readonly amount: number
  readonly paidAt: string
  readonly refundId: string | null
}

export const strays = defineCollection<StrayRow>({
  name: 'strayPayments',
  fields: {
    state: String,
    cause: String,
    transactionId: String,
    no: String,
    orderId: String,
    mchid: String,
    utility: String,
    amount: Number,
    paidAt: String,
    refundId: String,
  },
  indexes: [
    { name: 'transaction', fields: { tenant: 1, mchid: 1, transactionId: 1 }, unique: true },
    { name: 'paid', fields: { tenant: 1, mchid: 1, paidAt: 1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
