/** The three-way match of one merchant's day: our orders, refunds and strays; the provider's statement; the utility's file where it gives one. */
import { addDays, dayOf, midnightOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { differences } from '../data/differences.ts'
import { orders } from '../data/orders.ts'
import { refunds } from '../data/refunds.ts'
import { statementDays, statementRows, type StatementDayRow } from '../data/statements.ts'
import { strays } from '../data/strays.ts'
import { matchProvider, matchUtility, type Booked, type Found, type Posted } from '../domain/match-day.ts'
import type { StatementRow } from '../domain/statement.ts'
import { utilityFiles } from '../payable.ts'
import { endDifference, openDifference } from './keep-differences.ts'

/** A day is matched again every day until its neighbours' statements cannot explain anything any more. */
const SETTLED_AFTER_DAYS = 3
const DAY_MS = 86_400_000
const UTILITY_KINDS = ['utility-missing', 'utility-extra', 'utility-amount']
const PROVIDER_KINDS = [
  'provider-missing',
  'provider-extra',
  'provider-amount',
  'refund-missing',
  'refund-extra',
  'refund-amount',
]

export interface Matched {
  readonly payments: number
  readonly refunds: number
  readonly statementRows: number
  /** null: the utility gave no file for the day yet. */
  readonly postings: number | null
  readonly differences: number
}

const startOf = (day: string): string => new Date(midnightOf(day)).toISOString()
const dayOfInstant = (instant: string): string => dayOf(Date.parse(instant))

export async function matchStatement(ctx: Ctx, row: StatementDayRow): Promise<Matched> {
  const { mchid, utility, day } = row
  const booked = await bookedAround(ctx, mchid, day)
  const statement = await statementAround(ctx, mchid, day)
  const provider = matchProvider(day, booked, statement)
  await keep(ctx, row, provider, PROVIDER_KINDS)
  const ours = await creditedOn(ctx, utility, day)
  const theirs = await postedOn(ctx, utility, day)
  const posted = theirs === null ? [] : matchUtility(ours, theirs)
  if (theirs !== null) await keep(ctx, row, posted, UTILITY_KINDS)
  const over = dayOf(ctx.clock.now()) > addDays(day, SETTLED_AFTER_DAYS) && theirs !== null
  const set = { matchedAt: ctx.clock.instant(), nextTryAt: over ? null : ctx.clock.now() + DAY_MS }
  await statementDays.update(ctx, { _id: row._id }, { $set: set })
  return {
    payments: booked.filter((one) => one.kind === 'payment' && one.day === day).length,
    refunds: booked.filter((one) => one.kind === 'refund' && one.day === day).length,
    statementRows: statement.filter((one) => one.day === day).length,
    postings: theirs?.length ?? null,
    differences: provider.length + posted.length,
  }
}

/** Opens what is found and ends what is not found any more; only of this merchant's day and of these kinds. */
async function keep(
  ctx: Ctx,
  { mchid, utility, day }: StatementDayRow,
  found: readonly Found[],
  kinds: readonly string[],
) {
  for (const one of found) await openDifference(ctx, { ...one, utility, place: mchid, day })
  const still = new Set(found.map((one) => `${one.kind}:${one.ref}`))
  for (const row of await differences.find(ctx, { place: mchid, day })) {
    if (row.state === 'RESOLVED' || !kinds.includes(row.kind) || still.has(`${row.kind}:${row.ref}`)) continue
    await endDifference(ctx, row, 'vanish', 'vanished')
  }
}

/** What our books say of the day and of the days beside it. */
async function bookedAround(ctx: Ctx, mchid: string, day: string): Promise<Booked[]> {
  const between = { $gte: startOf(addDays(day, -1)), $lt: startOf(addDays(day, 2)) }
  const paid = await orders.find(
    ctx,
    { mchid, receivedAt: between },
    { projection: { transactionId: 1, receivedAmount: 1, receivedAt: 1 } },
  )
  const back = await refunds.find(
    ctx,
    { mchid, acceptedAt: between },
    { projection: { refundNo: 1, amount: 1, acceptedAt: 1, state: 1 } },
  )
  const stray = await strays.find(ctx, { mchid, paidAt: between })
  return [
    ...paid.map((one): Booked => ({
      kind: 'payment',
      ref: one.transactionId ?? '',
      recordId: one._id,
      amount: one.receivedAmount ?? 0,
      day: dayOfInstant(one.receivedAt ?? ''),
    })),
    ...stray.map((one): Booked => ({
      kind: 'payment',
      ref: one.transactionId,
      recordId: one._id,
      amount: one.amount,
      day: dayOfInstant(one.paidAt),
    })),
    ...back.map((one): Booked => ({
      kind: 'refund',
      ref: one.refundNo,
      recordId: one._id,
      amount: one.amount,
      day: dayOfInstant(one.acceptedAt ?? ''),
    })),
  ]
}

async function statementAround(ctx: Ctx, mchid: string, day: string): Promise<(StatementRow & { day: string })[]> {
  const days = [addDays(day, -1), day, addDays(day, 1)]
  const rows = await statementRows.find(ctx, { mchid, day: { $in: days } })
  return rows.map(({ kind, ref, no, transactionId, amount, fee, at, day: of }) =>
    kind === 'payment'
      ? { kind, transactionId, no, amount, fee, at, day: of }
      : { kind, transactionId, no, refundNo: ref, amount, fee, at, day: of },
  )
}

async function creditedOn(ctx: Ctx, utility: string, day: string): Promise<Posted[]> {
  const credited = await orders.find(
    ctx,
    { utility, creditedAt: { $gte: startOf(day), $lt: startOf(addDays(day, 1)) } },
    { projection: { no: 1, amount: 1 } },
  )
  return credited.map(({ _id, no, amount }) => ({ ref: no, recordId: _id, amount }))
}

/** null: the utility gives no file, or not yet. */
async function postedOn(ctx: Ctx, utility: string, day: string): Promise<readonly Posted[] | null> {
  const told = await ctx.port(utilityFiles).postedOn(ctx, utility, day)
  return told?.map((one) => ({ ...one, recordId: null })) ?? null
}
