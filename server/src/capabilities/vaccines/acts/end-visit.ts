/**
 * How a visit ends: nothing given today, gone, or watched to the end. A deferral or a leaving gives the seat back by the update that ends the booking; nobody can
 * book a window that has begun, so it serves whoever books before. Promises: nobody is let go before the time of watching is over; a repeat answers what stands.
 */
import { nextState } from '@xlb/shared/platform/states.ts'
import { localMinute } from '@xlb/shared/platform/time.ts'
import type { DeferReason, Reaction } from '@xlb/shared/vaccines/nurse-schemas.ts'
import { deferWords, otherNeedsWords, reactionNeedsWords } from '@xlb/shared/vaccines/nurse-words.zh-CN.ts'
import { bookingTable, type BookingEvent } from '@xlb/shared/vaccines/states.ts'
import type { StaffCtx } from '#platform/context.ts'
import type { PlainData } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import type { BookingEntry } from '../data/dossiers.ts'
import { giveSeatBack } from '../data/sessions.ts'
import { moveBooking, refuseVersion } from './keep-booking.ts'
import { notThere, visitAgain, type Visit } from './load-visit.ts'
import { refusedField } from './refused-field.ts'

interface Ending {
  readonly event: Extract<BookingEvent, 'defer' | 'leave' | 'observe'>
  readonly version: number
  readonly set: Partial<BookingEntry>
  readonly note?: PlainData
  /** The seat goes back. */
  readonly seatLeft: boolean
}

/** @throws AppError `booking-not-there`, `changed-meanwhile`, `input-refused` */
export async function deferVisit(
  ctx: StaffCtx,
  visit: Visit,
  {
    version,
    reason,
    words,
  }: { readonly version: number; readonly reason: DeferReason; readonly words?: string | undefined },
): Promise<Visit> {
  if (visit.booking.state === 'DEFERRED') return visit
  if (reason === 'other' && words === undefined) throw refusedField('body.words', otherNeedsWords)
  const said = reason === 'other' ? (words ?? '') : deferWords[reason]
  const set = { deferReason: reason, reason: words === undefined || reason === 'other' ? said : `${said}（${words}）` }
  return await end(ctx, visit, { event: 'defer', version, set, note: { reason }, seatLeft: true })
}

/** @throws AppError `booking-not-there`, `changed-meanwhile` */
export async function leaveVisit(ctx: StaffCtx, visit: Visit, version: number): Promise<Visit> {
  if (visit.booking.state === 'LEFT') return visit
  return await end(ctx, visit, { event: 'leave', version, set: {}, seatLeft: true })
}

/** @throws AppError `booking-not-there`, `observation-running`, `changed-meanwhile`, `input-refused` */
export async function observeVisit(
  ctx: StaffCtx,
  visit: Visit,
  {
    version,
    reaction,
    words,
  }: { readonly version: number; readonly reaction: Reaction; readonly words?: string | undefined },
): Promise<Visit> {
  const { state, observeUntil } = visit.booking
  if (state === 'OBSERVED') return visit
  if (reaction !== 'none' && words === undefined) throw refusedField('body.words', reactionNeedsWords)
  // A reaction is written down when it comes; that there was none is known at the end.
  const running = state === 'VACCINATED' && observeUntil !== undefined && Date.parse(observeUntil) > ctx.clock.now()
  if (running && reaction === 'none')
    throw new AppError('observation-running', { until: localMinute(observeUntil).slice(11) })
  const set = { reaction, reactionWords: words ?? null }
  // Which reaction is nobody's business but the clinic's; that there was a severe one must be found by whoever audits.
  const note = { severe: reaction === 'severe' }
  return await end(ctx, visit, { event: 'observe', version, set, note, seatLeft: false })
}

async function end(ctx: StaffCtx, visit: Visit, ending: Ending): Promise<Visit> {
  const { event, version, set, note = {}, seatLeft } = ending
  const { booking } = visit
  const next = nextState(bookingTable, booking.state, event)
  if (next === null) throw notThere(booking)
  refuseVersion(visit, version)
  const moved = await moveBooking(ctx, visit, {
    ...{ event, set: { ...set, endedAt: ctx.clock.instant() }, act: `vaccines.${event}`, note },
    events: [...(seatLeft ? ['vaccines.seat-left'] : []), ...(event === 'defer' ? ['vaccines.deferred'] : [])],
  })
  if (moved !== null && seatLeft) await giveSeatBack(ctx, booking.seatId)
  if (moved !== null) return { ...visit, ...moved }
  const again = await visitAgain(ctx, visit)
  if (again.booking.state !== next) throw new AppError('changed-meanwhile')
  return again
}
