/**
 * Rotates the refresh token. The previous one within 60 s gets the same successor (a lost answer costs nothing); later reuse means that somebody else
 * holds a copy, and ends the session. An idle, stale or closed officer's token is refused like an unknown one.
 */
import type { Ctx } from '#platform/context.ts'
import { hashOf, isAncestor, knownSuccessor, successorOf, type JwtKey } from '#platform/crypto/tokens.ts'
import { AppError } from '#platform/errors.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { staffSessions, type StaffSessionRow } from '../data/sessions.ts'
import { endSession } from './end-session.ts'
import type { OpenedSession } from './open-session.ts'
import { useSession } from './use-session.ts'

const SAME_SUCCESSOR_MS = 60_000

export interface Refreshed extends OpenedSession {
  readonly officer: OfficerRow
}

export async function refreshSession(
  ctx: Ctx,
  sessionId: string,
  token: string,
  keys: readonly JwtKey[],
): Promise<Refreshed> {
  const session = await staffSessions.findOne(ctx, { _id: sessionId })
  const now = ctx.clock.now()
  if (session?.endedAt !== null || session.until <= now || session.idleUntil <= now) throw new AppError('session-ended')
  const refreshToken = await rotate(ctx, session, token, keys)
  const officer = await officers.findOne(ctx, { _id: session.staffId })
  const atWork = officer?.state === 'ACTIVE' || officer?.state === 'LOCKED'
  if (officer === null || !atWork || officer.stamp !== session.stamp) throw new AppError('session-ended')
  const used = await useSession(ctx, session._id, now)
  if (used === null) throw new AppError('session-ended')
  return { session: used, refreshToken, officer }
}

async function rotate(ctx: Ctx, session: StaffSessionRow, token: string, keys: readonly JwtKey[]): Promise<string> {
  const given = hashOf(token)
  const [key] = keys
  if (key === undefined) throw new AppError('session-ended')
  if (session.refreshHash === given) {
    const successor = successorOf(token, key)
    const moved = await staffSessions.update(
      ctx,
      { _id: session._id, refreshHash: given, endedAt: null },
      { $set: { refreshHash: hashOf(successor), previousHash: given, rotatedAt: ctx.clock.now() } },
    )
    return moved === null ? await theirs(ctx, session, token, keys) : successor
  }
  // Keys may have changed since it was given.
  const known = knownSuccessor(token, session.refreshHash, keys)
  if (session.previousHash === given && ctx.clock.now() - session.rotatedAt <= SAME_SUCCESSOR_MS && known !== null)
    return known
  if (session.previousHash === given || keys.some((one) => isAncestor(token, session.refreshHash, one)))
    await endSession(ctx, session._id)
  throw new AppError('session-ended')
}

/** Somebody rotated the same token a moment ago, perhaps with the key of a moment ago: its successor is the same one. */
async function theirs(ctx: Ctx, session: StaffSessionRow, token: string, keys: readonly JwtKey[]): Promise<string> {
  const now = await staffSessions.findOne(ctx, { _id: session._id })
  const successor = knownSuccessor(token, now?.refreshHash ?? null, keys)
  if (successor === null) throw new AppError('session-ended')
  return successor
}
