/** When a request may be sent again, and after how long. Pure. */
export const MOST_TRIES = 4
const FIRST_WAIT_MS = 400
const LONGEST_WAIT_MS = 8000

export interface Outcome {
  /** 0: no answer came. */
  readonly status: number
  readonly code: string
  /** The Retry-After header in seconds, if any. */
  readonly retryAfter: string | null
}

/** Repeating is safe: a read, a method that is idempotent by itself, or a submit with a key that the server remembers. */
export function isRepeatable(method: string, hasKey: boolean): boolean {
  return method !== 'POST' || hasKey
}

/** Milliseconds until the next try, or null when there should be none. `tries` counts those already made; `chance` is 0 to 1. */
export function waitBefore({ status, code, retryAfter }: Outcome, tries: number, chance: number): number | null {
  if (tries >= MOST_TRIES || !mayPass(status, code)) return null
  const asked = seconds(retryAfter)
  if (asked !== null) return asked * 1000 <= LONGEST_WAIT_MS ? asked * 1000 : null
  // Half fixed, half by chance: a village whose network returns does not knock all at once.
  const full = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS)
  return Math.round(full / 2 + (full / 2) * chance)
}

function mayPass(status: number, code: string): boolean {
  return (
    status === 0 || status === 429 || status === 502 || status === 503 || status === 504 || code === 'still-running'
  )
}

function seconds(text: string | null): number | null {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : null
}
