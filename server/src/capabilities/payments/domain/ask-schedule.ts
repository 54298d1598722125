/** When the provider is asked about a silent order (DOMAIN.md payments rule 5). All times are milliseconds. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const OFFSETS = [
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  4 * DAY,
  5 * DAY,
  6 * DAY,
  7 * DAY,
]

export const AFTER_HINT_MS = 5 * SECOND
/** After the last second in which the payer could pay, and a minute for the provider's own clock. */
export const GRACE_MS = MINUTE

/**
 * The next question after `now`: by the timetable, at the latest right after the order's end. Past its end, or once closing was asked for (`closingSince`),
 * an order keeps its bill from being paid, so it is asked about soon, and ever more rarely: after 30 s, then twice as late each time, at most a day.
 */
export function nextAskAt(
  submittedAt: number,
  validUntil: number,
  now: number,
  closingSince: number | null = null,
): number {
  const ending = Math.min(validUntil + GRACE_MS, closingSince ?? Number.MAX_SAFE_INTEGER)
  if (now >= ending) return now + Math.min(DAY, Math.max(30 * SECOND, now - ending))
  const scheduled = OFFSETS.map((offset) => submittedAt + offset).find((at) => at > now) ?? ending
  return Math.min(scheduled, ending)
}

/** A hint brings the next question forward to 5 s from now, never further away. */
export function askAfterHint(next: number | null, now: number): number {
  return Math.min(next ?? Number.MAX_SAFE_INTEGER, now + AFTER_HINT_MS)
}

export function isOver(validUntil: number, now: number): boolean {
  return now >= validUntil + GRACE_MS
}

const POST_DELAYS = [10 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE]

/** When a posting or a refund that got no answer is tried again: 10 s, 30 s, 2, 5 and then every 10 minutes. */
export function retryAt(tries: number, now: number): number {
  return now + (POST_DELAYS[Math.min(tries, POST_DELAYS.length - 1)] ?? 10 * MINUTE)
}
