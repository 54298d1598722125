/** Days that are over: whoever did not come is NO_SHOW, and nothing is counted against anybody (DOMAIN.md vaccines 6); a visit that nobody ended is LEFT after a week. */
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { dossiers, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { LATE_DAYS } from '../domain/times.ts'
import { moveBooking } from './keep-booking.ts'

const AT_ONCE = 200
/** More than a county gives in a day; the rest goes in an hour. */
const MOST_ROUNDS = 50

interface Overdue {
  readonly state: 'CONFIRMED' | 'CHECKED_IN'
  /** Days before this one. */
  readonly before: string
  readonly event: 'miss' | 'leave'
}

export async function closeDays(ctx: Ctx): Promise<void> {
  const today = dayOf(ctx.clock.now())
  await closeAll(ctx, { state: 'CONFIRMED', before: today, event: 'miss' })
  await closeAll(ctx, { state: 'CHECKED_IN', before: addDays(today, -LATE_DAYS), event: 'leave' })
}

async function closeAll(ctx: Ctx, overdue: Overdue): Promise<void> {
  const { state, before } = overdue
  const due = { bookings: { $elemMatch: { state, day: { $lt: before } } } }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = await dossiers.find(ctx, due, { limit: AT_ONCE })
    for (const dossier of found) await closeIn(ctx, dossier, overdue)
    if (found.length < AT_ONCE) return
  }
}

/** Somebody was faster: the next round sees what is left. */
async function closeIn(ctx: Ctx, dossier: DossierRow, overdue: Overdue): Promise<void> {
  const isOverdue = (one: BookingEntry): boolean => one.state === overdue.state && one.day < overdue.before
  const booking = dossier.bookings.find(isOverdue)
  if (booking === undefined) return
  const { event } = overdue
  const set = { endedAt: ctx.clock.instant() }
  const events = event === 'miss' ? ['vaccines.missed'] : []
  const moved = await moveBooking(ctx, { dossier, booking }, { event, set, act: `vaccines.${event}`, events })
  if (moved !== null) await closeIn(ctx, moved.dossier, overdue)
}
