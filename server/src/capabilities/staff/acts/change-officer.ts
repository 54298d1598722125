/**
 * What every change of an officer by another has in common: nobody changes themselves, the county keeps one administrator of each kind, and the stamp
 * goes up, so that sessions of before are refused at the next request.
 */
import type { Role } from '@xlb/shared/platform/roles.ts'
import type { Ctx, Held, StaffCtx } from '#platform/context.ts'
import { moveRecord, type Change, type Deed } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { givenUp } from '../domain/grants.ts'

/** What leaves an account less than before is told, so that it stands outside the database too (`acts/hold-revocations.ts`). */
export const STAFF_CHANGED = 'staff.changed'

const LEAVING_MS = 60_000
const MOST_ROUNDS = 5

export interface OfficerChange extends Change<OfficerRow> {
  /** What is held afterwards by somebody who can sign in; empty for one who cannot. */
  readonly holdsThen: readonly Held[]
  readonly deed: Deed
}

export async function officerById(ctx: Ctx, staffId: string): Promise<OfficerRow> {
  const officer = await officers.findOne(ctx, { _id: staffId })
  if (officer === null) throw notFound()
  return officer
}

/** null from `decide`: nothing is to be done. A sign-in meanwhile is no reason to refuse: it is decided anew. */
export async function changeOfficer(
  ctx: StaffCtx,
  staffId: string,
  decide: (officer: OfficerRow) => Promise<OfficerChange | null> | OfficerChange | null,
): Promise<OfficerRow> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const officer = await officerById(ctx, staffId)
    if (officer._id === ctx.staff.staffId) throw new AppError('own-role')
    const change = await decide(officer)
    if (change === null) return officer
    const moved = await keepingAdministrators(ctx, officer, change)
    if (moved !== null) return moved
  }
  throw new AppError('changed-meanwhile')
}

/** The stamp that a client saw: what was changed since is not overwritten. */
export function refuseStale(officer: OfficerRow, stamp: number): void {
  if (officer.stamp !== stamp) throw new AppError('changed-meanwhile')
}

async function keepingAdministrators(ctx: Ctx, officer: OfficerRow, change: OfficerChange): Promise<OfficerRow | null> {
  const { state, set = {}, unset = [], holdsThen, deed } = change
  const left = canWork(officer) ? givenUp(officer.held, holdsThen) : []
  if (left.length > 0) await announceLeaving(ctx, officer, left)
  const stamped = { ...set, stamp: officer.stamp + 1, leavingUntil: 0 }
  return await moveRecord(
    ctx,
    officers,
    officer,
    { ...(state === undefined ? {} : { state }), set: stamped, unset },
    { ...deed, events: [{ name: STAFF_CHANGED }] },
  )
}

const canWork = ({ state }: OfficerRow): boolean => state === 'ACTIVE' || state === 'LOCKED'

/**
 * Says it first and counts the others afterwards: of the last two who are taken away at once, each sees the other leave, and both stay. What a crash
 * leaves behind ends by itself.
 */
async function announceLeaving(ctx: Ctx, { _id }: OfficerRow, left: readonly Role[]): Promise<void> {
  const leavingUntil = ctx.clock.now() + LEAVING_MS
  await officers.update(ctx, { _id }, { $set: { leavingUntil } })
  for (const role of left) {
    if (await somebodyElse(ctx, role, _id)) continue
    await officers.update(ctx, { _id, leavingUntil }, { $set: { leavingUntil: 0 } })
    throw new AppError('last-administrator')
  }
}

async function somebodyElse(ctx: Ctx, role: Role, staffId: string): Promise<boolean> {
  const atWork = { 'held.role': role, state: { $in: ['ACTIVE' as const, 'LOCKED' as const] } }
  const others = { ...atWork, _id: { $ne: staffId }, leavingUntil: { $lte: ctx.clock.now() } }
  return (await officers.findOne(ctx, others, { projection: { _id: 1 } })) !== null
}
