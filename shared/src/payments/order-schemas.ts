/** What a payer sees: an order, its payment on the phone, its receipt. */
import * as z from 'zod/mini'
import { fenSchema } from '../platform/money.ts'
import { idSchema } from '../platform/ids.ts'
import { instantSchema } from '../platform/time.ts'
import { orderStates, suspenseReasons } from './states.ts'

/** The parameters of `wx.requestPayment`, signed with the merchant's key (WECHAT.md §5, "client sign"). */
export const payParamsSchema = z.strictObject({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
})
export type PayParams = z.infer<typeof payParamsSchema>

/** What a payer sees of an order. */
export const orderViewSchema = z.strictObject({
  id: idSchema('ord'),
  no: z.string(),
  state: z.enum(orderStates),
  amount: fenSchema,
  /** One line for people: `水费 2026-10 期`. */
  title: z.string(),
  /** Whose account, masked: `王*兰`. */
  ownerName: z.string(),
  office: z.string(),
  submittedAt: instantSchema,
  validUntil: instantSchema,
  /** Since when the payer may have paid: the payment was handed to the phone and not cancelled. From here the page says "confirming". */
  hintedAt: z.nullable(instantSchema),
  /** When the server asks the provider next, null when nothing is open. */
  nextAskAt: z.nullable(instantSchema),
  receivedAt: z.nullable(instantSchema),
  creditedAt: z.nullable(instantSchema),
  receiptId: z.nullable(idSchema('rct')),
  suspense: z.nullable(z.enum(suspenseReasons)),
  refund: z.nullable(
    z.strictObject({ amount: fenSchema, state: z.enum(['working', 'done', 'by-hand']), at: instantSchema }),
  ),
  can: z.strictObject({ pay: z.boolean(), ask: z.boolean(), seeReceipt: z.boolean() }),
})
export type OrderView = z.infer<typeof orderViewSchema>

export const receiptSchema = z.strictObject({
  id: idSchema('rct'),
  no: z.string(),
  title: z.string(),
  amount: fenSchema,
  ownerName: z.string(),
  accountCode: z.string(),
  office: z.string(),
  merchantName: z.string(),
  payerName: z.nullable(z.string()),
  method: z.enum(['微信支付', '现金']),
  lines: z.array(z.strictObject({ label: z.string(), amount: fenSchema })),
  receivedAt: instantSchema,
  creditedAt: instantSchema,
  orderNo: z.string(),
  providerNo: z.string(),
  /** The utility's own number of the posting. */
  postingRef: z.string(),
  /** A receipt is no tax invoice: this says where one comes from. */
  invoiceHint: z.string(),
})
export type Receipt = z.infer<typeof receiptSchema>

export const receiptRowSchema = z.strictObject({
  id: idSchema('rct'),
  title: z.string(),
  amount: fenSchema,
  ownerName: z.string(),
  creditedAt: instantSchema,
})
export type ReceiptRow = z.infer<typeof receiptRowSchema>

export const orderParams = z.strictObject({ orderId: idSchema('ord') })
