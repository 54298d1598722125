/** Every order in suspense has a difference that owns it, from the event on that put it there until the money went back or was placed. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Ctx } from '#platform/context.ts'
import { orders } from '../data/orders.ts'
import { openDifference, settleDifference } from './keep-differences.ts'

const HELD = ['payments.misfit', 'payments.suspended', 'payments.suspended-again']
const GONE = ['payments.refunded', 'payments.placed']

export const suspenseEvents = [...HELD, ...GONE]

export async function ownSuspense(ctx: Ctx, name: string, event: { recordId: string }): Promise<void> {
  const order = await orders.findOne(ctx, { _id: event.recordId })
  if (order === null) return
  if (name === 'payments.placed') await settleDifference(ctx, 'suspense', order._id, 'posted')
  else if (name === 'payments.refunded') await settleAll(ctx, order._id)
  else if (order.state !== 'REFUNDED') await hold(ctx, name, order)
}

/** A second time in suspense is a difference of its own: the first one is resolved and stays so. */
const refOf = (name: string, orderId: string): string =>
  name === 'payments.suspended-again' ? `${orderId}:2` : orderId

async function settleAll(ctx: Ctx, orderId: string): Promise<void> {
  for (const name of HELD) await settleDifference(ctx, 'suspense', refOf(name, orderId), 'refunded')
}

async function hold(
  ctx: Ctx,
  name: string,
  order: NonNullable<Awaited<ReturnType<typeof orders.findOne>>>,
): Promise<void> {
  await openDifference(ctx, {
    kind: 'suspense',
    ref: refOf(name, order._id),
    utility: order.utility,
    place: order.mchid === '' ? (order.till ?? '') : order.mchid,
    day: dayOf(Date.parse(order.receivedAt ?? ctx.clock.instant())),
    recordId: order._id,
    ours: order.amount,
    theirs: order.receivedAmount,
    unitCode: (order.till ?? '') === '' ? ctx.tenant : (order.till ?? ctx.tenant),
  })
  const data = { reason: order.suspense ?? '', amount: order.receivedAmount ?? 0 }
  // What goes back by itself alarms nobody.
  if (order.refund === null && order.state === 'SUSPENSE')
    await raiseAlarm(ctx, { kind: 'payment-suspense', recordId: order._id, data })
}
