/**
 * The person is there: by the code of the ticket. Promises: the registry is asked again, the schedule has its last look, and that the nurse saw the person's name
 * and record stands written; again it answers what stands. Refuses another site's or another day's ticket by name.
 */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { arrivedStates } from '@xlb/shared/vaccines/states.ts'
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { withLook } from '#platform/looks/looks.ts'
import { personById } from '../../accounts/index.ts'
import { dossiers, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { sitesOf, type SiteRow } from '../data/sites.ts'
import { isFresh } from '../domain/times.ts'
import { bookingIn, moveBooking, type Seen } from './keep-booking.ts'
import { notThere, visitAgain, type Visit } from './load-visit.ts'
import { loadSite } from './plan-sessions.ts'
import { comingOf, refuseWithoutDuty } from './require-duty.ts'
import { readDossier } from './read-dossier.ts'

const LOOK = { purpose: 'vaccine-check-in', fields: ['name', 'birthday', 'vaccinations'], caseNo: null } as const
/** Codes are drawn at random: two tickets may have one, never at one site on one day in practice. */
const MOST_OF_A_CODE = 5
const MOST_TRIES = 5
/** Somebody in front of the nurse, by the full name. */
export interface Met {
  readonly visit: Visit
  readonly name: string
}

/** @throws AppError not-found, `out-of-scope`, `own-matter`, `check-in-…`, `booking-not-there`, `registry-mismatch`, `registry-unknown`, `changed-meanwhile` */
export async function checkIn(
  ctx: StaffCtx,
  siteId: string,
  ticket: { readonly code: string; readonly day?: string | undefined },
): Promise<Met> {
  const site = await loadSite(ctx, siteId)
  const seen = await byCode(ctx, site, ticket.code.toUpperCase())
  const { personId } = seen.dossier
  return await withLook(ctx, { ...LOOK, personId }, async () => {
    await refuseOwnMatter(ctx, [personId])
    await refuseElsewhere(ctx, site, seen.booking, ticket.day ?? dayOf(ctx.clock.now()))
    await refuseWithoutDuty(ctx, comingOf(seen.dossier, seen.booking))
    return { visit: await arrive(ctx, { site, ...seen }), name: await nameOf(ctx, personId) }
  })
}

export async function nameOf(ctx: StaffCtx, personId: string): Promise<string> {
  return (await personById(ctx, personId))?.name ?? ''
}

/** This site's ticket first. */
async function byCode(ctx: StaffCtx, { _id: siteId }: SiteRow, code: string): Promise<Seen> {
  const rows = await dossiers.find(ctx, { 'bookings.code': code }, { limit: MOST_OF_A_CODE })
  const all = rows
    .filter((dossier) => dossier.state === 'OPEN')
    .flatMap((dossier) =>
      dossier.bookings.filter((one) => one.code === code).map((booking): Seen => ({ dossier, booking })),
    )
  const found = all.find(({ booking }) => booking.siteId === siteId) ?? all[0]
  // A ticket is one once it is confirmed.
  if (found === undefined || found.booking.state === 'HELD') throw new AppError('check-in-code-unknown')
  return found
}

async function refuseElsewhere(ctx: StaffCtx, site: SiteRow, booking: BookingEntry, day: string): Promise<void> {
  if (booking.siteId !== site._id) {
    const other = (await sitesOf(ctx)).find((one) => one._id === booking.siteId)
    throw new AppError('check-in-elsewhere', { site: other?.name ?? '别的门诊' })
  }
  const today = dayOf(ctx.clock.now())
  if (booking.day !== day || booking.day > today) throw new AppError('check-in-other-day', { day: booking.day })
}

async function arrive(ctx: StaffCtx, visit: Visit): Promise<Visit> {
  if (arrivedStates.includes(visit.booking.state)) return visit
  if (visit.booking.state !== 'CONFIRMED') throw notThere(visit.booking)
  const dossier = await readDossier(ctx, visit.dossier.personId, true)
  return await enter(ctx, withDossier(visit, dossier), MOST_TRIES)
}

const withDossier = (visit: Visit, dossier: DossierRow): Visit => ({
  ...visit,
  dossier,
  booking: bookingIn(dossier, visit.booking.id) ?? visit.booking,
})

async function enter(ctx: StaffCtx, visit: Visit, tries: number): Promise<Visit> {
  if (arrivedStates.includes(visit.booking.state)) return visit
  if (visit.booking.state !== 'CONFIRMED') throw notThere(visit.booking)
  const set = {
    ...{ checkedInAt: ctx.clock.instant(), checkedInBy: ctx.staff.staffId, walkIn: false },
    provisional: visit.booking.provisional && !isFresh(visit.dossier.asOf, ctx.clock.now()),
  }
  const moved = await moveBooking(ctx, visit, { event: 'checkIn', set, act: 'vaccines.check-in' })
  if (moved !== null) return { ...visit, ...moved }
  if (tries <= 1) throw new AppError('changed-meanwhile')
  return await enter(ctx, await visitAgain(ctx, visit), tries - 1)
}
