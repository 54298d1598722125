/** When a push goes out, and when it is given up. Milliseconds. */
const [QUIET_FROM, QUIET_TO] = [21, 8]
const HOUR_MS = 3_600_000

/** Nobody is disturbed between 21 and 8 o'clock (+08:00). */
export function isQuiet(now: number): boolean {
  const hour = new Date(now + 8 * HOUR_MS).getUTCHours()
  return hour >= QUIET_FROM || hour < QUIET_TO
}

const DELAYS = [5_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000]

/** After so many tries: when to try again; null: never, the inbox has it. */
export function triedAgainAt(tries: number, now: number): number | null {
  const delay = DELAYS[tries - 1]
  return delay === undefined ? null : now + delay
}

/** What was to be said yesterday is not said today. */
export function isStale(queuedAt: string, now: number): boolean {
  return now - Date.parse(queuedAt) > 24 * HOUR_MS
}
