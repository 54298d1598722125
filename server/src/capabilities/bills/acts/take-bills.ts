/** Takes an order's bills, all or none, oldest first: compare-and-set ISSUED, OVERDUE → PAYING with the order's id. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import type { BillRow } from '../data/bills.ts'
import { moveBill } from './move-bill.ts'
import { priceOf } from './price-bill.ts'

export const byPeriod = (one: Pick<BillRow, 'period'>, other: Pick<BillRow, 'period'>): number =>
  one.period < other.period ? -1 : 1

/** null: somebody was faster with one of them, and the others are open again. */
export async function takeBills(
  ctx: Ctx,
  wanted: readonly BillRow[],
  orderId: string,
  personId: string | null,
): Promise<BillRow[] | null> {
  const taken: BillRow[] = []
  for (const bill of [...wanted].sort(byPeriod)) {
    const { penalty } = await priceOf(ctx, bill)
    const set = { orderId, payingPersonId: personId, payingAt: ctx.clock.now(), penalty }
    const mine = await moveBill(ctx, bill, 'pay', set, { order: orderId })
    if (mine === null) {
      for (const one of taken) await letGo(ctx, one)
      return null
    }
    taken.push(mine)
  }
  return taken
}

/** Due again: its order ended unpaid, or was never written. */
export async function letGo(ctx: Ctx, bill: BillRow): Promise<BillRow | null> {
  const isLate = bill.dueOn < dayOf(ctx.clock.now())
  return await moveBill(ctx, bill, isLate ? 'releaseOverdue' : 'release', {
    ...{ orderId: null, payingPersonId: null, payingAt: null, penalty: null },
  })
}
