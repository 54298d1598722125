/** The phone's word after requestPayment is a hint: "ok" brings the next question forward, "cancel" only changes what the page says. */
import type { ResidentCtx } from '#platform/context.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { AFTER_HINT_MS, askAfterHint } from '../domain/ask-schedule.ts'
import { liveStates } from '../domain/live-states.ts'
import { noteOrder } from './move-order.ts'

type Outcome = 'ok' | 'cancel' | 'unknown'

export async function hintOrder(ctx: ResidentCtx, order: OrderRow, outcome: Outcome): Promise<OrderRow> {
  const set = liveStates.has(order.state) ? changeBy(ctx, order, outcome) : null
  if (set === null) return order
  const noted = await noteOrder(ctx, order, outcome === 'cancel' ? 'payments.cancelled' : 'payments.hinted', set)
  return noted ?? (await orders.findOne(ctx, { _id: order._id })) ?? order
}

/** null: nothing new was told. */
function changeBy(ctx: ResidentCtx, order: OrderRow, outcome: Outcome): Partial<OrderRow> | null {
  if (outcome === 'cancel') return order.hintedAt === null ? null : { hintedAt: null }
  const now = ctx.clock.now()
  const soon = order.nextAskAt !== null && order.nextAskAt <= now + AFTER_HINT_MS
  if (order.hintedAt !== null && soon) return null
  return { hintedAt: order.hintedAt ?? ctx.clock.instant(), nextAskAt: askAfterHint(order.nextAskAt, now) }
}
