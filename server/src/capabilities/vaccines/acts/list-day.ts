/** Who comes to a site on a day, by their time. A clinic's day is some hundred people: it is read whole and shown in pages, each from the place of the last row. */
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { PAGE_DEFAULT } from '@xlb/shared/platform/paging.ts'
import type { BookingState } from '@xlb/shared/vaccines/states.ts'
import type { StaffCtx } from '#platform/context.ts'
import type { PageQuery } from '#platform/db/paging.ts'
import { AppError } from '#platform/errors.ts'
import { dossiers } from '../data/dossiers.ts'
import type { Seen } from './keep-booking.ts'
import { loadSite } from './plan-sessions.ts'
import { dutyOn } from './require-duty.ts'

/** More than a site can see on a day. */
const MOST = 2_000
/** These come, or came. */
const listed: readonly BookingState[] = [
  'CONFIRMED',
  'CHECKED_IN',
  'VACCINATED',
  'OBSERVED',
  'DEFERRED',
  'LEFT',
  'NO_SHOW',
]
const CURSOR = /^([01]\d|2[0-3])[0-5]\d-bkg_[0-9a-z]{20}$/

/** `0830-bkg_…`: sorts as the list does. */
const placeOf = ({ booking: { from, id } }: Seen): string => `${from.replace(':', '')}-${id}`

/** @throws AppError not-found, `out-of-scope`, `duty-needed`, `invalid-input` (a cursor that is none of this list) */
export async function listDay(
  ctx: StaffCtx,
  { siteId, day }: { readonly siteId: string; readonly day: string },
  { cursor, limit = PAGE_DEFAULT }: PageQuery,
): Promise<{ rows: readonly Seen[]; next: string | null }> {
  const site = await loadSite(ctx, siteId)
  if (cursor !== undefined && !CURSOR.test(cursor)) throw refusedCursor()
  const mayList = await dutyOn(ctx, site._id, day)
  const of = { siteId: site._id, day }
  const found = await dossiers.find(ctx, { bookings: { $elemMatch: of } }, { limit: MOST })
  const all = found
    .filter((dossier) => dossier.state === 'OPEN')
    .flatMap((dossier) => dossier.bookings.map((booking): Seen => ({ dossier, booking })))
    .filter(({ booking }) => booking.siteId === of.siteId && booking.day === day && listed.includes(booking.state))
    .filter(({ booking }) => mayList(booking))
    .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
  const from = all.filter((one) => cursor === undefined || placeOf(one) > cursor)
  const rows = from.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: from.length > limit && last !== undefined ? placeOf(last) : null }
}

function refusedCursor(): AppError {
  const message = fieldMessages['wrong-format'] ?? ''
  return new AppError('invalid-input', {}, [{ path: 'query.cursor', code: 'wrong-format', message }])
}
