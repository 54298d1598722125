/** Which pages may show the phone in a frame and hear from it. */
import type { Asked } from '../platform/http.ts'
import { isLoopbackOrigin } from '../platform/loopback.ts'

export interface Frame {
  /** The origin the page was asked for, if it may hear from the phone. */
  allowed(asked: Asked): string | undefined
  readonly ancestors: string
}

/** With no list any loopback origin may; with a list only those on it. */
export function createFrame(origins: readonly string[]): Frame {
  const isAllowed = (origin: string): boolean =>
    origins.length === 0 ? isLoopbackOrigin(origin) : origins.includes(origin)
  return {
    allowed: (asked) => {
      const origin = asked.query.get('origin') ?? ''
      return isAllowed(origin) ? origin : undefined
    },
    ancestors: origins.length === 0 ? "'self' http://localhost:* http://127.0.0.1:*" : origins.join(' '),
  }
}
