import { defineCollection, type Row } from '#platform/db/collection.ts'

/**
 * Double entry: one document an event, whose lines sum to 0; MongoDB itself refuses another (collection validator). Debit is positive.
 * Accounts: `provider:<mchid>` money at the payment company, `cash:<unit>` in a desk's till, `bank` handed in, `fee:<mchid>` kept by the provider,
 * `received:<utility>` owed and not yet credited, `credited:<utility>` credited by the utility, `suspense` money without a place.
 */
export interface LedgerLine {
  readonly account: string
  readonly amount: number
}

export interface LedgerRow extends Row {
  /** What it books: `paid:ord_…`. Booked once. */
  readonly source: string
  readonly orderId: string
  readonly at: string
  /** Unit whose till it touches; absent: none. */
  readonly till?: string
  readonly lines: readonly LedgerLine[]
}

export const ledger = defineCollection<LedgerRow>({
  name: 'ledgerEntries',
  fields: {
    source: String,
    orderId: String,
    at: String,
    till: String,
    lines: [{ _id: false, account: String, amount: Number }],
  },
  indexes: [
    { name: 'source', fields: { tenant: 1, source: 1 }, unique: true },
    { name: 'order', fields: { tenant: 1, orderId: 1 } },
    { name: 'till', fields: { tenant: 1, till: 1 }, partial: { till: { $gt: '' } } },
  ],
  audited: false,
  validator: { $expr: { $and: [{ $eq: [{ $sum: '$lines.amount' }, 0] }, { $gte: [{ $size: '$lines' }, 2] }] } },
})
