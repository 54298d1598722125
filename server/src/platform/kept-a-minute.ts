/** What changes seldom: a county's is read in one command and kept in the process for a minute, so that a request costs none. */
import type { Clock } from './clock.ts'
import type { Ctx } from './context.ts'

const KEPT_MS = 60_000

interface Kept<T> {
  readonly readAt: number
  readonly value: Promise<T>
}

export interface KeptAMinute<T> {
  /** Requests that come while it is read share the one reading; one that failed, or found nothing, is not kept. */
  readonly get: (ctx: Ctx) => Promise<T>
  /** After a change here: the next reader asks the database. Other processes follow within the minute. */
  readonly forget: (ctx: Ctx) => void
}

/** `isNothing`: what stands before anything was seeded. */
export function keepAMinute<T>(read: (ctx: Ctx) => Promise<T>, isNothing: (value: T) => boolean): KeptAMinute<T> {
  /** Kept per clock: each house of a process (tests run several) has its own. */
  const kept = new WeakMap<Clock, Map<string, Kept<T>>>()
  return {
    async get(ctx) {
      const ours = kept.get(ctx.clock) ?? new Map<string, Kept<T>>()
      kept.set(ctx.clock, ours)
      const known = ours.get(ctx.tenant)
      if (known !== undefined && Math.abs(ctx.clock.now() - known.readAt) < KEPT_MS) return await known.value
      const reading: Kept<T> = { readAt: ctx.clock.now(), value: read(ctx) }
      ours.set(ctx.tenant, reading)
      try {
        const value = await reading.value
        if (isNothing(value) && ours.get(ctx.tenant) === reading) ours.delete(ctx.tenant)
        return value
      } catch (error) {
        if (ours.get(ctx.tenant) === reading) ours.delete(ctx.tenant)
        throw error
      }
    },
    forget(ctx) {
      kept.get(ctx.clock)?.delete(ctx.tenant)
    },
  }
}
