import { defineCollection, type Row } from '#platform/db/collection.ts'

/** One receipt an order, written when the utility has credited the money. Kept with the accounts for 30 years. */
export interface ReceiptRow extends Row {
  readonly no: string
  readonly orderId: string
  readonly orderNo: string
  readonly personId: string
  readonly title: string
  readonly amount: number
  readonly ownerName: string
  readonly accountCode: string
  readonly office: string
  readonly merchantName: string
  /** Unit of the desk that took cash; absent or '' for WeChat Pay. */
  readonly till?: string
  readonly lines: readonly { readonly label: string; readonly amount: number }[]
  readonly receivedAt: string
  readonly creditedAt: string
  readonly providerNo: string
  readonly postingRef: string
  readonly invoiceHint: string
}

export const receipts = defineCollection<ReceiptRow>({
  name: 'receipts',
  fields: {
    no: String,
    orderId: String,
    orderNo: String,
    personId: String,
    title: String,
    amount: Number,
    ownerName: String,
    accountCode: String,
    office: String,
    merchantName: String,
    till: String,
    lines: [{ _id: false, label: String, amount: Number }],
    receivedAt: String,
    creditedAt: String,
    providerNo: String,
    postingRef: String,
    invoiceHint: String,
  },
  indexes: [
    { name: 'order', fields: { tenant: 1, orderId: 1 }, unique: true },
    { name: 'number', fields: { tenant: 1, no: 1 }, unique: true },
    { name: 'person', fields: { tenant: 1, personId: 1, creditedAt: -1, _id: -1 } },
  ],
  audited: false,
})
