/** Refunds: accepted is not done. A repeat of the same out_refund_no answers with the state of the first. */
import { randomInt } from 'node:crypto'
import { rfc3339 } from '../clock.ts'
import type { Merchant } from '../keys.ts'
import type { Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import { PayRefused, refusals } from './error.ts'
import type { PayAnswer } from './gate.ts'
import { announce } from './payment.ts'
import { keyOf, type Order, type Refund } from './records.ts'
import { parseBody, refundRequestSchema, type RefundRequest } from './requests.ts'

const SETTLE_MS = 2_000
const YEAR_MS = 365 * 86_400_000
const APART_MS = 60_000
const MOST_PARTS = 50

/** The refund as the API shows it. */
export function refundView(refund: Refund): Record<string, unknown> {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: rfc3339(refund.createdAt),
    ...(refund.status === 'SUCCESS' && refund.settledAt !== undefined
      ? { success_time: rfc3339(refund.settledAt) }
      : {}),
    status: refund.status,
    amount: {
      total: refund.total,
      refund: refund.amount,
      payer_total: refund.total,
      payer_refund: refund.amount,
      settlement_total: refund.total,
      settlement_refund: refund.amount,
      discount_refund: 0,
      currency: 'CNY',
    },
  }
}

/** The refund as the callback's plain text. */
export function refundNotice(refund: Refund): Record<string, unknown> {
  return {
    mchid: refund.mchid,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...(refund.status === 'SUCCESS' && refund.settledAt !== undefined
      ? { success_time: rfc3339(refund.settledAt) }
      : {}),
    user_received_account: '支付用户零钱',
    amount: { total: refund.total, refund: refund.amount, payer_total: refund.total, payer_refund: refund.amount },
  }
}

function orderOf(world: World, merchant: Merchant, body: RefundRequest): Order {
  const own = world.orders.all().filter((one) => one.mchid === merchant.mchid)
  const found = own.find((one) =>
    body.transaction_id === undefined
      ? one.outTradeNo === body.out_trade_no
      : one.paid?.transactionId === body.transaction_id,
  )
  if (found === undefined) throw new PayRefused(refusals.noResource)
  return found
}

function checkRoom(world: World, order: Order, body: RefundRequest): void {
  const now = world.clock.now()
  if (order.paid === undefined) throw new PayRefused(refusals.noResource)
  if (body.amount.total !== order.paid.total) throw new PayRefused(refusals.refundDiffers)
  if (now > order.paid.at + YEAR_MS) throw new PayRefused(refusals.tooOld)
  const parts = world.refunds.all().filter((one) => one.mchid === order.mchid && one.outTradeNo === order.outTradeNo)
  if (parts.length >= MOST_PARTS) throw new PayRefused(refusals.tooManyParts)
  const taken = parts.filter((one) => one.status !== 'CLOSED').reduce((sum, one) => sum + one.amount, 0)
  if (taken + body.amount.refund > order.paid.total) throw new PayRefused(refusals.aboveLeft)
  if (parts.some((one) => now - one.createdAt < APART_MS)) throw new PayRefused(refusals.tooOften)
}

function outcomeOf(world: World): Refund['outcome'] {
  if (world.faults.take('pay.refund.abnormal')) return 'ABNORMAL'
  return world.faults.take('pay.refund.closed') ? 'CLOSED' : 'SUCCESS'
}

function fingerprintOf(body: RefundRequest, order: Order): string {
  return JSON.stringify([order.outTradeNo, body.amount.refund, body.amount.total, body.amount.currency])
}

function make(world: World, order: Order, body: RefundRequest): Refund {
  checkRoom(world, order, body)
  const now = world.clock.now()
  const slow = world.faults.take('pay.refund.slow')
  const refund: Refund = {
    mchid: order.mchid,
    outRefundNo: body.out_refund_no,
    refundId: `503000${rfc3339(now).slice(0, 10).replaceAll('-', '')}${String(randomInt(1_000_000_000, 9_999_999_999))}`,
    outTradeNo: order.outTradeNo,
    transactionId: order.paid?.transactionId ?? '',
    amount: body.amount.refund,
    total: body.amount.total,
    notifyUrl: body.notify_url,
    fingerprint: fingerprintOf(body, order),
    createdAt: now,
    settlesAt: now + (slow?.number('delayMs') ?? SETTLE_MS),
    outcome: outcomeOf(world),
    status: 'PROCESSING',
  }
  world.refunds.put(keyOf(order.mchid, refund.outRefundNo), refund)
  return refund
}

export function createRefund(world: World, merchant: Merchant, asked: Asked): PayAnswer {
  const body = parseBody(refundRequestSchema, asked.raw)
  if (body.transaction_id === undefined && body.out_trade_no === undefined) {
    throw new PayRefused(refusals.param, { field: '/body/out_trade_no', issue: 'transaction_id or out_trade_no' })
  }
  const broken = world.faults.take('pay.refund.5xx')
  if (broken && !broken.flag('made')) throw new PayRefused(refusals.system)
  const order = orderOf(world, merchant, body)
  const before = world.refunds.get(keyOf(merchant.mchid, body.out_refund_no))
  if (before !== undefined && before.fingerprint !== fingerprintOf(body, order))
    throw new PayRefused(refusals.refundDiffers)
  if (before === undefined && world.faults.take('pay.refund.not-enough')) throw new PayRefused(refusals.notEnough)
  const refund = before ?? make(world, order, body)
  if (broken) throw new PayRefused(refusals.system)
  return { status: 200, body: refundView(refund) }
}

export function queryRefund(world: World, merchant: Merchant, asked: Asked): PayAnswer {
  const refund = world.refunds.get(keyOf(merchant.mchid, asked.params['no'] ?? ''))
  if (refund === undefined) throw new PayRefused(refusals.noResource)
  return { status: 200, body: refundView(refund) }
}

function settle(world: World, refund: Refund): void {
  const settled: Refund = { ...refund, status: refund.outcome, settledAt: world.clock.now() }
  world.refunds.put(keyOf(refund.mchid, refund.outRefundNo), settled)
  const orderKey = keyOf(refund.mchid, refund.outTradeNo)
  const order = world.orders.get(orderKey)
  if (order !== undefined && settled.status === 'SUCCESS') world.orders.put(orderKey, { ...order, state: 'REFUND' })
  if (refund.notifyUrl === undefined) return
  const eventType = `REFUND.${settled.status}`
  announce(world, { kind: 'refund', eventType, mchid: refund.mchid, no: refund.outRefundNo, url: refund.notifyUrl })
}

/** Ends the refunds whose time has come. */
export function settleDueRefunds(world: World): void {
  const now = world.clock.now()
  for (const refund of world.refunds.all())
    if (refund.status === 'PROCESSING' && refund.settlesAt <= now) settle(world, refund)
}
