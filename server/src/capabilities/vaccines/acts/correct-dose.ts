/**
 * What was written down of a dose of ours was wrong. Promises: the old values stay beside the new ones with officer, time and reason; what the registry was told is
 * told again under a new number, and the old one counts no more; later bookings are judged anew (`vaccines.history-changed`). Refuses doses of other sites.
 */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { givenStates } from '@xlb/shared/vaccines/states.ts'
import type { StaffCtx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { moveRecord, type Deed } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { dossiers, type DossierRow, type OlderDose } from '../data/dossiers.ts'
import type { LotRow } from '../data/lots.ts'
import { reports } from '../data/reports.ts'
import { productOf } from '../domain/facts.ts'
import { freePlace, withoutPlace } from './choose-pack.ts'
import { inOrder, ownDose, type GivenDose } from './give-dose.ts'
import { bookingIn, refuseVersion } from './keep-booking.ts'
import { lotFor, type Chosen } from './keep-lots.ts'
import { notThere, type Visit } from './load-visit.ts'
import { refusedField } from './refused-field.ts'

export interface Correction extends Chosen {
  readonly version: number
  readonly reason: string
  readonly product: string
  readonly day: string
}

/** @throws AppError not-found, `booking-not-there`, `changed-meanwhile`, `lot-unfit`, `lot-expired`, `pack-given`, `dose-twice`, `input-refused` */
export async function correctDose(ctx: StaffCtx, visit: Visit, correction: Correction): Promise<Visit> {
  const { site, dossier, booking } = visit
  if (!givenStates.includes(booking.state)) throw notThere(booking)
  const before = ownDose(dossier, booking.id)
  if (before === undefined) throw notFound()
  const again = isSame(before, correction)
  if (again && !(await wasRefused(ctx, before))) return visit
  refuseVersion(visit, correction.version)
  refuseFacts(ctx, dossier, before, correction)
  const lot = await lotFor(ctx, site._id, correction.lotId, correction.product, correction.day)
  const after = corrected(ctx, before, correction, { lot, again })
  const packs = await packsAfter(ctx, dossier, before, lot, correction)
  const moved = await write(ctx, visit, { before, after, packs })
  const now = moved === null ? undefined : bookingIn(moved, booking.id)
  if (moved === null || now === undefined) throw new AppError('changed-meanwhile')
  return { site, dossier: moved, booking: now }
}

const isSame = ({ product, day, ours }: GivenDose, to: Correction): boolean =>
  product === to.product && day === to.day && ours.lotId === to.lotId && ours.packCode === to.packCode

function refuseFacts(ctx: StaffCtx, dossier: DossierRow, before: GivenDose, { product, day }: Correction): void {
  if (productOf(product) === null) throw refusedField('body.product', '没有这种疫苗。')
  if (day > dayOf(ctx.clock.now()) || day < (dossier.birthDay ?? ''))
    throw refusedField('body.day', '接种日期不能晚于今天，也不能早于出生日期。')
  const twin = dossier.doses.find((one) => one.id !== before.id && one.product === product && one.day === day)
  if (twin !== undefined) throw new AppError('dose-twice', { day })
}

/** The registry did not take it; what stood in the way there is mended, and the same facts are told anew. */
async function wasRefused(ctx: StaffCtx, { ours: { reportNo } }: GivenDose): Promise<boolean> {
  return (await reports.findOne(ctx, { reportNo }))?.state === 'REFUSED'
}

interface Basis {
  readonly lot: LotRow
  readonly again: boolean
}

/** What the registry was told changed: it is told under another number. */
function corrected(ctx: StaffCtx, before: GivenDose, to: Correction, { lot, again }: Basis): GivenDose {
  const { ours } = before
  const told = again || before.product !== to.product || before.day !== to.day || before.lot !== lot.lotNo
  const reportNo = told ? newId('vdo') : ours.reportNo
  const older: OlderDose = {
    ...{ reportNo: ours.reportNo, product: before.product, day: before.day, lot: before.lot ?? '' },
    ...{ expiry: ours.expiry, packCode: ours.packCode, by: ctx.staff.staffId, at: ctx.clock.instant() },
    reason: to.reason,
  }
  return {
    ...before,
    ...{ id: reportNo, revision: told ? 1 : before.revision, product: to.product, day: to.day, lot: lot.lotNo },
    ours: {
      ...ours,
      ...{ reportNo, lotId: lot._id, expiry: lot.expiry, packCode: to.packCode, was: [...ours.was, older] },
    },
  }
}

async function packsAfter(
  ctx: StaffCtx,
  { packs = [] }: DossierRow,
  { ours }: GivenDose,
  lot: LotRow,
  { packCode }: Correction,
): Promise<string[]> {
  if (ours.packCode === packCode) return [...packs]
  return [...withoutPlace(packs, ours.packCode), await freePlace(ctx, lot, packCode)]
}

interface Written {
  readonly before: GivenDose
  readonly after: GivenDose
  readonly packs: readonly string[]
}

async function write(ctx: StaffCtx, visit: Visit, { before, after, packs }: Written): Promise<DossierRow | null> {
  const { dossier, booking } = visit
  const element = {
    list: 'bookings' as const,
    where: { id: booking.id, state: booking.state },
    set: { lot: after.lot },
  }
  const doses = inOrder(dossier.doses.map((one) => (one.id === before.id ? after : one)))
  try {
    return await moveRecord(ctx, dossiers, dossier, { element, set: { doses, packs } }, deedOf(visit, before, after))
  } catch (error) {
    if (isDuplicateKey(error)) throw new AppError('pack-given')
    throw error
  }
}

function deedOf({ booking }: Visit, { ours: before }: GivenDose, { ours: after }: GivenDose): Deed {
  const told = { name: 'vaccines.given', data: { booking: booking.id, reportNo: after.reportNo } }
  return {
    act: 'vaccines.correct-dose',
    note: { booking: booking.id, before: before.reportNo, report: after.reportNo, lot: after.lotId },
    events: [{ name: 'vaccines.history-changed' }, ...(before.reportNo === after.reportNo ? [] : [told])],
  }
}
