import type { StaffCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { officers } from '../data/officers.ts'
import { staffSessions, type StaffSessionRow } from '../data/sessions.ts'

const MOST = 50

/** The sessions of the officer that still stand. */
export async function mySessions(ctx: StaffCtx): Promise<StaffSessionRow[]> {
  const { staffId, sessionId } = ctx.staff
  const now = ctx.clock.now()
  const open = { staffId, endedAt: null, until: { $gt: now } }
  const rows = await staffSessions.find(ctx, open, { sort: { until: -1 }, limit: MOST })
  const stamp = rows.find((one) => one._id === sessionId)?.stamp
  return rows.filter((one) => one.idleUntil > now && one.stamp === stamp)
}

/** Somebody else's and an unknown one look the same. */
export async function endMySession(ctx: StaffCtx, sessionId: string): Promise<void> {
  const mine = { _id: sessionId, staffId: ctx.staff.staffId, endedAt: null }
  const ended = await staffSessions.update(ctx, mine, { $set: { endedAt: ctx.clock.instant() } })
  if (ended === null) throw notFound()
}

/** The other sessions end by the new stamp; this one takes it over. */
export async function keepMySession(ctx: StaffCtx, stamp: number): Promise<void> {
  await staffSessions.update(ctx, { _id: ctx.staff.sessionId }, { $set: { stamp } })
}

/** The officer behind the session. */
export async function myself(ctx: StaffCtx) {
  const officer = await officers.findOne(ctx, { _id: ctx.staff.staffId })
  if (officer === null) throw notFound()
  return officer
}
