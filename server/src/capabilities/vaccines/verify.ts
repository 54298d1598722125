/**
 * Seats against bookings, both ways: every booking that holds a seat has it in its session and window, every seat that is not a running lease belongs to one, no
 * window has more than its capacity, no dose of a person is booked twice; doses against bookings (verify/doses.ts). Counts rows, so that an empty database cannot look clean.
 */
import { activeStates, seatedStates } from '@xlb/shared/vaccines/states.ts'
import type { Verified } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { dossiers, type BookingEntry } from './data/dossiers.ts'
import { sessions, type Seat, type SessionRow } from './data/sessions.ts'
import { pools } from './domain/pools.ts'
import { endOfDay } from './domain/times.ts'
import { checkDoses } from './verify/doses.ts'

export async function verifyVaccines(ctx: Ctx): Promise<Verified> {
  const differences: string[] = []
  const bySeat = new Map<string, BookingEntry>()
  const doses = checkDoses(ctx)
  let [dossierCount, bookingCount, seatCount, sessionCount] = [0, 0, 0, 0]
  for await (const dossier of dossiers.walk(ctx)) {
    const { personId, bookings } = dossier
    dossierCount += 1
    bookingCount += bookings.length
    // A walk-in has none.
    for (const booking of bookings) if (booking.seatId !== '') bySeat.set(booking.seatId, booking)
    doses.see(dossier)
    differences.push(...twice(bookings).map((dose) => `${personId}: ${dose} is booked twice`))
  }
  const found = new Set<string>()
  for await (const session of sessions.walk(ctx)) {
    sessionCount += 1
    seatCount += session.seats.length
    for (const { id } of session.seats) found.add(`${session._id} ${id}`)
    differences.push(...sessionDiffers(ctx, session, bySeat))
  }
  for (const booking of bySeat.values())
    if (needsSeat(ctx, booking) && !found.has(`${booking.sessionId} ${booking.seatId}`))
      differences.push(`${booking.id}: ${booking.state} without its seat`)
  const checked = { dossiers: dossierCount, bookings: bookingCount, sessions: sessionCount, seats: seatCount }
  const { differences: ofDoses, ...counted } = await doses.end()
  return { checked: { ...checked, ...counted }, differences: [...differences, ...ofDoses] }
}

function needsSeat(ctx: Ctx, { state, day, holdUntil }: BookingEntry): boolean {
  if (!seatedStates.includes(state) || endOfDay(day) <= ctx.clock.now()) return false
  return holdUntil === null || holdUntil > ctx.clock.now()
}

function twice(bookings: readonly BookingEntry[]): string[] {
  const doses = bookings
    .filter((one) => activeStates.includes(one.state))
    .map((one) => `${one.series}#${String(one.dose)}`)
  return doses.filter((one, place) => doses.indexOf(one) !== place)
}

/** A change that is under way, or was: settle-seats.ts looks after it within the minute. */
const isInDoubt = ({ doubt }: Seat, now: number): boolean => doubt !== undefined && doubt.until + 60_000 > now

function sessionDiffers(ctx: Ctx, session: SessionRow, bySeat: ReadonlyMap<string, BookingEntry>): string[] {
  const now = ctx.clock.now()
  const running = session.seats.filter((one) => one.until > now)
  const over = session.windows.flatMap((window) =>
    pools
      .filter(
        (pool) => running.filter((one) => one.window === window.id && one.pool === pool).length > window.capacity[pool],
      )
      .map((pool) => `${session._id} ${window.id} ${pool}: more seats taken than there are`),
  )
  const orphans = running
    .filter((seat) => {
      const booking = bySeat.get(seat.id)
      // A hold whose process died before the dossier runs out by itself.
      if (booking === undefined) return seat.until >= endOfDay(session.day) && !isInDoubt(seat, now)
      return !seatedStates.includes(booking.state) || booking.sessionId !== session._id
    })
    .map((seat) => `${session._id} ${seat.id}: a seat that no booking holds`)
  return [...over, ...orphans]
}
