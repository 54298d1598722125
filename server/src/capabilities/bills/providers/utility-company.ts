/**
 * The port to a utility. Each company speaks its own contract (water answers at once, electricity exchanges files by night, gas gives jobs to be
 * polled) and is told apart nowhere else. A posting is named by our number, so that asking twice posts once; a lost answer is cleared up by asking
 * for that number.
 */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { definePort, type Ctx } from '#platform/context.ts'
import type { ArrivedBill, BookedPosting, KnownAccount, PostingRequest, PostingResult } from '../domain/arrived-bill.ts'

/** What came since the last reading. `done` is called when all of it stands in the database: a crash reads some again and loses none. */
export interface News {
  readonly accounts: readonly KnownAccount[]
  readonly bills: readonly ArrivedBill[]
  done(): Promise<void>
}

export interface UtilityCompany {
  readonly utility: Utility
  readonly name: string
  /** null: the company does not know this code (electricity: it stood in no file yet). */
  account(ctx: Ctx, code: string): Promise<KnownAccount | null>
  news(ctx: Ctx): AsyncIterable<News>
  post(ctx: Ctx, request: PostingRequest): Promise<PostingResult>
  /** Where postings go by file: writes and hands in what waits, at its time. Absent where the company is told at once. */
  handIn?(ctx: Ctx): Promise<void>
  /** What the company booked on a local day; null: it gives no such list yet, or cannot be asked. */
  postedOn(ctx: Ctx, day: string): Promise<readonly BookedPosting[] | null>
}

/** By county; null where the county's company is not connected. */
export const utilityCompanies = definePort<{ of(tenant: string, utility: Utility): UtilityCompany | null }>(
  'bills.utility-companies',
)
