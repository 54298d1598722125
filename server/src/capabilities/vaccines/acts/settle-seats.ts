/**
 * Seats that were taken for a change of booking: most are the booking's by now, and are trusted; where the process died before, the seat goes back. The dossier's
 * version goes on first, so that whoever slept through it in between cannot finish the change with a seat that is somebody else's.
 */
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { dossiers } from '../data/dossiers.ts'
import { giveSeatBack, sessions, trustSeat, type Seat } from '../data/sessions.ts'

const BATCH = 200

export async function settleSeats(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now()
  const due = { 'seats.doubt.until': { $gt: 0, $lte: now } }
  for (const { seats } of await sessions.find(ctx, due, { limit: BATCH, hint: 'doubt' }))
    for (const seat of seats) if (seat.doubt !== undefined && seat.doubt.until <= now) await settle(ctx, seat)
}

async function settle(ctx: Ctx, { id, doubt }: Seat): Promise<void> {
  const dossier = await dossiers.findOne(ctx, { 'bookings.id': doubt?.bookingId ?? '' })
  if (dossier?.bookings.some((one) => one.seatId === id) === true) {
    await trustSeat(ctx, id)
    return
  }
  const deed = { act: 'vaccines.settle-seat', note: { seat: id } }
  if (dossier !== null && (await moveRecord(ctx, dossiers, dossier, {}, deed)) === null) return
  await giveSeatBack(ctx, id)
}
