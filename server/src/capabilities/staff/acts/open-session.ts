import type { Ctx } from '#platform/context.ts'
import { hashOf, newRefreshToken } from '#platform/crypto/tokens.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import type { OfficerRow } from '../data/officers.ts'
import { staffSessions, type StaffSessionRow } from '../data/sessions.ts'
import { idleMinutes, sessionHours } from '../settings.ts'

/** Retention: sessions, some days after their end. */
export const SESSION_KEPT_DAYS = 3

export interface OpenedSession {
  readonly session: StaffSessionRow
  readonly refreshToken: string
}

export async function openSession(ctx: Ctx, { _id: staffId, stamp }: OfficerRow): Promise<OpenedSession> {
  const now = ctx.clock.now()
  const idleMs = (await settingOf(ctx, idleMinutes)) * 60_000
  const until = now + (await settingOf(ctx, sessionHours)) * 3_600_000
  const sessionId = newId('sts')
  const refreshToken = newRefreshToken({ sessionId, tenant: ctx.tenant })
  const session = await staffSessions.insert(ctx, {
    _id: sessionId,
    tenant: ctx.tenant,
    staffId,
    stamp,
    createdAt: ctx.clock.instant(),
    until,
    idleUntil: now + idleMs,
    idleMs,
    endedAt: null,
    refreshHash: hashOf(refreshToken),
    previousHash: null,
    rotatedAt: now,
    expireAt: new Date(until + SESSION_KEPT_DAYS * 86_400_000),
  })
  return { session, refreshToken }
}
