/** Reads what a utility has to tell to its end; what could not take its place waits, and is tried again at every reading. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { heldArrivals } from '../data/feeds.ts'
import { utilityCompanies, type News } from '../providers/utility-company.ts'
import { keepAccount } from './keep-account.ts'
import { takeArrival } from './take-arrival.ts'

const HELD_BATCH = 200

/** `meet`: called with the accounts of a batch when they stand, before its bills (the demonstration's owners). */
export async function readNews(ctx: Ctx, utility: Utility, meet?: (news: News) => Promise<void>): Promise<void> {
  const company = ctx.port(utilityCompanies).of(ctx.tenant, utility)
  if (company === null) return
  for await (const news of company.news(ctx)) {
    for (const account of news.accounts) await keepAccount(ctx, company, account)
    if (meet !== undefined) await meet(news)
    for (const bill of news.bills) await takeArrival(ctx, company, bill)
    await news.done()
  }
}

/** Those that found their place leave the waiting list. */
export async function retryHeld(ctx: Ctx, utility: Utility): Promise<void> {
  const company = ctx.port(utilityCompanies).of(ctx.tenant, utility)
  if (company === null) return
  const options = { sort: { accountCode: 1, period: 1, revision: 1 }, limit: HELD_BATCH } as const
  for (const held of await heldArrivals.find(ctx, { utility }, options))
    if ((await takeArrival(ctx, company, held.bill)) === 'placed') await heldArrivals.removeOne(ctx, { _id: held._id })
}
