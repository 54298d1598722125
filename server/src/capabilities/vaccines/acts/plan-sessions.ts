/** The clinic's timetable: sessions by a weekly pattern, released at a time, with capacities that never fall below what is taken. */
import { addDays, daysBetween } from '@xlb/shared/platform/time.ts'
import { sessionTable } from '@xlb/shared/vaccines/states.ts'
import { refuseOutOfScope } from '#platform/authority/authority.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { firstVersion, moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { sessions, takenNow, type SessionRow, type Window } from '../data/sessions.ts'
import { signedSites } from '../data/sign-offs.ts'
import { sitesOf, type SiteRow } from '../data/sites.ts'
import { productOf } from '../domain/facts.ts'
import { pools, type Pool } from '../domain/pools.ts'
import { refusedField } from './refused-field.ts'

/** Longer plans are made again later. */
const MOST_DAYS = 92

export interface Pattern {
  readonly product: string
  readonly from: string
  readonly until: string
  readonly weekdays: readonly number[]
  readonly windows: readonly Omit<Window, 'id'>[]
  readonly releaseAt: string
  /** Fen. */
  readonly price?: number | undefined
}

/** No command while the county's clinics are known. @throws AppError not-found, `out-of-scope` */
export async function loadSite(ctx: StaffCtx, siteId: string): Promise<SiteRow> {
  const site = (await sitesOf(ctx)).find((one) => one._id === siteId)
  if (site === undefined) throw notFound()
  await refuseOutOfScope(ctx, ['nurse'], site.office)
  return site
}

/** Monday is 1. */
const weekdayOf = (day: string): number => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1

async function check(ctx: Ctx, siteId: string, { product, from, until, windows, price }: Pattern): Promise<void> {
  const facts = productOf(product)
  const signed = facts === null || facts.urgent ? [] : await signedSites(ctx, facts)
  if (signed?.includes(siteId) === false) throw refusedField('body.product', '没有这种疫苗，或门诊还没有核实签字。')
  if (facts?.free === true && price !== undefined) throw refusedField('body.price', '免费的疫苗不收钱。')
  if (facts?.free === false && price === undefined) throw refusedField('body.price', '自费的疫苗要写价格。')
  if (until < from || daysBetween(from, until) > MOST_DAYS)
    throw refusedField('body.until', '结束日期要在开始日期之后三个月内。')
  const sorted = [...windows].sort((one, other) => one.from.localeCompare(other.from))
  if (sorted.some((one, place) => one.until <= one.from || (sorted[place + 1]?.from ?? '99') < one.until))
    throw refusedField('body.windows', '时间段不能重叠，结束要晚于开始。')
}

export function sessionsOf(ctx: Ctx, siteId: string, pattern: Pattern): SessionRow[] {
  const days = Array.from({ length: daysBetween(pattern.from, pattern.until) + 1 }, (_one, n) =>
    addDays(pattern.from, n),
  )
  const windows = pattern.windows.map((one) => ({ id: one.from.replace(':', ''), ...one }))
  return days
    .filter((day) => pattern.weekdays.includes(weekdayOf(day)))
    .map((day) => {
      const row = {
        ...{ _id: newId('vse'), tenant: ctx.tenant, state: sessionTable.initial, siteId, product: pattern.product },
        ...{
          day,
          releaseAt: Date.parse(pattern.releaseAt),
          reason: null,
          movedFrom: null,
          price: pattern.price ?? null,
          windows,
          seats: [],
        },
      }
      return firstVersion(ctx, sessions, row, { act: 'vaccines.plan-session', note: { day, product: pattern.product } })
    })
}

export async function planSessions(ctx: StaffCtx, siteId: string, pattern: Pattern) {
  await loadSite(ctx, siteId)
  await check(ctx, siteId, pattern)
  const rows = sessionsOf(ctx, siteId, pattern)
  const made = await sessions.insertMissing(ctx, rows)
  return { made, standing: rows.length - made }
}

/** What is due to be given free is. */
export async function releaseSessions(ctx: Ctx): Promise<void> {
  const due = { state: 'DRAFT' as const, releaseAt: { $lte: ctx.clock.now() } }
  for (const row of await sessions.find(ctx, due, { sort: { releaseAt: 1 }, limit: 200 }))
    await moveRecord(ctx, sessions, row, { state: 'RELEASED' }, { act: 'vaccines.release-session' })
}

/** @throws AppError not-found, `out-of-scope`, `capacity-below-taken`, `changed-meanwhile` */
export async function setCapacity(
  ctx: StaffCtx,
  sessionId: string,
  windowId: string,
  capacity: Readonly<Record<Pool, number>>,
): Promise<SessionRow> {
  const row = await sessions.findOne(ctx, { _id: sessionId })
  if (row?.windows.some((one) => one.id === windowId) !== true) throw notFound()
  await loadSite(ctx, row.siteId)
  const now = ctx.clock.now()
  const enough = { $and: pools.map((pool) => ({ $lte: [takenNow(windowId, pool, now), capacity[pool]] })) }
  const element = { list: 'windows' as const, where: { id: windowId }, set: { capacity } }
  const note = { window: windowId, ...capacity }
  const moved = await moveRecord(
    ctx,
    sessions,
    row,
    { element, when: { $expr: enough } },
    { act: 'vaccines.set-capacity', note },
  )
  if (moved !== null) return moved
  const taken = (pool: Pool) =>
    row.seats.filter((one) => one.window === windowId && one.pool === pool && one.until > now).length
  if (pools.every((pool) => taken(pool) <= capacity[pool])) throw new AppError('changed-meanwhile')
  throw new AppError('capacity-below-taken', { taken: pools.reduce((sum, pool) => sum + taken(pool), 0) })
}
