import { defineCollection, type Row } from '#platform/db/collection.ts'

/** One merchant's statement of one day: wanted from the next morning on, fetched, matched; matched again while a neighbour day may still explain it. */
export interface StatementDayRow extends Row {
  readonly mchid: string
  readonly utility: string
  readonly day: string
  /** `broken`: its hash, sums or columns do not fit; it is asked for again and the operator is told. */
  readonly state: 'wanted' | 'fetched' | 'none' | 'broken'
  readonly rows: number
  /** Fen. */
  readonly fee: number
  readonly fetchedAt: string | null
  readonly matchedAt: string | null
  readonly tries: number
  /** Milliseconds; null: nothing more is to be done. */
  readonly nextTryAt: number | null
}

export const statementDays = defineCollection<StatementDayRow>({
  name: 'statementDays',
  fields: {
    mchid: String,
    utility: String,
    day: String,
    state: String,
    rows: Number,
    fee: Number,
    fetchedAt: String,
    matchedAt: String,
    tries: Number,
    nextTryAt: Number,
  },
  indexes: [
    { name: 'day', fields: { tenant: 1, mchid: 1, day: 1 }, unique: true },
    { name: 'due', fields: { tenant: 1, nextTryAt: 1 }, partial: { nextTryAt: { $gt: 0 } } },
  ],
  audited: false,
})

/** A row of a statement in fen. `ref`: transaction_id of a payment, out_refund_no of a refund. */
export interface StatementRowRow extends Row {
  readonly mchid: string
  readonly day: string
  readonly kind: 'payment' | 'refund'
  readonly ref: string
  readonly no: string
  readonly transactionId: string
  readonly amount: number
  readonly fee: number
  readonly at: string
}

export const statementRows = defineCollection<StatementRowRow>({
  name: 'statementRows',
  fields: {
    mchid: String,
    day: String,
    kind: String,
    ref: String,
    no: String,
    transactionId: String,
    amount: Number,
    fee: Number,
    at: String,
  },
  indexes: [
    { name: 'ref', fields: { tenant: 1, mchid: 1, kind: 1, ref: 1 }, unique: true },
    { name: 'day', fields: { tenant: 1, mchid: 1, day: 1, _id: 1 } },
  ],
  audited: false,
})
