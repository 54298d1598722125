/** Where and when: sites, days and windows with the free seats of this moment, what the schedule says to each day, and the first one that works. */
import { activeStates } from '@xlb/shared/vaccines/states.ts'
import type { ListedSite, VaccineSeats, VaccineSite } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { addDays, dayOf, midnightOf } from '@xlb/shared/platform/time.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { personById } from '../../accounts/index.ts'
import { unitByCode } from '../../organisations/index.ts'
import type { DossierRow } from '../data/dossiers.ts'
import { priceOf, sessions, type SessionRow } from '../data/sessions.ts'
import { signedSites } from '../data/sign-offs.ts'
import { sitesOf, type SiteRow } from '../data/sites.ts'
import { givenOf } from '../domain/book.ts'
import { doseShown } from '../domain/dose-shown.ts'
import type { Product } from '../domain/facts.ts'
import { firstDay, judge } from '../domain/judge.ts'
import type { Given, Person } from '../domain/position.ts'
import { freeSeats, poolsFor } from '../domain/pools.ts'
import { momentOf } from '../domain/times.ts'
import { poolsOpenHours, termsOf } from '../settings.ts'
import type { Admitted } from './admit.ts'
import { historyOf } from './hold-seat.ts'
import { presentPerson } from '../present.ts'

const DAYS_SHOWN = 28

/** Two commands: the person, the sessions that are open. */
export async function sitesFor(ctx: ResidentCtx, personId: string, product: Product): Promise<ListedSite[]> {
  const township = await townshipOf(ctx, (await personById(ctx, personId))?.villageCode ?? null)
  const signed = await signedSites(ctx, product)
  const rows = (await sitesOf(ctx)).filter(({ _id }) => signed?.includes(_id) !== false)
  const firsts = await firstDays(ctx, product.code)
  const shown = rows.map((row) => ({ ...presentSite(row, township), opens: firsts.get(row._id) ?? null }))
  const rank = ({ opens, near }: ListedSite): number => (opens === null ? 2 : 0) + (near ? 0 : 1)
  return shown.sort((one, other) => rank(one) - rank(other))
}

const MOST_SESSIONS = 2_000

async function firstDays(ctx: ResidentCtx, product: string): Promise<ReadonlyMap<string, string>> {
  const today = dayOf(ctx.clock.now())
  const day = { $gte: today, $lte: addDays(today, DAYS_SHOWN) }
  const options = {
    sort: { day: 1 },
    limit: MOST_SESSIONS,
    hint: 'product',
    projection: { siteId: 1, day: 1 },
  } as const
  const firsts = new Map<string, string>()
  for (const row of await sessions.find(ctx, { product, state: 'RELEASED', day }, options))
    if (!firsts.has(row.siteId)) firsts.set(row.siteId, row.day)
  return firsts
}

/** No command while the tree is fresh. */
export async function townshipOf(ctx: ResidentCtx, villageCode: string | null): Promise<string | null> {
  return villageCode === null ? null : ((await unitByCode(ctx, villageCode))?.parent ?? null)
}

export function presentSite(row: SiteRow, township: string | null): VaccineSite {
  const { _id: id, name, address, phone, hours, position, unitCode } = row
  return { id, name, address, phone, hours, near: unitCode === township, position }
}

/** @throws AppError not-found */
export async function siteById(ctx: ResidentCtx, siteId: string): Promise<SiteRow> {
  const site = (await sitesOf(ctx)).find((one) => one._id === siteId)
  if (site === undefined) throw notFound()
  return site
}

export async function showSeats(
  ctx: ResidentCtx,
  admitted: Admitted,
  dossier: DossierRow,
  product: Product,
  siteId: string,
): Promise<VaccineSeats> {
  const site = await siteById(ctx, siteId)
  const today = dayOf(ctx.clock.now())
  const open = await sessions.find(
    ctx,
    { product: product.code, siteId, day: { $gte: today, $lte: addDays(today, DAYS_SHOWN) } },
    { sort: { day: 1 }, limit: 2 * DAYS_SHOWN },
  )
  const history = historyOf(dossier, ctx.clock.now())
  // A second booking of a product is never made: what is shown is where this one could be instead.
  const standing = history.bookings.filter((one) => activeStates.includes(one.state) && one.product === product.code)
  const given = givenOf(history, standing.at(-1)?.id ?? null)
  const first = firstDay(product, history.person, given, today)
  const dose = 'day' in first ? first.dose : null
  const opensMs = (await settingOf(ctx, poolsOpenHours)) * 3_600_000
  const days = open
    .filter((one) => one.state === 'RELEASED')
    .map((one) =>
      presentDay(one, { person: history.person, given, product, dose: dose ?? 1, now: ctx.clock.now(), opensMs }),
    )
  return {
    ...{ person: presentPerson(admitted, dossier), product: product.code, name: product.name, free: product.free },
    price: priceOf(open.find((one) => one.state === 'RELEASED')?.price),
    dose: 'day' in first ? doseShown(dossier.doses, { product: product.code, ...first }) : null,
    ...{ site: presentSite(site, await townshipOf(ctx, dossier.villageCode)), asOf: ctx.clock.instant() },
    first: { day: 'day' in first ? first.day : null, none: 'none' in first ? first.none : null },
    days,
    release: nextRelease(open, ctx.clock.now()),
    offer: offerAmong(days),
    terms: await termsOf(ctx),
  }
}

function nextRelease(planned: readonly SessionRow[], now: number): VaccineSeats['release'] {
  const ahead = planned.flatMap(({ state, releaseAt, day }) =>
    state === 'DRAFT' && releaseAt !== null ? [{ at: Math.max(releaseAt, now), day }] : [],
  )
  const [next] = ahead.sort((one, other) => one.at - other.at || one.day.localeCompare(other.day))
  return next === undefined ? null : { at: new Date(next.at).toISOString(), day: next.day }
}

interface Asking {
  readonly person: Person
  readonly given: readonly Given[]
  readonly product: Product
  readonly dose: number
  readonly now: number
  readonly opensMs: number
}

function presentDay(session: SessionRow, { person, given, product, dose, now, opensMs }: Asking) {
  const { _id: sessionId, day } = session
  const refused = judge(product, person, given, day)[0]?.code ?? null
  const pools = poolsFor(dose, false, now >= midnightOf(day) - opensMs)
  const windows = session.windows
    .filter((window) => momentOf(day, window.from) > now)
    .map((window) => ({
      ...{ id: window.id, from: window.from, until: window.until },
      free: freeSeats(window, session.seats, pools, now),
      capacity: pools.reduce((sum, pool) => sum + window.capacity[pool], 0),
    }))
  return { day, sessionId, refused, windows }
}

function offerAmong(days: VaccineSeats['days']): VaccineSeats['offer'] {
  for (const { day, sessionId, refused, windows } of days) {
    const window = refused === null ? windows.find((one) => one.free > 0) : undefined
    if (window !== undefined) return { day, sessionId, window: window.id }
  }
  return null
}
