/** What an order for a bill would ask for at this moment. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import type { BillRow } from '../data/bills.ts'
import { penaltyOf } from '../domain/penalty.ts'
import { dueAmount } from '../domain/price.ts'
import { penaltyRate } from '../settings.ts'

export async function priceOf(ctx: Ctx, bill: BillRow): Promise<{ due: number; penalty: number; words: string }> {
  const due = dueAmount(bill)
  const rate = await penaltyRate(ctx, bill.utility)
  const { amount: penalty, words } = penaltyOf({ ...bill, amount: due }, dayOf(ctx.clock.now()), rate)
  return { due, penalty, words }
}
