/** A booking at a site, for whoever works there, and what the schedule says of its dose on its day. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { bookingStateWords } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { dossiers, type BookingEntry } from '../data/dossiers.ts'
import type { SiteRow } from '../data/sites.ts'
import { productOf } from '../domain/facts.ts'
import { lastLook, type LastLook } from '../domain/last-look.ts'
import { historyOf } from './hold-seat.ts'
import { bookingIn, type Seen } from './keep-booking.ts'
import { loadSite } from './plan-sessions.ts'
import { comingOf, refuseWithoutDuty } from './require-duty.ts'
import { doseRefused } from './refuse-dose.ts'

export interface Visit extends Seen {
  readonly site: SiteRow
}

/** @throws AppError not-found (another site's and an erased person's too), `out-of-scope`, `own-matter`, `duty-needed`, `child-duty-needed` */
export async function loadVisit(ctx: StaffCtx, siteId: string, bookingId: string): Promise<Visit> {
  const site = await loadSite(ctx, siteId)
  const dossier = await dossiers.findOne(ctx, { 'bookings.id': bookingId })
  const booking = dossier === null ? undefined : bookingIn(dossier, bookingId)
  if (dossier?.state !== 'OPEN' || booking?.siteId !== site._id) throw notFound()
  await refuseOwnMatter(ctx, [dossier.personId])
  await refuseWithoutDuty(ctx, comingOf(dossier, booking))
  return { site, dossier, booking }
}

/** Reads it again after a lost race. */
export async function visitAgain(ctx: Ctx, { site, booking }: Visit): Promise<Visit> {
  const dossier = await dossiers.findOne(ctx, { 'bookings.id': booking.id })
  const now = dossier === null ? undefined : bookingIn(dossier, booking.id)
  if (dossier === null || now === undefined) throw notFound()
  return { site, dossier, booking: now }
}

export function notThere({ state }: BookingEntry): AppError {
  return new AppError('booking-not-there', { state: bookingStateWords[state].standard })
}

/** @throws AppError not-found where the facts no longer have the product */
export function lookAt(ctx: Ctx, { dossier, booking }: Seen): LastLook {
  const product = productOf(booking.product)
  if (product === null) throw notFound()
  return lastLook(product, historyOf(dossier, ctx.clock.now()), booking)
}

/** Which dose it is. @throws AppError `dose-not-now` with the reason and the first day that works */
export function refuseAgainst(look: LastLook): number {
  if ('dose' in look) return look.dose
  throw doseRefused(look)
}

/** When something of this day happened: now, or at its time where it is entered later. */
export function momentIn(ctx: Ctx, day: string, later: number): string {
  return dayOf(ctx.clock.now()) === day ? ctx.clock.instant() : new Date(later).toISOString()
}
