/**
 * After a restore: whatever was paid, closed or refused since the backup is known to the provider only. Every order that is still open here is due for
 * asking at once; money that was received goes on by itself, under the numbers it had.
 */
import type { Ctx } from '#platform/context.ts'
import { orders } from '../data/orders.ts'
import { liveStates } from '../domain/live-states.ts'
import { noteOrder } from './move-order.ts'

export async function askLiveOrders(ctx: Ctx): Promise<Readonly<Record<string, number>>> {
  let asked = 0
  for await (const order of orders.walk(ctx, { state: { $in: [...liveStates] } })) {
    const noted = await noteOrder(ctx, order, 'payments.restored', { nextAskAt: ctx.clock.now() })
    if (noted !== null) asked += 1
  }
  return { 'live orders due for asking': asked }
}
