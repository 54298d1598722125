import type { Scope } from '#platform/context.ts'
import { staffSessions, type StaffSessionRow } from '../data/sessions.ts'

/** The end of idling moves on in steps: most requests write nothing, and nobody idles longer than the county allows. */
const GRAIN_MS = 5 * 60_000

/** The session if it stands, its idle time begun anew; null where it does not. One command; `now` is milliseconds. */
export async function useSession(scope: Scope, sessionId: string, now: number): Promise<StaffSessionRow | null> {
  const fresh = { $add: [now, '$idleMs'] }
  const old = { $lt: ['$idleUntil', { $subtract: [fresh, GRAIN_MS] }] }
  return await staffSessions.update(
    scope,
    { _id: sessionId, endedAt: null, until: { $gt: now }, idleUntil: { $gt: now } },
    [{ $set: { idleUntil: { $cond: [old, fresh, '$idleUntil'] } } }],
  )
}
