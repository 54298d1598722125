/**
 * H5 only: rotate the refresh token. The previous one within 60 s gets the same successor (a lost answer costs nothing); later reuse
 * means that somebody else holds a copy, and ends the session.
 */
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { sessionRows, type SessionRow } from '../data/sessions.ts'
import { hashOf, isAncestor, knownSuccessor, successorOf, type JwtKey } from '#platform/crypto/tokens.ts'
import { endSession } from './end-session.ts'

const SAME_SUCCESSOR_MS = 60_000

export interface Refreshed {
  readonly session: SessionRow
  readonly refreshToken: string
}

export async function refreshSession(
  ctx: Ctx,
  sessionId: string,
  token: string,
  keys: readonly JwtKey[],
): Promise<Refreshed> {
  const session = await sessionRows.findOne(ctx, { _id: sessionId })
  if (session?.endedAt !== null || session.until <= ctx.clock.now()) throw new AppError('session-ended')
  const given = hashOf(token)
  if (session.refreshHash === given) return await rotate(ctx, session, token, keys)
  // Keys may have changed since it was given.
  const refreshToken = knownSuccessor(token, session.refreshHash, keys)
  if (
    session.previousHash === given &&
    ctx.clock.now() - session.rotatedAt <= SAME_SUCCESSOR_MS &&
    refreshToken !== null
  )
    return { session, refreshToken }
  if (session.previousHash === given || keys.some((key) => isAncestor(token, session.refreshHash, key)))
    await endSession(ctx, session._id)
  throw new AppError('session-ended')
}

async function rotate(ctx: Ctx, session: SessionRow, token: string, keys: readonly JwtKey[]): Promise<Refreshed> {
  const [key] = keys
  if (key === undefined) throw new AppError('session-ended')
  const [given, refreshToken] = [hashOf(token), successorOf(token, key)]
  const moved = await sessionRows.update(
    ctx,
    { _id: session._id, refreshHash: given, endedAt: null },
    { $set: { refreshHash: hashOf(refreshToken), previousHash: given, rotatedAt: ctx.clock.now() } },
  )
  if (moved !== null) return { session: moved, refreshToken }
  // Somebody rotated the same token a moment ago, perhaps with the key of a moment ago: its successor is the same one.
  const now = await sessionRows.findOne(ctx, { _id: session._id })
  const theirs = knownSuccessor(token, now?.refreshHash ?? null, keys)
  if (now === null || theirs === null) throw new AppError('session-ended')
  return { session: now, refreshToken: theirs }
}
