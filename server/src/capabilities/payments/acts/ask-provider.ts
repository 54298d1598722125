/** A silent order: ask, and only close what the provider says is unpaid (rule 3). One question, one step; the timetable asks again. */
import type { Ctx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { OrderRow } from '../data/orders.ts'
import { AFTER_HINT_MS, isOver, nextAskAt } from '../domain/ask-schedule.ts'
import { payProvider, type PaymentFact } from '../providers/pay-provider.ts'
import { holdStray } from './hold-stray.ts'
import { moveOrder, moneyData, noteOrder } from './move-order.ts'
import { receivePayment } from './receive-payment.ts'

export async function askProvider(ctx: Ctx, order: OrderRow): Promise<void> {
  const answer = await ctx.port(payProvider).query(order.mchid, order.no)
  crashPoint('ask-after-query')
  if ('paid' in answer) {
    await takeAnswer(ctx, order, answer.paid)
    return
  }
  if ('closed' in answer) {
    await endUnpaid(ctx, order)
    return
  }
  const over = isOver(Date.parse(order.validUntil), ctx.clock.now())
  if (over && !('unknown' in answer)) await closeAtProvider(ctx, order)
  else await askLater(ctx, order)
}

/** The provider says that it was paid: with money that has no place in it after all, that money is held. */
export async function takeAnswer(ctx: Ctx, order: OrderRow, fact: PaymentFact): Promise<void> {
  const received = await receivePayment(ctx, fact, order)
  if ('stray' in received) await holdStray(ctx, { ...fact, mchid: order.mchid }, received.stray)
}

/** An order that nobody could be asked about is asked until somebody answers: never closed unasked. */
async function askLater(ctx: Ctx, order: OrderRow): Promise<void> {
  const { submittedAt, validUntil, closeAskedAt } = order
  const closingSince = closeAskedAt === null ? null : Date.parse(closeAskedAt)
  const next = nextAskAt(Date.parse(submittedAt), Date.parse(validUntil), ctx.clock.now(), closingSince)
  await noteOrder(ctx, order, 'payments.asked', { asks: order.asks + 1, nextAskAt: next })
}

/** CLOSING is written first, so that a crash between the two does not forget that closing was asked. */
export async function closeAtProvider(ctx: Ctx, order: OrderRow): Promise<void> {
  const closing =
    order.state === 'CLOSING'
      ? order
      : await moveOrder(ctx, order, 'askToClose', {
          set: { closeAskedAt: ctx.clock.instant(), nextAskAt: ctx.clock.now() + 30_000 },
        })
  if (closing === null) return
  const answer = await ctx.port(payProvider).close(closing.mchid, closing.no)
  crashPoint('close-after-answer')
  if (answer === 'closed' || answer === 'missing') await endUnpaid(ctx, closing)
  else if (answer === 'unknown') await askLater(ctx, closing)
  else
    await noteOrder(ctx, closing, 'payments.asked', {
      asks: closing.asks + 1,
      nextAskAt: ctx.clock.now() + AFTER_HINT_MS,
    }) // paid in this very second
}

/** The provider itself said that it is unpaid and closed. */
export async function endUnpaid(ctx: Ctx, order: OrderRow): Promise<void> {
  const closing =
    order.state === 'CLOSING'
      ? order
      : await moveOrder(ctx, order, 'askToClose', { set: { closeAskedAt: ctx.clock.instant() } })
  if (closing === null) return
  await moveOrder(ctx, closing, 'closed', {
    set: { nextAskAt: null, liveKeys: [closing._id] },
    events: [{ name: 'payments.released', data: moneyData(closing) }],
  })
}
