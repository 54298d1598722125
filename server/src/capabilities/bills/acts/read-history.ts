/** A year of an account beside the year before: for owner and viewers, from their own first period on. Two commands: the account, its bills. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { fen } from '@xlb/shared/platform/money.ts'
import type { History } from '@xlb/shared/bills/account-schemas.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { utilityAccounts, type UtilityAccountRow } from '../data/utility-accounts.ts'
import { historyFrom } from '../domain/people.ts'
import { figureOf } from '../domain/price.ts'
import { explain, tariffOf } from '../domain/tariff.ts'
import { noteUse } from './note-use.ts'
import { besideYearBefore, yearSentence, type Beside } from '../domain/year-beside-year.ts'

interface Figures {
  readonly _id: string
  readonly period: string
  readonly amount: number
  readonly usage: number
  readonly peak: number | null
  readonly valley: number | null
  readonly tier: number
}

const MOST_YEARS = 20

type Joined = UtilityAccountRow & { readonly bills: readonly BillRow[]; readonly oldest: readonly { period: string }[] }

/** One command: an account of which this person is one, its bills of both years, and its oldest period. */
async function accountWithBills(ctx: ResidentCtx, accountId: string, year: string): Promise<Joined> {
  const personId = ctx.resident.personId ?? ''
  const from = `${String(Number(year) - 1)}-01`
  const lookup = { from: bills.spec.name, localField: '_id', foreignField: 'utilityAccountId' }
  const current = { tenant: ctx.tenant, current: true }
  const [found] = await utilityAccounts.aggregate<Joined>(ctx, [
    { $match: { _id: accountId, 'people.personId': personId } },
    {
      $lookup: {
        ...{ ...lookup, as: 'bills' },
        pipeline: [{ $match: { ...current, period: { $gte: from, $lte: `${year}-12` } } }],
      },
    },
    {
      $lookup: {
        ...{ ...lookup, as: 'oldest' },
        pipeline: [{ $match: current }, { $sort: { period: 1 } }, { $limit: 1 }, { $project: { period: 1 } }],
      },
    },
  ])
  if (found === undefined) throw notFound()
  return found
}

export async function readHistory(ctx: ResidentCtx, accountId: string, asked?: string): Promise<History> {
  const today = dayOf(ctx.clock.now())
  const thisYear = today.slice(0, 4)
  const year = asked ?? thisYear
  const account = await accountWithBills(ctx, accountId, year)
  const mine = account.people.find((one) => one.personId === ctx.resident.personId)
  const from = mine === undefined ? null : historyFrom(mine, today)
  if (mine === undefined || from === null) throw new AppError('forbidden')
  // The owner sees who looked, and when last; their own looks are nobody's business.
  if (mine.role !== 'owner' && mine.lastUsedOn !== today) await noteUse(ctx, account._id, mine.personId)
  const figures = account.bills.filter(({ period }) => period >= from).map((bill) => figuresOf(bill))
  const pairs = besideYearBefore(figures, year)
  const oldest = [account.oldest[0]?.period ?? thisYear, from].sort().at(-1) ?? thisYear
  return {
    ...{
      year,
      years: yearsSince(oldest.slice(0, 4), thisYear),
      unit: account.utility === 'electricity' ? 'kWh' : 'm3',
    },
    rows: pairs.map(present),
    yearToDate: {
      usage: pairs.reduce((sum, { row }) => sum + row.usage, 0),
      amount: fen(pairs.reduce((sum, { row }) => sum + row.amount, 0)),
    },
    sentence: yearSentence(account.utility, year, thisYear, pairs),
    from: from === '' ? null : from,
  }
}

function yearsSince(first: string, last: string): string[] {
  const count = Math.max(1, Number(last) - Number(first) + 1)
  return Array.from({ length: Math.min(count, MOST_YEARS) }, (_, back) => String(Number(last) - back))
}

/** The figures as they stand after a later reading. */
function figuresOf(bill: BillRow): Figures {
  const { _id, period, utility, householdSize, yearToDate, adjusted } = bill
  const { usage, peak = null, valley = null } = adjusted ?? bill
  const { tiers } = explain(tariffOf(utility, householdSize), { yearToDate, usage, peak })
  const tier = tiers.filter((one) => one.usedNow > 0).at(-1)?.tier ?? 1
  return { _id, period, amount: figureOf(bill), usage, peak, valley, tier }
}

function present({ row, before }: Beside<Figures>): History['rows'][number] {
  const { _id: billId, period, amount, usage, peak, valley, tier } = row
  return {
    ...{ billId, period, amount: fen(amount), usage, peak, valley, tier },
    before: before === null ? null : { usage: before.usage, amount: fen(before.amount) },
  }
}
