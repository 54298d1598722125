/** The one source of "now". Nothing else in the server calls Date.now() for a business decision. */
import { readFileSync } from 'node:fs'

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** The same as an ISO instant, for records and the wire. */
  instant(): string
}

function clockFrom(now: () => number): Clock {
  return { now, instant: () => new Date(now()).toISOString() }
}

export const systemClock: Clock = clockFrom(() => Date.now())

/** A clock that tests and drills move: it starts at `at` and stands still until advanced. */
export function movableClock(at: number): Clock & { advance(ms: number): void; set(ms: number): void } {
  let current = at
  return {
    ...clockFrom(() => current),
    advance: (ms) => {
      current += ms
    },
    set: (ms) => {
      current = ms
    },
  }
}

const REREAD_MS = 200

/**
 * The system's clock shifted by `{"offsetMs": n}` in a file that the world's control page writes too, so that both jump together.
 * Refused in production by the configuration.
 */
export function fileClock(path: string): Clock {
  let offset = 0
  let readAt = 0
  return clockFrom(() => {
    const real = Date.now()
    if (real - readAt >= REREAD_MS) {
      readAt = real
      offset = readOffset(path, offset)
    }
    return real + offset
  })
}

function readOffset(path: string, before: number): number {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof parsed === 'object' && parsed !== null && 'offsetMs' in parsed ? Number(parsed.offsetMs) : before
  } catch {
    // The file appears with the first jump, and may be read half-written: keep what we know.
    return before
  }
}
