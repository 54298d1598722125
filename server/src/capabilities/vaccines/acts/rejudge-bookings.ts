/**
 * What becomes of bookings when the history changed, or their session did (DOMAIN.md vaccines 3). Promises: a booking that the schedule refuses now stands no
 * longer, its seat goes to the next, whoever booked is told why; a held one ends, a confirmed one is placed anew without counting.
 */
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { dossiers, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { rejudge } from '../domain/rejudge.ts'
import { historyOf } from './hold-seat.ts'
import { leaveSeat, moveBooking, type Seen } from './keep-booking.ts'
import { reasonWords } from './refuse-dose.ts'

/** Somebody else was faster so often: the event is delivered again. */
const MOST_ROUNDS = 40

/** One after the other by day, each with those before it as they stand then. Doing it again changes nothing. */
export async function rejudgeBookings(ctx: Ctx, dossierId: string): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const dossier = await dossiers.findOne(ctx, { _id: dossierId })
    if (dossier?.state !== 'OPEN' || !(await settleNext(ctx, dossier))) return
  }
  throw new Error('bookings are still to be judged again')
}

/** Of these the day may still be taken away. */
export const isOpen = ({ state }: BookingEntry): boolean => state === 'CONFIRMED' || state === 'HELD'

/** Moves the first booking that does not stand as it is; false: all do. */
async function settleNext(ctx: Ctx, dossier: DossierRow): Promise<boolean> {
  const today = dayOf(ctx.clock.now())
  const history = historyOf(dossier, ctx.clock.now())
  const ahead = dossier.bookings.filter((one) => isOpen(one) && one.day >= today)
  for (const booking of [...ahead].sort((one, other) => one.day.localeCompare(other.day))) {
    const verdict = rejudge(history, booking)
    if ('stands' in verdict && verdict.stands === booking.dose) continue
    const seen = { dossier, booking }
    if ('stands' in verdict) await numberAnew(ctx, seen, verdict.stands)
    else if ('over' in verdict) await drop(ctx, seen, reasonWords(verdict.over, null))
    else await unsettle(ctx, seen, reasonWords(verdict.anew, verdict.until))
    return true
  }
  return false
}

async function numberAnew(ctx: Ctx, seen: Seen, dose: number): Promise<void> {
  await moveBooking(ctx, seen, { event: null, set: { dose }, act: 'vaccines.count-anew', note: { dose } })
}

/** Nothing to be placed anew. */
async function drop(ctx: Ctx, seen: Seen, reason: string): Promise<void> {
  const events = ['vaccines.dropped']
  await leaveSeat(ctx, seen, { event: 'cancel', set: { reason }, act: 'vaccines.drop', events })
}

/** A confirmed booking is placed anew by its people; a held one is over. null: somebody was faster. */
export async function unsettle(ctx: Ctx, seen: Seen, reason: string): Promise<Seen | null> {
  if (seen.booking.state === 'HELD')
    return await leaveSeat(ctx, seen, {
      ...{ event: 'cancel', set: { reason }, act: 'vaccines.cancel', events: ['vaccines.ended'] },
    })
  const events = ['vaccines.unsettled']
  return await leaveSeat(ctx, seen, { event: 'unsettle', set: { reason }, act: 'vaccines.unsettle', events })
}
