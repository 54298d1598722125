/** The calendar's and the janitor's moves: due days that pass, and bills whose order was never written. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import { forestallOrder, orderById } from '../../payments/index.ts'
import { bills } from '../data/bills.ts'
import { moveBill } from './move-bill.ts'
import { letGo } from './take-bills.ts'

const BATCH = 200
const LAPSE_MS = 60_000

export async function markOverdue(ctx: Ctx): Promise<void> {
  const late = await bills.find(
    ctx,
    { state: 'ISSUED', dueOn: { $lt: dayOf(ctx.clock.now()) } },
    { sort: { dueOn: 1 }, limit: BATCH },
  )
  for (const bill of late) await moveBill(ctx, bill, 'fallDue')
}

/** Taken a minute ago by an order that does not exist (the process died in between): due again. */
export async function releaseLapsed(ctx: Ctx): Promise<void> {
  const old = await bills.find(
    ctx,
    { payingAt: { $gt: 0, $lte: ctx.clock.now() - LAPSE_MS } },
    { sort: { payingAt: 1 }, limit: BATCH },
  )
  for (const bill of old) {
    if (bill.state !== 'PAYING' || bill.orderId === null || (await orderById(ctx, bill.orderId)) !== null) continue
    const { state } = await forestallOrder(ctx, bill.orderId, 'bills')
    if (state === 'CLOSED') await letGo(ctx, bill)
  }
}
