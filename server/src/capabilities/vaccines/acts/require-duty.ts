/** The door of the nurse's day: without a duty that stands nobody is shown, however the nurse came by the id. One command. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { StaffCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { duties } from '../data/duties.ts'
import type { BookingEntry, DossierRow } from '../data/dossiers.ts'
import { isMinor, isNear, keysFor, sessionKey, unbookedKey, type Coming } from '../domain/duty-keys.ts'

async function stands(ctx: StaffCtx, keys: readonly string[]): Promise<boolean> {
  const own = { staffId: ctx.staff.staffId, state: 'STANDING' as const, keys: { $in: [...keys] } }
  return (await duties.findOne(ctx, own, { projection: { _id: 1 } })) !== null
}

/** @throws AppError `duty-needed`, `child-duty-needed` */
export async function refuseWithoutDuty(ctx: StaffCtx, coming: Coming): Promise<void> {
  const today = dayOf(ctx.clock.now())
  if (await stands(ctx, keysFor(coming, today))) return
  const isAlone = isMinor(coming.birthDay, coming.day) && (coming.unbooked || !isNear(coming.day, today))
  throw new AppError(isAlone ? 'child-duty-needed' : 'duty-needed')
}

export const comingOf = ({ personId, birthDay }: DossierRow, booking: BookingEntry): Coming => ({
  ...{ personId, birthDay, siteId: booking.siteId, day: booking.day, product: booking.product },
  unbooked: booking.sessionId === '',
})

/** What of a day's list this nurse may see: `true` for a booking of it. @throws AppError `duty-needed` where it is nothing */
export async function dutyOn(
  ctx: StaffCtx,
  siteId: string,
  day: string,
): Promise<(booking: Pick<BookingEntry, 'product' | 'sessionId'>) => boolean> {
  const rows = isNear(day, dayOf(ctx.clock.now()))
    ? await duties.find(
        ctx,
        { staffId: ctx.staff.staffId, state: 'STANDING', keys: unbookedKey(siteId, day) },
        { projection: { keys: 1 }, limit: 50 },
      )
    : []
  if (rows.length === 0) throw new AppError('duty-needed')
  const keys = new Set(rows.flatMap((row) => row.keys))
  return ({ product, sessionId }) => sessionId === '' || keys.has(sessionKey(siteId, day, product))
}
