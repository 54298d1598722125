/**
 * Another day or time of the same dose. Promises: one update of the dossier puts the new seat in and the old one out; a process that dies before it leaves the old
 * booking as it was and a seat in doubt, which is given back (settle-seats.ts); after it the old seat goes by the event.
 */
import type { ResidentCtx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import type { BookingEntry } from '../data/dossiers.ts'
import { giveSeatBack } from '../data/sessions.ts'
import { endOfDay, momentOf } from '../domain/times.ts'
import { holdMinutes, mostChanges } from '../settings.ts'
import { admit, bookable, historyOf, placeIn, type Wish } from './hold-seat.ts'
import { moveBooking, refuseVersion, type Seen } from './keep-booking.ts'

const isAhead = (ctx: ResidentCtx, { state, day, from }: BookingEntry): boolean =>
  state === 'CONFIRMED' && momentOf(day, from) > ctx.clock.now()

/** What the clinic or the registry unsettled is placed anew without counting. @throws AppError `booking-over`, `changed-meanwhile`, `changes-used-up`, and what a hold throws */
export async function changeBooking(
  ctx: ResidentCtx,
  { dossier, booking }: Seen,
  place: Pick<Wish, 'day' | 'sessionId' | 'window'>,
  version: number,
): Promise<Seen> {
  const isThere = booking.sessionId === place.sessionId && booking.window === place.window
  if (booking.state === 'CONFIRMED' && isThere) return { dossier, booking }
  const unsettled = booking.state === 'REBOOK_NEEDED'
  if (!unsettled && !isAhead(ctx, booking)) throw new AppError('booking-over')
  refuseVersion({ dossier, booking }, version)
  const most = await settingOf(ctx, mostChanges)
  if (!unsettled && booking.changes >= most) throw new AppError('changes-used-up', { most })
  const [product, history] = [await bookable(ctx, booking.product), historyOf(dossier, ctx.clock.now())]
  const dose = admit(product, history, place.day, booking.id)
  const seatId = newId('sea')
  const doubt = { bookingId: booking.id, until: ctx.clock.now() + (await settingOf(ctx, holdMinutes)) * 60_000 }
  const seat = { id: seatId, until: endOfDay(place.day), doubt, product, dose }
  const wish = { personId: dossier.personId, product: booking.product, ...place }
  const placed = await placeIn(ctx, wish, seat, history, booking.id)
  crashPoint('vaccine-change-seated')
  const set = {
    ...{ sessionId: place.sessionId, siteId: placed.session.siteId, seatId, day: place.day, window: place.window },
    ...{ from: placed.window.from, until: placed.window.until, dose, reason: null },
    price: placed.session.price ?? null,
    changes: booking.changes + (unsettled ? 0 : 1),
  }
  const moved = await moveBooking(
    ctx,
    { dossier, booking },
    {
      ...{ event: unsettled ? 'rebook' : null, set, act: 'vaccines.change', note: { session: place.sessionId } },
      events: ['vaccines.seat-left', 'vaccines.changed'],
    },
  )
  if (moved !== null) crashPoint('vaccine-change-moved')
  await giveSeatBack(ctx, moved === null ? seatId : booking.seatId)
  if (moved === null) throw new AppError('changed-meanwhile')
  return moved
}
