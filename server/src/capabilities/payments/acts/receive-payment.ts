/**
 * The provider says that an order is paid, by callback or by answer. Judged against the order, moved once: told ten times, it is one
 * payment. Money that does not fit is kept in suspense with its reason; none is ever dropped.
 */
import type { Ctx } from '#platform/context.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { judgePayment } from '../domain/judge-payment.ts'
import { payProvider, type PaymentFact } from '../providers/pay-provider.ts'
import { moneyData, moveOrder } from './move-order.ts'

/** `stray`: the payment has no place in the order that is named, or (null) there is no such order. */
export type Received = { readonly order: OrderRow } | { readonly stray: OrderRow | null }

const TRIES = 6

export async function receivePayment(ctx: Ctx, fact: PaymentFact, known?: OrderRow): Promise<Received> {
  let order = known ?? (await orders.findOne(ctx, { no: fact.no }))
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (order === null) return { stray: null }
    const appid = ctx.port(payProvider).merchant(ctx.tenant, order.utility)?.appid ?? ''
    const judgement = judgePayment({ ...order, appid }, fact)
    if (judgement.event === 'repeat') return { order }
    if (judgement.event === 'alarm') return { stray: order }
    const moved =
      judgement.event === 'paid'
        ? await takeMoney(ctx, order, fact)
        : await suspendMoney(ctx, order, fact, judgement.reason)
    if (moved !== null) return { order: moved }
    order = await orders.findOne(ctx, { _id: order._id })
  }
  throw new Error('an order changed six times while it was being paid')
}

function moneyOf(ctx: Ctx, fact: PaymentFact): Partial<OrderRow> {
  return {
    transactionId: fact.transactionId,
    receivedAmount: fact.amount,
    receivedAt: fact.paidAt,
    nextAskAt: null,
    nextStepAt: ctx.clock.now(),
  }
}

async function takeMoney(ctx: Ctx, order: OrderRow, fact: PaymentFact): Promise<OrderRow | null> {
  const set = moneyOf(ctx, fact)
  return await moveOrder(ctx, order, 'paid', {
    set,
    events: [{ name: 'payments.paid', data: moneyData({ ...order, receivedAmount: fact.amount }) }],
  })
}

async function suspendMoney(
  ctx: Ctx,
  order: OrderRow,
  fact: PaymentFact,
  reason: OrderRow['suspense'],
): Promise<OrderRow | null> {
  const set = { ...moneyOf(ctx, fact), suspense: reason, suspenseAt: ctx.clock.instant(), liveKeys: [order._id] }
  const data = { ...moneyData({ ...order, receivedAmount: fact.amount }), reason }
  const events = [
    { name: 'payments.misfit', data },
    // The subjects are free again: nothing was paid for them.
    ...(order.state === 'CLOSED' ? [] : [{ name: 'payments.released', data }]),
  ]
  return await moveOrder(ctx, order, 'misfit', { set, note: { reason }, events })
}
