/** A booking for an act on it: the right and the dossier in one command, of one moment. Everything else is an unknown id. */
import type { ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { guardianshipStage, standsAmong, type GuardianshipRow } from '../../families/index.ts'
import { dossiers, type DossierRow } from '../data/dossiers.ts'
import { ownId, type Admitted } from './admit.ts'
import { bookingIn, loadBooking, type Seen } from './keep-booking.ts'

interface AdmittedBooking {
  readonly admitted: Admitted
  readonly seen: Seen
}

/** @throws AppError `real-name-needed`, `not-found` */
export async function admitToBooking(ctx: ResidentCtx, personId: string, bookingId: string): Promise<AdmittedBooking> {
  const own = ownId(ctx)
  if (personId === own)
    return { admitted: { personId, relation: 'self' }, seen: await loadBooking(ctx, personId, bookingId) }
  const [found] = await dossiers.aggregate<DossierRow & { readonly guardianships: readonly GuardianshipRow[] }>(ctx, [
    { $match: { personId, 'bookings.id': bookingId } },
    guardianshipStage(ctx, own, personId),
  ])
  const booking = found === undefined ? undefined : bookingIn(found, bookingId)
  if (found === undefined || booking === undefined || !standsAmong(ctx, found.guardianships)) throw notFound()
  return { admitted: { personId, relation: 'child' }, seen: { dossier: found, booking } }
}
