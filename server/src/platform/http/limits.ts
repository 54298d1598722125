/**
 * Limits live in memory per process (a refusal costs no write); their points are for one process of the deployment.
 * Keys: the session's account, else the address from the trusted hop.
 */
import type { LimiterClass } from '@xlb/shared/platform/roles.ts'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../errors.ts'

export type Limits = Readonly<Record<LimiterClass, { points: number; seconds: number }>>

export const defaultLimits: Limits = {
  public: { points: 120, seconds: 60 },
  read: { points: 240, seconds: 60 },
  write: { points: 60, seconds: 60 },
  ask: { points: 40, seconds: 60 },
  'sign-in': { points: 120, seconds: 60 },
  lookup: { points: 40, seconds: 60 },
  upload: { points: 10, seconds: 60 },
  callback: { points: 60_000, seconds: 60 },
}

export interface Limiter {
  take(kind: LimiterClass, key: string): Promise<void>
}

export function createLimiter(limits: Limits): Limiter {
  const kinds = Object.entries(limits) as [LimiterClass, Limits[LimiterClass]][]
  const buckets = new Map(
    kinds.map(([kind, { points, seconds }]) => [
      kind,
      new RateLimiterMemory({ points, duration: seconds, keyPrefix: kind }),
    ]),
  )
  return {
    async take(kind, key) {
      try {
        await buckets.get(kind)?.consume(key)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        throw new AppError('too-many-requests', { seconds: Math.max(1, Math.ceil(error.msBeforeNext / 1000)) })
      }
    },
  }
}
