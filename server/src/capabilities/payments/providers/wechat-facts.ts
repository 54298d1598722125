/** From the provider's JSON to facts: anything missing or of another type is no fact. */
import { z } from 'zod'
import type { PaymentFact, RefundFact, RefundOutcome } from './pay-provider.ts'

const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)))

const paymentSchema = z.object({
  out_trade_no: z.string(),
  transaction_id: z.string().min(1),
  mchid: z.string(),
  appid: z.string(),
  trade_state: z.enum(['SUCCESS', 'REFUND']),
  success_time: instant,
  amount: z.object({ total: z.number().int(), currency: z.string().default('CNY') }),
})

const refundSchema = z.object({
  out_refund_no: z.string(),
  status: z.string().optional(),
  refund_status: z.string().optional(),
  amount: z.object({ refund: z.number().int() }),
})

const OUTCOMES: Readonly<Record<string, RefundOutcome>> = {
  PROCESSING: 'working',
  SUCCESS: 'success',
  ABNORMAL: 'abnormal',
  CLOSED: 'closed',
}

export function paymentFactOf(json: unknown): PaymentFact | null {
  const parsed = paymentSchema.safeParse(json)
  if (!parsed.success) return null
  const { data } = parsed
  return {
    no: data.out_trade_no,
    transactionId: data.transaction_id,
    mchid: data.mchid,
    appid: data.appid,
    amount: data.amount.total,
    currency: data.amount.currency,
    paidAt: new Date(data.success_time).toISOString(),
  }
}

export function refundFactOf(json: unknown): RefundFact | null {
  const parsed = refundSchema.safeParse(json)
  if (!parsed.success) return null
  const outcome = OUTCOMES[parsed.data.refund_status ?? parsed.data.status ?? '']
  return outcome === undefined
    ? null
    : { refundNo: parsed.data.out_refund_no, outcome, amount: parsed.data.amount.refund }
}
