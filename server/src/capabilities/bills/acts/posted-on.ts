/**
 * What a utility's own list says it booked on a day, for the three-way match; null where it gives none yet. Told by order, in the amounts of orders: the
 * postings of one order are added up together with what it holds beside them (data/remainders.ts). Postings of advances have no order and are left out.
 */
import { utilitySchema } from '@xlb/shared/bills/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { remainders } from '../data/remainders.ts'
import type { BookedPosting } from '../domain/arrived-bill.ts'
import { ADVANCE_PREFIX, orderNumberOf } from '../domain/price.ts'
import { utilityCompanies } from '../providers/utility-company.ts'

export async function postedOn(ctx: Ctx, utility: string, day: string): Promise<readonly BookedPosting[] | null> {
  const known = utilitySchema.safeParse(utility)
  const company = known.success ? ctx.port(utilityCompanies).of(ctx.tenant, known.data) : null
  const booked = (await company?.postedOn(ctx, day)) ?? null
  if (booked === null) return null
  const sums = new Map<string, number>()
  for (const { ref, amount } of booked) {
    if (ref.startsWith(ADVANCE_PREFIX)) continue
    const name = orderNumberOf(ref) ?? ref
    sums.set(name, (sums.get(name) ?? 0) + amount)
  }
  const beside = await remainders.find(ctx, { orderNo: { $in: [...sums.keys()] } })
  for (const { orderNo, amount } of beside) sums.set(orderNo, (sums.get(orderNo) ?? 0) + amount)
  return [...sums].map(([ref, amount]) => ({ ref, amount }))
}
