/** Bookings and seats as they stand in the database, both ways. */
import type { BookingEntry, DossierRow } from '../../../server/src/capabilities/vaccines/data/dossiers.ts'
import type { Seat, SessionRow } from '../../../server/src/capabilities/vaccines/data/sessions.ts'
import { midnightOf } from '@xlb/shared/platform/time.ts'
import type { Stage } from '../kill-payment/stage.ts'

const DAY_MS = 86_400_000

export interface Taken {
  readonly seat: Seat
  /** Until the end of the session's day. */
  readonly firm: boolean
  /** The booking that names it, whatever became of that. */
  readonly booking: BookingEntry | undefined
}

export interface Scene {
  readonly bookings: readonly BookingEntry[]
  readonly seats: readonly Taken[]
  /** Epoch milliseconds of everybody's clock. */
  readonly now: number
}

export async function sceneOf(stage: Stage): Promise<Scene> {
  const dossiers = await stage.raw.collection<DossierRow>('vaccineDossiers').find({}).toArray()
  const sessions = await stage.raw
    .collection<SessionRow>('vaccineSessions')
    .find({ 'seats.0': { $exists: true } })
    .toArray()
  const bookings = dossiers.flatMap((one) => one.bookings)
  const seats = sessions.flatMap((session) =>
    session.seats.map((seat) => ({
      seat,
      firm: seat.until >= midnightOf(session.day) + DAY_MS,
      booking: bookings.find((one) => one.seatId === seat.id),
    })),
  )
  return { bookings, seats, now: await stage.now() }
}

/** Whose hold has run out, what nobody answers for any more, and what is still to be told; empty when all has come to rest. */
export async function unsettledIn(stage: Stage): Promise<string[]> {
  const { bookings, seats, now } = await sceneOf(stage)
  const waiting = { 'pending.0': { $exists: true } }
  const counts = {
    'holds that ran out': bookings.filter((one) => one.holdUntil !== null && one.holdUntil <= now).length,
    'seats in doubt': seats.filter(({ seat }) => seat.doubt !== undefined && seat.doubt.until <= now).length,
    'dossiers with entries': await stage.raw.collection('vaccineDossiers').countDocuments(waiting),
    'undelivered events': await stage.db.outbox.countDocuments({ state: 'NEW', name: /^vaccines\./ }),
  }
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${String(count)} ${what}`]))
}
