/** What WeChat Pay remembers. Times are ms of the world's clock, amounts integer fen. */
import * as z from 'zod'

const paidSchema = z.object({
  transactionId: z.string(),
  at: z.number(),
  total: z.number().int(),
  currency: z.string(),
})

export const orderSchema = z.object({
  mchid: z.string(),
  outTradeNo: z.string(),
  appid: z.string(),
  openid: z.string(),
  description: z.string(),
  attach: z.string().optional(),
  notifyUrl: z.string(),
  total: z.number().int(),
  createdAt: z.number(),
  expiresAt: z.number(),
  /** The bytes of the first request: a repeat must be equal to them. */
  raw: z.string(),
  prepayId: z.string(),
  prepayAt: z.number(),
  state: z.enum(['NOTPAY', 'SUCCESS', 'CLOSED', 'REFUND']),
  paid: paidSchema.optional(),
  /** Confirmed on the phone, but the money arrives only after the merchant closes (fault after-close). */
  inFlight: paidSchema.optional(),
})
export type Order = z.infer<typeof orderSchema>
export type Paid = z.infer<typeof paidSchema>

export const refundSchema = z.object({
  mchid: z.string(),
  outRefundNo: z.string(),
  refundId: z.string(),
  outTradeNo: z.string(),
  transactionId: z.string(),
  amount: z.number().int(),
  total: z.number().int(),
  notifyUrl: z.string().optional(),
  /** The parameters that a repeat of the same out_refund_no must equal. */
  fingerprint: z.string(),
  createdAt: z.number(),
  settlesAt: z.number(),
  outcome: z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED']),
  status: z.enum(['PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED']),
  settledAt: z.number().optional(),
})
export type Refund = z.infer<typeof refundSchema>

export const attemptSchema = z.object({
  /** ISO instant of the world's clock. */
  at: z.string(),
  /** HTTP status, null when no answer came. */
  status: z.number().nullable(),
  ok: z.boolean(),
  note: z.string(),
})
export type Attempt = z.infer<typeof attemptSchema>

export const callbackSchema = z.object({
  id: z.string(),
  kind: z.enum(['transaction', 'refund']),
  eventType: z.string(),
  mchid: z.string(),
  /** out_trade_no or out_refund_no. */
  no: z.string(),
  url: z.string(),
  createdAt: z.number(),
  dueAt: z.number(),
  /** How many copies each round sends at once. */
  copies: z.number().int(),
  rounds: z.number().int(),
  state: z.enum(['waiting', 'delivered', 'lost', 'given-up']),
  attempts: z.array(attemptSchema),
  /** What this notice says instead of the truth. */
  lie: z.object({ total: z.number().optional(), currency: z.string().optional() }).optional(),
})
export type Callback = z.infer<typeof callbackSchema>

export const keyOf = (mchid: string, no: string): string => `${mchid}/${no}`
