/** Moments of a session's day at +08:00, in epoch milliseconds. */
import { addDays, midnightOf } from '@xlb/shared/platform/time.ts'

/** `2026-12-01` and `08:30`. */
export const momentOf = (day: string, time: string): number => Date.parse(`${day}T${time}:00+08:00`)
const FRESH_MS = 86_400_000

/** What the registry said at `asOf` (an instant) is not older than a day (DOMAIN.md vaccines, "History"). */
export const isFresh = (asOf: string, now: number): boolean => now - Date.parse(asOf) <= FRESH_MS
/** How long after its day something is entered. */
export const LATE_DAYS = 7

/** A confirmed seat is kept until its day is over. */
export const endOfDay = (day: string): number => midnightOf(addDays(day, 1))
