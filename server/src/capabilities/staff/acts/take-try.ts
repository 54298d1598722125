/**
 * A try is taken before it is judged, and given back when it was right: whatever comes at once, nobody gets more than the county allows. Five that
 * failed lock the door; the lock is a time in the record, so it outlives a restart. An unknown name costs the same command and finds nothing.
 */
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { lockMinutes } from '../settings.ts'

const MOST_TRIES = 5

export type Who = { readonly username: string } | { readonly _id: string }

/** The officer with the try counted; null when there is none, or the door is locked. */
export async function takeTry(ctx: Ctx, who: Who): Promise<OfficerRow | null> {
  const now = ctx.clock.now()
  const until = now + (await settingOf(ctx, lockMinutes)) * 60_000
  return await officers.update(ctx, { ...who, lockedUntil: { $lte: now } }, [
    { $set: { tries: { $cond: [{ $gte: ['$tries', MOST_TRIES] }, 1, { $add: ['$tries', 1] }] } } },
    { $set: { lockedUntil: { $cond: [{ $gte: ['$tries', MOST_TRIES] }, until, '$lockedUntil'] } } },
  ])
}

export const didLock = (ctx: Ctx, { lockedUntil }: OfficerRow): boolean => lockedUntil > ctx.clock.now()

/** The try was right: it does not count, and a lock that it set is undone (one that another set meanwhile is not). */
export async function giveBackTry(ctx: Ctx, { _id, tries, lockedUntil }: OfficerRow): Promise<void> {
  const own = tries >= MOST_TRIES ? { lockedUntil } : {}
  const open = tries >= MOST_TRIES ? { $set: { lockedUntil: 0 } } : {}
  await officers.update(ctx, { _id, tries: { $gt: 0 }, ...own }, { $inc: { tries: -1 }, ...open })
}

/** For somebody who proved who they are already: they may know that it is locked, and for how long. */
export async function lockedError(ctx: Ctx, staffId: string): Promise<AppError> {
  const row = await officers.findOne(ctx, { _id: staffId }, { projection: { lockedUntil: 1 } })
  const left = Math.max(1000, (row?.lockedUntil ?? 0) - ctx.clock.now())
  return new AppError('staff-locked', { minutes: Math.ceil(left / 60_000), seconds: Math.ceil(left / 1000) })
}
