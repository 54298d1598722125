/**
 * Orders, receipts and the provider's callbacks. Promises: one live order a bill; the price is the server's; "received" and "credited"
 * are two truths; the receipt comes with the second. Refuses: another person's order (404, like an unknown one).
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { financeEndpoints } from './finance-endpoints.ts'
import { orderParams, orderViewSchema, receiptRowSchema, receiptSchema } from './order-schemas.ts'

const merchantParams = z.strictObject({ mchid: z.string().check(z.regex(/^\d{8,12}$/)) })
const acknowledged = z.strictObject({ code: z.literal('SUCCESS') })

export const payments = {
  order: defineEndpoint({
    id: 'payments.order',
    method: 'GET',
    path: '/orders/:orderId',
    audience: 'resident',
    summary: 'Where an order stands: money received, utility credited',
    params: orderParams,
    output: orderViewSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  hint: defineEndpoint({
    id: 'payments.hint',
    method: 'POST',
    path: '/orders/:orderId/hint',
    audience: 'resident',
    summary: 'What the phone saw after requestPayment. A hint only: the server asks the provider',
    params: orderParams,
    body: z.strictObject({ outcome: z.enum(['ok', 'cancel', 'unknown']) }),
    output: orderViewSchema,
    errors: [],
    limiter: 'ask',
    idempotent: false,
  }),
  receipts: defineEndpoint({
    id: 'payments.receipts',
    method: 'GET',
    path: '/receipts',
    audience: 'resident',
    summary: 'My receipts, newest first',
    query: z.strictObject(pageQuery),
    output: pageOf(receiptRowSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  receipt: defineEndpoint({
    id: 'payments.receipt',
    method: 'GET',
    path: '/receipts/:receiptId',
    audience: 'resident',
    summary: 'One receipt',
    params: z.strictObject({ receiptId: idSchema('rct') }),
    output: receiptSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  payCallback: defineEndpoint({
    id: 'payments.payCallback',
    method: 'POST',
    path: '/payments/wechat/:mchid/paid',
    audience: 'provider',
    summary: 'WeChat Pay tells of a payment: verified on the raw bytes, stored, answered; worked off afterwards',
    params: merchantParams,
    output: acknowledged,
    errors: ['callback-unreadable'],
    limiter: 'callback',
    idempotent: false,
    raw: true,
  }),
  refundCallback: defineEndpoint({
    id: 'payments.refundCallback',
    method: 'POST',
    path: '/payments/wechat/:mchid/refunded',
    audience: 'provider',
    summary: 'WeChat Pay tells of a refund: verified on the raw bytes, stored, answered; worked off afterwards',
    params: merchantParams,
    output: acknowledged,
    errors: ['callback-unreadable'],
    limiter: 'callback',
    idempotent: false,
    raw: true,
  }),
  ...financeEndpoints,
}
