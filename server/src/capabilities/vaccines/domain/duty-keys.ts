/** Names of what a nurse is on duty for: a session, the grown-ups of a day who come without a booking, one child on one day. */
import { addDays, daysBetween } from '@xlb/shared/platform/time.ts'
import { ADULT_YEARS, hasReached } from '@xlb/shared/platform/full-years.ts'
import { LATE_DAYS } from './times.ts'

/** A list is printed the day before, and what stood on paper is entered up to a week later. */
const EARLY_DAYS = 1

export const sessionKey = (siteId: string, day: string, product: string): string => `${siteId}@${day}@${product}`
export const unbookedKey = (siteId: string, day: string): string => `${siteId}@${day}`
/** `today`: it holds on that day only. */
export const childKey = (personId: string, today: string): string => `${personId}@${today}`

/** Days from `from` to `until`, every product of them, and whoever grown up comes unbooked. */
export function keysOf(siteId: string, from: string, until: string, products: readonly string[]): string[] {
  const days = Array.from({ length: daysBetween(from, until) + 1 }, (_one, n) => addDays(from, n))
  const of = (day: string): string[] => products.map((product) => sessionKey(siteId, day, product))
  return days.flatMap((day) => [unbookedKey(siteId, day), ...of(day)])
}

/** Unknown birthdays are children's: the stricter door. */
export const isMinor = (birthDay: string | null, day: string): boolean =>
  birthDay === null || !hasReached(birthDay, ADULT_YEARS, day)

/** Whether a duty of a day can be used today. */
export const isNear = (day: string, today: string): boolean =>
  addDays(day, -EARLY_DAYS) <= today && today <= addDays(day, LATE_DAYS)

export interface Coming {
  readonly personId: string
  readonly birthDay: string | null
  readonly siteId: string
  readonly day: string
  readonly product: string
  /** Without a booking of their own. */
  readonly unbooked: boolean
}

/** Any one of these lets a nurse see them. */
export function keysFor({ personId, birthDay, siteId, day, product, unbooked }: Coming, today: string): string[] {
  const own = childKey(personId, today)
  if (!isNear(day, today)) return [own]
  if (!unbooked) return [own, sessionKey(siteId, day, product)]
  return isMinor(birthDay, day) ? [own] : [own, unbookedKey(siteId, day)]
}
