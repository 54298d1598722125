/**
 * Somebody else wants to pay what an order holds. The provider is asked first, and only what it says is unpaid is closed there (rules 1 and 3): the
 * order ends like any other, or it has its money after all, or nobody can tell yet.
 */
import type { Ctx } from '#platform/context.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { liveStates } from '../domain/live-states.ts'
import { payProvider } from '../providers/pay-provider.ts'
import { forestallOrder } from './forestall-order.ts'
import { closeAtProvider, endUnpaid, takeAnswer } from './ask-provider.ts'

const TRIES = 4

export async function closeForTakeOver(
  ctx: Ctx,
  orderId: string,
  purpose: string,
): Promise<'closed' | 'paid' | 'wait'> {
  let order: OrderRow | null =
    (await orders.findOne(ctx, { _id: orderId })) ?? (await forestallOrder(ctx, orderId, purpose))
  for (let tries = 0; tries < TRIES && order !== null && liveStates.has(order.state); tries += 1) {
    if (!(await tryToClose(ctx, order))) return 'wait'
    order = await orders.findOne(ctx, { _id: orderId })
    // Nobody but the provider can say more of it. One that is open still was asked about by the timetable in the same moment: once more.
    if (order?.state === 'CLOSING') return 'wait'
  }
  if (order === null || order.state === 'CLOSED') return 'closed'
  return liveStates.has(order.state) ? 'wait' : 'paid'
}

/** false: the provider does not say what became of it. */
async function tryToClose(ctx: Ctx, order: OrderRow): Promise<boolean> {
  const answer = await ctx.port(payProvider).query(order.mchid, order.no)
  if ('unknown' in answer) return false
  if ('paid' in answer) await takeAnswer(ctx, order, answer.paid)
  else if ('closed' in answer || 'missing' in answer) await endUnpaid(ctx, order)
  else await closeAtProvider(ctx, order)
  return true
}
