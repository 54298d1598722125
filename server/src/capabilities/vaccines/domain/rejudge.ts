/** Bookings against a history that changed after they were made: which still stand, and which do not. Pure. */
import { admitDay, givenOf, type Booked, type History } from './book.ts'
import { productOf } from './facts.ts'
import { firstDay, type RefusalCode } from './judge.ts'

export type Verdict =
  /** As it was booked, or as another dose of the same series. */
  | { readonly stands: number }
  /** Later, or earlier; the day is none. `until`: the first day that works. */
  | { readonly anew: RefusalCode; readonly until: string }
  /** Never, as things stand. */
  | { readonly over: RefusalCode }

/** What becomes of one booking, with everything else that is known of the person. */
export function rejudge(history: History, booking: Booked): Verdict {
  const product = productOf(booking.product)
  if (product === null) return { over: 'ask-clinic' }
  const earlier = history.bookings.filter((one) => one.day < booking.day || one.id === booking.id)
  const before = { ...history, bookings: earlier }
  const admission = admitDay(product, before, booking.day, booking.id)
  if ('dose' in admission) return { stands: admission.dose }
  if ('booked' in admission) return { over: 'done' }
  const code = admission.refused[0]?.code
  const first = firstDay(product, history.person, givenOf(before, booking.id), booking.day)
  return 'none' in first ? { over: first.none } : { anew: code ?? 'too-soon', until: first.day }
}
