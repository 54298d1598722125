/** What WeChat Pay accepts in its bodies. Unknown fields are refused, not ignored. */
import * as z from 'zod'
import { jsonOf } from '../platform/http.ts'
import { PayRefused, refusals } from './error.ts'

const no = z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/)
const address = z
  .string()
  .max(255)
  .regex(/^https?:\/\/[^?#\s]+$/)
const total = z.number().int().min(1)

export const createSchema = z.strictObject({
  appid: z.string().min(1).max(32),
  mchid: z.string().min(1).max(32),
  description: z.string().min(1).max(127),
  out_trade_no: no,
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  notify_url: address,
  goods_tag: z.string().max(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total, currency: z.literal('CNY').optional() }),
  payer: z.strictObject({ openid: z.string().min(1).max(128) }),
})

export const closeSchema = z.strictObject({ mchid: z.string() })

export const refundRequestSchema = z.strictObject({
  transaction_id: z.string().optional(),
  out_trade_no: no.optional(),
  out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
  reason: z.string().max(80).optional(),
  notify_url: address.optional(),
  funds_account: z.enum(['AVAILABLE', 'UNSETTLED']).optional(),
  amount: z.strictObject({ refund: total, total, currency: z.literal('CNY') }),
})
export type RefundRequest = z.infer<typeof refundRequestSchema>

function refuse(issue: z.core.$ZodIssue): never {
  if (issue.code === 'unrecognized_keys') throw new PayRefused(refusals.extraField)
  const field = `/body/${issue.path.map(String).join('/')}`
  if (field.startsWith('/body/payer')) throw new PayRefused(refusals.noOpenid)
  throw new PayRefused(refusals.param, { field, issue: issue.message })
}

/** Parses a body; throws PayRefused with the field that is wrong. */
export function parseBody<T>(schema: z.ZodType<T>, raw: string): T {
  const value = jsonOf(raw)
  if (value === undefined) throw new PayRefused(refusals.param, { field: '/body', issue: 'not JSON' })
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  if (first === undefined) throw new PayRefused(refusals.param)
  return refuse(first)
}
