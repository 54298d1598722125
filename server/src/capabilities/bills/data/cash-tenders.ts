import { defineCollection, type Row } from '#platform/db/collection.ts'

/** What lay on the desk for an order, fen: the change that was told stays the same at every repeat. */
export interface CashTenderRow extends Row {
  readonly orderId: string
  readonly tendered: number
}

export const cashTenders = defineCollection<CashTenderRow>({
  name: 'cashTenders',
  fields: { orderId: String, tendered: Number },
  indexes: [{ name: 'order', fields: { tenant: 1, orderId: 1 }, unique: true }],
  audited: false,
})
