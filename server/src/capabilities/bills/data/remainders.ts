import { defineCollection, type Row } from '#platform/db/collection.ts'

/**
 * What an order holds that none of its postings says, fen: a penalty, an advance, a carried difference, the part of a bill that was refused. The
 * utilities' contracts take exactly a bill's figure, so their statements do not show it.
 */
export interface RemainderRow extends Row {
  readonly orderNo: string
  readonly amount: number
}

export const remainders = defineCollection<RemainderRow>({
  name: 'orderRemainders',
  fields: { orderNo: String, amount: Number },
  indexes: [{ name: 'order', fields: { tenant: 1, orderNo: 1 }, unique: true }],
  audited: false,
})
