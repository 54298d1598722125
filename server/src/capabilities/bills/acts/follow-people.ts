/**
 * Bills keep in whose lists they stand; they follow the people of their account in batches, each guarded by the bill's version. The account stays `stale`
 * until all of them did, so that a crash half way is made good by the job; every look is checked against the account itself meanwhile.
 */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import { bills, type BillRow, type Shelf } from '../data/bills.ts'
import { utilityAccounts, type UtilityAccountRow } from '../data/utility-accounts.ts'
import { readersOf } from '../domain/people.ts'

const BATCH = 200
const ACCOUNTS = 50
const SHELVES: readonly Shelf[] = ['due', 'done', 'gone']

/** Answers whether all bills follow now. */
export async function followPeople(ctx: Ctx, account: UtilityAccountRow): Promise<boolean> {
  for (const shelf of SHELVES) await followShelf(ctx, account, shelf)
  const at = { _id: account._id, version: account.version, stale: true }
  return (await utilityAccounts.update(ctx, at, { $set: { stale: false } })) !== null
}

async function followShelf(ctx: Ctx, account: UtilityAccountRow, shelf: Shelf): Promise<void> {
  const today = dayOf(ctx.clock.now())
  let below: string | null = null
  for (;;) {
    const bound: { period?: { $lte: string } } = below === null ? {} : { period: { $lte: below } }
    const found: BillRow[] = await bills.find(
      ctx,
      { utilityAccountId: account._id, shelf, ...bound },
      { sort: { period: -1, _id: -1 }, limit: BATCH },
    )
    const behind = found.flatMap((bill) => {
      const readers = readersOf(account.people, bill, today)
      const isSame = readers.length === bill.readers.length && readers.every((one) => bill.readers.includes(one))
      return isSame ? [] : [{ filter: { _id: bill._id, version: bill.version }, update: { $set: { readers } } }]
    })
    await bills.bulk(ctx, behind)
    const last = found.at(-1)
    if (last === undefined || found.length < BATCH || last.period === below) return
    below = last.period
  }
}

export async function followStale(ctx: Ctx): Promise<void> {
  for (const account of await utilityAccounts.find(ctx, { stale: true }, { limit: ACCOUNTS }))
    await followPeople(ctx, account)
}
