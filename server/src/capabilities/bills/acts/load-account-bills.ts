import type { ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { loadMyAccount } from './load-account.ts'

/** Bills of one of my accounts, each one mine to see; one that is not looks like one that does not exist. */
export async function loadAccountBills(
  ctx: ResidentCtx,
  accountId: string,
  billIds: readonly string[],
): Promise<BillRow[]> {
  const { mine } = await loadMyAccount(ctx, accountId)
  const ids = [...new Set(billIds)]
  const found = await bills.find(ctx, { _id: { $in: ids }, utilityAccountId: accountId, readers: mine.personId })
  if (found.length < ids.length) throw notFound()
  return found
}
