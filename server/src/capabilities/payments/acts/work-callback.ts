/** A stored callback is worked off: the order moves once, whatever else was told before. At most six commands until the money is placed. */
import type { Ctx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { providerEvents, type ProviderEventRow } from '../data/provider-events.ts'
import { refunds } from '../data/refunds.ts'
import { retryAt } from '../domain/ask-schedule.ts'
import type { PaymentFact } from '../providers/pay-provider.ts'
import { driveOrder } from './drive-order.ts'
import { holdStray } from './hold-stray.ts'
import { receivePayment } from './receive-payment.ts'
import { settleRefund } from './work-refund.ts'

const MOST_TRIES = 12

export async function workCallback(ctx: Ctx, event: ProviderEventRow): Promise<void> {
  const outcome = await outcomeOf(ctx, event)
  crashPoint('callback-worked')
  const again = outcome === 'order-unknown'
  if (outcome === 'alarm')
    ctx.log.error({ event: event._id, outcome }, 'the provider speaks of a refund that is not ours')
  const set = { outcome, tries: event.tries + 1, nextTryAt: again ? retryAt(event.tries, ctx.clock.now()) : null }
  await providerEvents.update(ctx, { _id: event._id }, { $set: set })
}

async function outcomeOf(ctx: Ctx, event: ProviderEventRow): Promise<string> {
  if (event.payment !== null) return await paid(ctx, event, event.payment)
  return event.refund === null ? 'nothing' : await refunded(ctx, event, event.refund)
}

/** An order that nobody knows may be a callback overtaking its order: tried again for a while. Money without a place is held in suspense. */
async function paid(ctx: Ctx, event: ProviderEventRow, payment: PaymentFact): Promise<string> {
  const received = await receivePayment(ctx, payment)
  if ('stray' in received) {
    if (received.stray === null && event.tries < MOST_TRIES) return 'order-unknown'
    await holdStray(ctx, { ...payment, mchid: event.mchid }, received.stray)
    return 'held'
  }
  crashPoint('order-paid')
  await driveOrder(ctx, received.order)
  return 'done'
}

async function refunded(
  ctx: Ctx,
  event: ProviderEventRow,
  fact: NonNullable<ProviderEventRow['refund']>,
): Promise<string> {
  const refund = await refunds.findOne(ctx, { refundNo: fact.refundNo })
  if (refund === null) return event.tries < MOST_TRIES ? 'order-unknown' : 'alarm'
  if (fact.amount !== refund.amount) return 'alarm' // it speaks of another refund than ours: people look at it
  await settleRefund(ctx, refund, fact)
  return 'done'
}
