/**
 * A seat is held for somebody: the schedule decides, then the session gives a seat, then the dossier takes the booking. Promises: never one seat more than there
 * are, no dose twice, nobody in two places; a process that dies in between leaves a lease that runs out. Asked again it answers the booking that stands.
 */
import { bookingTable } from '@xlb/shared/vaccines/states.ts'
import { midnightOf } from '@xlb/shared/platform/time.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { dossiers, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { giveSeatBack, takeSeat, type Seat, type SessionRow, type Window } from '../data/sessions.ts'
import { changesSoFar } from '../data/full.ts'
import { signedSites } from '../data/sign-offs.ts'
import { admitDay, changesUsed, clashing, type History } from '../domain/book.ts'
import { productOf, type Product } from '../domain/facts.ts'
import { poolsFor } from '../domain/pools.ts'
import { isFresh, momentOf } from '../domain/times.ts'
import { holdMinutes, poolsOpenHours } from '../settings.ts'
import { lapseIn, ticketCode } from './keep-booking.ts'
import { readDossier } from './read-dossier.ts'
import { doseRefused } from './refuse-dose.ts'
import { learnFrom, loginMark, turnAway } from './turn-away.ts'

export interface Wish {
  readonly personId: string
  readonly product: string
  readonly day: string
  readonly sessionId: string
  readonly window: string
}

/** A lost race is run again so often. */
const MOST_TRIES = 5

/** As of `now` (epoch milliseconds): a hold that ran out counts for nothing, whether or not somebody put it away. */
export function historyOf({ birthDay, sex, doses, bookings }: DossierRow, now: number): History {
  if (birthDay === null || sex === null) throw notFound()
  const ranOut = ({ holdUntil }: BookingEntry): boolean => holdUntil !== null && holdUntil <= now
  return { person: { birthDay, sex }, doses, bookings: bookings.filter((one) => !ranOut(one)) }
}

/** @throws AppError not-found for a product that the facts do not have, that waits for no seat, or that no clinic signed off */
export async function bookable(ctx: Ctx, code: string): Promise<Product> {
  const product = productOf(code)
  if (product === null || product.urgent) throw notFound()
  if ((await signedSites(ctx, product))?.length === 0) throw notFound()
  return product
}

/** Which dose it would be. @throws AppError `dose-not-now`, `dose-booked` */
export function admit(product: Product, history: History, day: string, except: string | null = null): number {
  const admission = admitDay(product, history, day, except)
  if ('dose' in admission) return admission.dose
  if ('booked' in admission)
    throw new AppError('dose-booked', { day: admission.booked.day, from: admission.booked.from })
  throw doseRefused(admission)
}

export interface Placed {
  readonly session: SessionRow
  readonly window: Window
}

/** @throws AppError `session-not-open`, `seats-gone`, `same-time-booked` (the seat is given back) */
export async function placeIn(
  ctx: ResidentCtx,
  wish: Wish,
  seat: Pick<Seat, 'id' | 'until' | 'doubt'> & { readonly product: Product; readonly dose: number },
  history: History,
  except: string | null = null,
): Promise<Placed> {
  const opensAt = midnightOf(wish.day) - (await settingOf(ctx, poolsOpenHours)) * 3_600_000
  const { product, dose, ...wanted } = seat
  const pools = poolsFor(dose, false, ctx.clock.now() >= opensAt)
  const { sessionId: login } = ctx.resident
  const place = { ...wanted, window: wish.window, login: loginMark(login) }
  const sites = await signedSites(ctx, product)
  const named = { _id: wish.sessionId, day: wish.day, product: wish.product }
  const [now, since, asked] = [ctx.clock.now(), changesSoFar(), { ...wish, tenant: ctx.tenant }]
  turnAway({ ...asked, pools }, login, now)
  const session = await takeSeat(ctx, named, pools, place, sites)
  learnFrom({ session, opensAt, now, since }, asked)
  if (session === null) throw new AppError('session-not-open')
  if (!session.seats.some((one) => one.id === seat.id)) throw new AppError('seats-gone')
  const window = session.windows.find((one) => one.id === wish.window)
  if (window === undefined) throw new AppError('seats-gone')
  const clash = clashing(history, { day: wish.day, from: window.from, until: window.until }, except)
  const refusal =
    momentOf(wish.day, window.from) <= ctx.clock.now()
      ? new AppError('session-not-open')
      : clash && new AppError('same-time-booked', { day: clash.day, from: clash.from })
  if (refusal === null) return { session, window }
  await giveSeatBack(ctx, seat.id)
  throw refusal
}

/** The same wish again: the booking that is held or confirmed for it. */
const sameWish = ({ bookings }: DossierRow, wish: Wish): BookingEntry | undefined =>
  bookings.find(
    (one) =>
      (one.state === 'HELD' || one.state === 'CONFIRMED') &&
      one.sessionId === wish.sessionId &&
      one.window === wish.window &&
      one.product === wish.product,
  )

interface Held {
  readonly dossier: DossierRow
  readonly bookingId: string
}

const running = new Map<string, Promise<unknown>>()

/**
 * Answers the dossier with the booking in it, and the booking's id. Three commands beside the guardian's right. A second tap waits for the first: two tries at
 * once for one person would take two seats for a moment, and send somebody else away.
 */
export async function holdSeat(ctx: ResidentCtx, wish: Wish): Promise<Held> {
  const before = running.get(wish.personId)
  const mine = (async () => {
    await before?.catch(() => undefined)
    return await tryToHold(ctx, wish, MOST_TRIES)
  })()
  running.set(wish.personId, mine)
  try {
    return await mine
  } finally {
    if (running.get(wish.personId) === mine) running.delete(wish.personId)
  }
}

async function tryToHold(ctx: ResidentCtx, wish: Wish, tries: number): Promise<Held> {
  const product = await bookable(ctx, wish.product)
  const dossier = await lapseIn(ctx, await readDossier(ctx, wish.personId))
  const standing = sameWish(dossier, wish)
  if (standing !== undefined) return { dossier, bookingId: standing.id }
  const history = historyOf(dossier, ctx.clock.now())
  const dose = admit(product, history, wish.day)
  const seatId = newId('sea')
  const holdUntil = ctx.clock.now() + (await settingOf(ctx, holdMinutes)) * 60_000
  const placed = await placeIn(ctx, wish, { id: seatId, until: holdUntil, product, dose }, history)
  crashPoint('vaccine-seat-taken')
  const booking = bookingFrom(ctx, wish, product, { dose, seatId, holdUntil, placed, dossier })
  const note = { booking: booking.id, session: booking.sessionId }
  const set = { bookings: [...dossier.bookings, booking] }
  const moved = await moveRecord(ctx, dossiers, dossier, { set }, { act: 'vaccines.hold', note })
  if (moved !== null) {
    crashPoint('vaccine-hold-kept')
    return { dossier: moved, bookingId: booking.id }
  }
  await giveSeatBack(ctx, seatId)
  if (tries <= 1) throw new AppError('changed-meanwhile')
  return await tryToHold(ctx, wish, tries - 1)
}

interface Parts {
  readonly dose: number
  readonly seatId: string
  readonly holdUntil: number
  readonly placed: Placed
  readonly dossier: DossierRow
}

function bookingFrom(ctx: ResidentCtx, wish: Wish, product: Product, parts: Parts): BookingEntry {
  const { dose, seatId, holdUntil, placed, dossier } = parts
  // Field by field, as in present-booking.ts.
  return {
    id: newId('bkg'),
    state: bookingTable.initial,
    product: product.code,
    series: product.series,
    dose,
    sessionId: wish.sessionId,
    siteId: placed.session.siteId,
    seatId,
    day: wish.day,
    window: wish.window,
    from: placed.window.from,
    until: placed.window.until,
    holdUntil,
    extended: false,
    price: placed.session.price ?? null,
    by: ctx.resident.personId ?? '',
    code: ticketCode(),
    provisional: !isFresh(dossier.asOf, ctx.clock.now()),
    changes: changesUsed(dossier.bookings, product.series, dose),
    notice: null,
    agreedAt: null,
    answers: [],
    reason: null,
    bookedAt: ctx.clock.instant(),
    endedAt: null,
  }
}
