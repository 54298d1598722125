/**
 * Somebody without a booking, or what was given on paper while the network was away. Promises: the rules of that day decide, no seat is taken from anybody, and
 * asked again it is the same visit. A person whom the county does not know has no dossier.
 */
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { readIdNumber } from '@xlb/shared/platform/id-number.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { cameInstead } from '@xlb/shared/vaccines/nurse-words.zh-CN.ts'
import { activeStates, arrivedStates, bookingTable } from '@xlb/shared/vaccines/states.ts'
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { withLook } from '#platform/looks/looks.ts'
import { findPersonByIdNo, type Person } from '../../accounts/index.ts'
import { dossiers, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { signedSites } from '../data/sign-offs.ts'
import type { SiteRow } from '../data/sites.ts'
import type { Product } from '../domain/facts.ts'
import { lastLook } from '../domain/last-look.ts'
import { isFresh, LATE_DAYS, momentOf } from '../domain/times.ts'
import type { Met } from './check-in.ts'
import { giveDose, type Said } from './give-dose.ts'
import { bookable, historyOf } from './hold-seat.ts'
import { bookingIn, ticketCode } from './keep-booking.ts'
import { lotFor, type Chosen } from './keep-lots.ts'
import { refuseAgainst, type Visit } from './load-visit.ts'
import { loadSite } from './plan-sessions.ts'
import { refuseWithoutDuty } from './require-duty.ts'
import { readDossier } from './read-dossier.ts'
import { refusedField } from './refused-field.ts'

const LOOK = { purpose: 'vaccine-walk-in', fields: ['name', 'birthday', 'vaccinations'], caseNo: null } as const
/** Watches of a clinic differ. */
const GRACE_MS = 300_000
const MOST_TRIES = 5

export interface WalkIn {
  readonly idNo: string
  readonly product: string
  readonly day: string
  readonly time: string
  readonly given?: Chosen | undefined
}

/** @throws AppError not-found, `out-of-scope`, `own-matter`, `walk-in-unknown`, `input-refused`, `dose-not-now`, `dose-booked`, `lot-…`, `pack-given`, `registry-…` */
export async function walkIn(ctx: StaffCtx, siteId: string, asked: WalkIn): Promise<Met> {
  const site = await loadSite(ctx, siteId)
  refuseTime(ctx, asked)
  const person = await personOf(ctx, asked.idNo)
  return await withLook(ctx, { ...LOOK, personId: person.id }, async () => {
    await refuseOwnMatter(ctx, [person.id])
    await refuseWithoutDuty(ctx, {
      ...{ personId: person.id, birthDay: person.birthday, siteId: site._id, day: asked.day, product: asked.product },
      unbooked: true,
    })
    const product = await givenHere(ctx, site, asked.product)
    if (asked.given !== undefined) await lotFor(ctx, site._id, asked.given.lotId, product.code, asked.day)
    const entered = await enterOnce(ctx, { site, product, asked }, person.id)
    const visit = asked.given === undefined ? entered : await giveDose(ctx, entered, asked.given, saidOf(asked))
    return { visit, name: person.name }
  })
}

/** What is entered with its lot was given at the time that is told. */
const saidOf = ({ day, time }: WalkIn): Said => ({ version: null, at: new Date(momentOf(day, time)).toISOString() })

function refuseTime(ctx: StaffCtx, { day, time }: WalkIn): void {
  const today = dayOf(ctx.clock.now())
  if (day > today || day < addDays(today, -LATE_DAYS))
    throw refusedField('body.day', `只能登记今天和前 ${String(LATE_DAYS)} 天的接种。`)
  if (momentOf(day, time) > ctx.clock.now() + GRACE_MS) throw refusedField('body.time', '这个时间还没有到。')
}

export async function personOf(ctx: StaffCtx, idNo: string): Promise<Person> {
  const read = readIdNumber(idNo, dayOf(ctx.clock.now()))
  if (!read.ok) throw refusedField('body.idNo', fieldMessages[read.code] ?? '')
  const person = await findPersonByIdNo(ctx, read.value.idNo)
  if (person === null) throw new AppError('walk-in-unknown')
  return person
}

async function givenHere(ctx: StaffCtx, site: SiteRow, code: string): Promise<Product> {
  const product = await bookable(ctx, code)
  const signed = await signedSites(ctx, product)
  if (signed !== null && !signed.includes(site._id)) throw notFound()
  return product
}

interface Entry {
  readonly site: SiteRow
  readonly product: Product
  readonly asked: WalkIn
}

function standingIn({ site, product, asked }: Entry, dossier: DossierRow): Visit | null {
  const isSame = (one: BookingEntry): boolean =>
    one.walkIn === true && one.product === product.code && one.siteId === site._id && one.day === asked.day
  const booking = dossier.bookings.find((one) => isSame(one) && arrivedStates.includes(one.state))
  return booking === undefined ? null : { site, dossier, booking }
}

/** The registry is asked before somebody is entered, and not again. */
async function enterOnce(ctx: StaffCtx, entry: Entry, personId: string): Promise<Visit> {
  const before = await dossiers.findOne(ctx, { personId })
  const standing = before?.state === 'OPEN' ? standingIn(entry, before) : null
  return standing ?? (await enter(ctx, entry, await readDossier(ctx, personId, true), MOST_TRIES))
}

async function enter(ctx: StaffCtx, entry: Entry, dossier: DossierRow, tries: number): Promise<Visit> {
  const { site, product, asked } = entry
  const standing = standingIn(entry, dossier)
  if (standing !== null) return standing
  const mine = dossier.bookings.filter((one) => one.product === product.code)
  const booked = mine.find((one) => activeStates.includes(one.state) && !isUnplaced(one))
  if (booked !== undefined) throw new AppError('dose-booked', { day: booked.day, from: booked.from })
  const dose = refuseAgainst(lastLook(product, historyOf(dossier, ctx.clock.now()), { id: '', day: asked.day }))
  const booking = entryOf(ctx, entry, dossier, dose)
  const note = { booking: booking.id, site: site._id, day: asked.day }
  const set = { bookings: [...dossier.bookings.map((one) => replaced(ctx, one, product)), booking] }
  const moved = await moveRecord(ctx, dossiers, dossier, { set }, { act: 'vaccines.walk-in', note })
  const entered = moved === null ? undefined : bookingIn(moved, booking.id)
  if (moved !== null && entered !== undefined) return { site, dossier: moved, booking: entered }
  if (tries <= 1) throw new AppError('changed-meanwhile')
  return await enter(ctx, entry, await readDossier(ctx, dossier.personId), tries - 1)
}

/** It waits for a new day and holds no seat: whoever comes instead need not cancel it on a phone first. */
const isUnplaced = ({ state }: BookingEntry): boolean => state === 'REBOOK_NEEDED'

function replaced(ctx: StaffCtx, booking: BookingEntry, product: Product): BookingEntry {
  const state = isUnplaced(booking) ? nextState(bookingTable, booking.state, 'cancel') : null
  if (state === null || booking.product !== product.code) return booking
  return { ...booking, state, endedAt: ctx.clock.instant(), reason: cameInstead }
}

function entryOf(ctx: StaffCtx, { site, product, asked }: Entry, dossier: DossierRow, dose: number): BookingEntry {
  const now = ctx.clock.instant()
  return {
    ...{ id: newId('bkg'), state: 'CHECKED_IN', product: product.code, series: product.series, dose, sessionId: '' },
    ...{ siteId: site._id, seatId: '', day: asked.day, window: '', from: asked.time, until: asked.time },
    ...{ holdUntil: null, extended: false, by: '', code: ticketCode(), changes: 0 },
    provisional: !isFresh(dossier.asOf, ctx.clock.now()),
    ...{ notice: null, agreedAt: null, answers: [], reason: null, bookedAt: now, endedAt: null },
    ...{ walkIn: true, checkedInAt: now, checkedInBy: ctx.staff.staffId },
  }
}
