/** Orders of WeChat Pay: create (a repeat must be byte-equal), query, close. */
import { randomBytes } from 'node:crypto'
import { DEMO_APPID } from '@xlb/shared/demo/roster.ts'
import { rfc3339 } from '../clock.ts'
import type { Merchant } from '../keys.ts'
import { wait, type Asked } from '../platform/http.ts'
import { personByOpenid, type World } from '../state.ts'
import { PayRefused, refusals } from './error.ts'
import { AnswerLost, type PayAnswer } from './gate.ts'
import { settleAfterClose } from './payment.ts'
import { keyOf, type Order } from './records.ts'
import { closeSchema, createSchema, parseBody } from './requests.ts'

const PREPAY_MS = 2 * 3_600_000
const ORDER_MS = 7 * 86_400_000

const descriptions = { NOTPAY: '订单未支付', SUCCESS: '支付成功', CLOSED: '订单已关闭', REFUND: '转入退款' } as const

function newPrepayId(nowMs: number): string {
  return `wx${rfc3339(nowMs).slice(0, 19).replaceAll(/\D/g, '')}${randomBytes(10).toString('hex')}`
}

/** The state a query shows now: unpaid orders are closed after seven days. */
export function shownState(order: Order, nowMs: number): Order['state'] {
  return order.state === 'NOTPAY' && nowMs > order.createdAt + ORDER_MS ? 'CLOSED' : order.state
}

function repeatOf(world: World, order: Order, raw: string): PayAnswer {
  if (order.paid !== undefined) throw new PayRefused(refusals.alreadyPaid)
  const now = world.clock.now()
  if (shownState(order, now) === 'CLOSED' || now >= order.expiresAt) throw new PayRefused(refusals.closed)
  if (order.raw !== raw) throw new PayRefused(refusals.differs)
  if (now <= order.prepayAt + PREPAY_MS) return { status: 200, body: { prepay_id: order.prepayId } }
  const renewed = { ...order, prepayId: newPrepayId(now), prepayAt: now }
  world.orders.put(keyOf(order.mchid, order.outTradeNo), renewed)
  return { status: 200, body: { prepay_id: renewed.prepayId } }
}

function make(world: World, merchant: Merchant, raw: string): PayAnswer {
  const body = parseBody(createSchema, raw)
  if (body.mchid !== merchant.mchid) throw new PayRefused(refusals.foreign)
  if (body.appid !== DEMO_APPID) throw new PayRefused(refusals.notBound)
  if (personByOpenid(body.payer.openid) === undefined) throw new PayRefused(refusals.noOpenid)
  const key = keyOf(merchant.mchid, body.out_trade_no)
  const before = world.orders.get(key)
  if (before !== undefined) return repeatOf(world, before, raw)
  const now = world.clock.now()
  const expiresAt = body.time_expire === undefined ? now + ORDER_MS : Date.parse(body.time_expire)
  if (expiresAt <= now) throw new PayRefused(refusals.param, { field: '/body/time_expire', issue: 'in the past' })
  const prepayId = newPrepayId(now)
  world.orders.put(key, {
    mchid: merchant.mchid,
    outTradeNo: body.out_trade_no,
    appid: body.appid,
    openid: body.payer.openid,
    description: body.description,
    attach: body.attach,
    notifyUrl: body.notify_url,
    total: body.amount.total,
    createdAt: now,
    expiresAt,
    raw,
    prepayId,
    prepayAt: now,
    state: 'NOTPAY',
  })
  return { status: 200, body: { prepay_id: prepayId } }
}

export async function createOrder(world: World, merchant: Merchant, asked: Asked): Promise<PayAnswer> {
  const slow = world.faults.take('pay.create.slow')
  if (slow) await wait(slow.number('delayMs'))
  if (world.faults.take('pay.create.rate')) throw new PayRefused(refusals.rate)
  const broken = world.faults.take('pay.create.5xx')
  if (broken && !broken.flag('made')) throw new PayRefused(refusals.system)
  const answer = make(world, merchant, asked.raw)
  if (broken) throw new PayRefused(refusals.system)
  if (world.faults.take('pay.create.lost-answer')) throw new AnswerLost()
  return answer
}

/** The transaction as query and callback show it. */
export function transactionOf(order: Order, state: Order['state']): Record<string, unknown> {
  const base = {
    appid: order.appid,
    mchid: order.mchid,
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: descriptions[state],
    ...(order.attach === undefined ? {} : { attach: order.attach }),
  }
  if (order.paid === undefined || state === 'NOTPAY')
    return { ...base, payer: {}, amount: { total: order.total, currency: 'CNY' } }
  const { total, currency, transactionId, at } = order.paid
  return {
    ...base,
    transaction_id: transactionId,
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    success_time: rfc3339(at),
    payer: { openid: order.openid },
    amount: { total, payer_total: total, currency, payer_currency: currency },
  }
}

function told(world: World, order: Order): boolean {
  return world.callbacks
    .all()
    .some((one) => one.no === order.outTradeNo && one.mchid === order.mchid && one.state === 'delivered')
}

async function show(world: World, merchant: Merchant, asked: Asked, order: Order | undefined): Promise<PayAnswer> {
  const slow = world.faults.take('pay.query.slow')
  if (slow) await wait(slow.number('delayMs'))
  if (world.faults.take('pay.query.5xx')) throw new PayRefused(refusals.system)
  if (asked.query.get('mchid') !== merchant.mchid) throw new PayRefused(refusals.foreign)
  if (order === undefined) throw new PayRefused(refusals.noOrder)
  const hidden =
    order.state === 'SUCCESS' && !told(world, order) && world.faults.take('pay.query.notpay-until-callback')
  return { status: 200, body: transactionOf(order, hidden ? 'NOTPAY' : shownState(order, world.clock.now())) }
}

export function queryByNo(world: World, merchant: Merchant, asked: Asked): Promise<PayAnswer> {
  return show(world, merchant, asked, world.orders.get(keyOf(merchant.mchid, asked.params['no'] ?? '')))
}

export function queryById(world: World, merchant: Merchant, asked: Asked): Promise<PayAnswer> {
  const found = world.orders
    .all()
    .find(
      (one) => one.mchid === merchant.mchid && one.paid !== undefined && one.paid.transactionId === asked.params['id'],
    )
  return show(world, merchant, asked, found)
}

export function closeOrder(world: World, merchant: Merchant, asked: Asked): PayAnswer {
  const body = parseBody(closeSchema, asked.raw)
  if (body.mchid !== merchant.mchid) throw new PayRefused(refusals.foreign)
  const broken = world.faults.take('pay.close.5xx')
  if (broken && !broken.flag('closed')) throw new PayRefused(refusals.system)
  const key = keyOf(merchant.mchid, asked.params['no'] ?? '')
  const order = world.orders.get(key)
  if (order === undefined) throw new PayRefused(refusals.noOrder)
  if (order.paid !== undefined && order.state !== 'CLOSED') throw new PayRefused(refusals.alreadyPaid)
  world.orders.put(key, { ...order, state: 'CLOSED' })
  settleAfterClose(world, key)
  if (broken) throw new PayRefused(refusals.system)
  return { status: 204 }
}
