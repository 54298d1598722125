/**
 * The dose itself. Promises: the schedule is judged against exactly the record that takes the dose (one compare-and-set), a pack's dose is given once in the county,
 * an expired, stopped or foreign lot never; a repeat answers what stands. From that moment the dose counts, and it is reported by an event.
 */
import { bookingTable, givenStates } from '@xlb/shared/vaccines/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { StaffCtx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { moveRecord, type Deed } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { dossiers, type DossierRow, type OwnDose, type RegistryDose } from '../data/dossiers.ts'
import type { LotRow } from '../data/lots.ts'
import { momentOf } from '../domain/times.ts'
import { observeMinutes } from '../settings.ts'
import { freePlace } from './choose-pack.ts'
import { bookingIn, refuseVersion } from './keep-booking.ts'
import { lotFor, type Chosen } from './keep-lots.ts'
import { lookAt, momentIn, notThere, refuseAgainst, visitAgain, type Visit } from './load-visit.ts'

export type GivenDose = RegistryDose & { readonly ours: OwnDose }

export const ownDose = ({ doses }: DossierRow, bookingId: string): GivenDose | undefined =>
  doses.find((one): one is GivenDose => one.ours?.bookingId === bookingId)

/** How a dose comes to be written down. */
export interface Said {
  /** What the nurse saw; null where she entered the visit in the same breath. */
  readonly version: number | null
  /** An instant: when it was given, where she says so; null: now, or at the visit's time where its day is over. */
  readonly at: string | null
}

/** @throws AppError `booking-not-there`, `changed-meanwhile`, `dose-not-now`, `lot-…`, `pack-given` */
export async function giveDose(ctx: StaffCtx, visit: Visit, chosen: Chosen, said: Said): Promise<Visit> {
  const { site, dossier, booking } = visit
  if (givenStates.includes(booking.state)) return standing(visit, chosen)
  if (nextState(bookingTable, booking.state, 'vaccinate') === null) throw notThere(booking)
  if (said.version !== null) refuseVersion(visit, said.version)
  const lot = await lotFor(ctx, site._id, chosen.lotId, booking.product, booking.day)
  const at = said.at ?? momentIn(ctx, booking.day, momentOf(booking.day, booking.from))
  // What was given before the lot was stopped must be written down, above all then.
  if (lot.stoppedAt !== null && lot.stoppedAt <= at) throw new AppError('lot-stopped')
  const dose = refuseAgainst(lookAt(ctx, visit))
  const place = await freePlace(ctx, lot, chosen.packCode)
  const moved = await give(ctx, visit, { lot, chosen, dose, place, at })
  if (moved === 'taken') return await giveDose(ctx, await visitAgain(ctx, visit), chosen, { version: null, at })
  const now = moved === null ? undefined : bookingIn(moved, booking.id)
  if (moved !== null && now !== undefined) return { site, dossier: moved, booking: now }
  const again = await visitAgain(ctx, { site, dossier, booking })
  if (!givenStates.includes(again.booking.state)) throw new AppError('changed-meanwhile')
  return standing(again, chosen)
}

/** The same dose told twice; another one for a booking that was given is refused. */
function standing(visit: Visit, { lotId, packCode }: Chosen): Visit {
  const own = ownDose(visit.dossier, visit.booking.id)?.ours
  if (own?.lotId !== lotId || own.packCode !== packCode) throw notThere(visit.booking)
  return visit
}

interface Giving {
  readonly lot: LotRow
  readonly chosen: Chosen
  readonly dose: number
  readonly place: string
  readonly at: string
}

/** null: somebody was faster; `taken`: with this pack. */
async function give(ctx: StaffCtx, visit: Visit, giving: Giving): Promise<DossierRow | null | 'taken'> {
  const { dossier, booking } = visit
  const { lot, dose, place } = giving
  const own = ownOf(ctx, visit, giving)
  const observeUntil = Date.parse(own.ours.at) + (await settingOf(ctx, observeMinutes)) * 60_000
  const set = {
    ...{ state: 'VACCINATED' as const, dose, givenAt: own.ours.at, lot: lot.lotNo },
    observeUntil: new Date(observeUntil).toISOString(),
  }
  const change = {
    element: { list: 'bookings' as const, where: { id: booking.id, state: booking.state }, set },
    set: { doses: inOrder([...dossier.doses, own]), packs: [...(dossier.packs ?? []), place] },
  }
  try {
    return await moveRecord(ctx, dossiers, dossier, change, deedOf(visit, own, lot))
  } catch (error) {
    if (isDuplicateKey(error)) return 'taken'
    throw error
  }
}

export const inOrder = (doses: readonly RegistryDose[]): RegistryDose[] =>
  [...doses].sort((one, other) => one.day.localeCompare(other.day))

function ownOf(ctx: StaffCtx, { site, booking }: Visit, { lot, chosen, at }: Giving): GivenDose {
  const reportNo = newId('vdo')
  const from = { siteId: site._id, lotId: lot._id, expiry: lot.expiry, packCode: chosen.packCode }
  return {
    ...{ id: reportNo, revision: 1, product: booking.product, day: booking.day, lot: lot.lotNo, site: site.name },
    ours: { reportNo, bookingId: booking.id, ...from, by: ctx.staff.staffId, at, was: [] },
  }
}

/** A dose that nobody had booked may stand in the way of what is booked later. */
function deedOf({ booking }: Visit, { ours: { reportNo } }: GivenDose, lot: LotRow): Deed {
  const told = { name: 'vaccines.given', data: { booking: booking.id, reportNo } }
  const changed = booking.walkIn === true ? [{ name: 'vaccines.history-changed' }] : []
  return {
    act: 'vaccines.vaccinate',
    note: { booking: booking.id, lot: lot._id, report: reportNo },
    events: [told, ...changed],
  }
}
