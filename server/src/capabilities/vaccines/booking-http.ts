import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { admitFor, admitToRecord, type Admitted } from './acts/admit.ts'
import { admitToBooking } from './acts/admit-to-booking.ts'
import { changeBooking } from './acts/change-booking.ts'
import { bookable, holdSeat } from './acts/hold-seat.ts'
import { bookingIn, cancelBooking, confirmBooking, extendHold, loadBooking, type Seen } from './acts/keep-booking.ts'
import { readDossier } from './acts/read-dossier.ts'
import { showSeats, sitesFor } from './acts/show-seats.ts'
import { enter } from './acts/turn-away.ts'
import { dossiers } from './data/dossiers.ts'
import { presentBooking } from './present-booking.ts'

interface Named {
  readonly personId: string
  readonly bookingId: string
}

/** Judges the right at this moment, then acts on the booking as it stands. */
async function acting(
  ctx: ResidentCtx,
  { personId, bookingId }: Named,
  act: (seen: Seen, admitted: Admitted) => Promise<Seen>,
): Promise<VaccineBooking> {
  const { admitted, seen } = await admitToBooking(ctx, personId, bookingId)
  return await presentBooking(ctx, admitted, await act(seen, admitted))
}

export const bookingRoutes: readonly Route[] = [
  bind(vaccines.sites, {
    async handle(ctx, { params }) {
      await admitFor(ctx, params.personId)
      return { items: await sitesFor(ctx, params.personId, await bookable(ctx, params.product)) }
    },
  }),
  bind(vaccines.seats, {
    async handle(ctx, { params }) {
      const admitted = await admitToRecord(ctx, params.personId)
      const product = await bookable(ctx, params.product)
      return await showSeats(ctx, admitted, await readDossier(ctx, params.personId), product, params.siteId)
    },
  }),
  bind(vaccines.bookings, {
    async handle(ctx, { params }) {
      const admitted = await admitFor(ctx, params.personId)
      const dossier = await dossiers.findOne(ctx, { personId: params.personId })
      if (dossier === null) return { items: [] }
      const rows = [...dossier.bookings].sort((one, other) => other.day.localeCompare(one.day))
      return { items: await Promise.all(rows.map((booking) => presentBooking(ctx, admitted, { dossier, booking }))) }
    },
  }),
  bind(vaccines.hold, {
    enter: ({ tenant, sessionId, now }, { body }) => enter({ ...body, tenant, pools: null }, sessionId, now),
    async handle(ctx, { params, body }) {
      const admitted = await admitFor(ctx, params.personId)
      const { dossier, bookingId } = await holdSeat(ctx, { personId: params.personId, ...body })
      const booking = bookingIn(dossier, bookingId)
      const seen = booking === undefined ? await loadBooking(ctx, params.personId, bookingId) : { dossier, booking }
      return await presentBooking(ctx, admitted, seen)
    },
  }),
  bind(vaccines.booking, { handle: (ctx, { params }) => acting(ctx, params, (seen) => Promise.resolve(seen)) }),
  bind(vaccines.extend, { handle: (ctx, { params }) => acting(ctx, params, (seen) => extendHold(ctx, seen)) }),
  bind(vaccines.confirm, {
    handle: (ctx, { params, body: { notice, answers } }) =>
      acting(ctx, params, (seen) => confirmBooking(ctx, seen, { notice, answers })),
  }),
  bind(vaccines.cancel, {
    handle: (ctx, { params, body }) => acting(ctx, params, (seen) => cancelBooking(ctx, seen, body.version)),
  }),
  bind(vaccines.change, {
    handle: (ctx, { params, body }) => acting(ctx, params, (seen) => changeBooking(ctx, seen, body, body.version)),
  }),
]
