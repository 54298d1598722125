/** Rename, close, call: each one guarded update with its entry in the audit. */
import type { Call } from '@xlb/shared/accounts/contract.ts'
import { unitTable } from '@xlb/shared/organisations/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord, type Change } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { classMembers } from '../data/class-members.ts'
import { units, type UnitRow } from '../data/units.ts'
import { hasCall, isOurs } from '../policy.ts'
import { refuseClosed } from './load-unit.ts'
import { forgetUnits, unitsOf } from './read-places.ts'

export async function renameUnit(ctx: Ctx, unit: UnitRow, name: string): Promise<string> {
  refuseFixed(unit)
  return await change(ctx, unit, { set: { name } }, 'organisations.rename-unit')
}

export async function closeUnit(ctx: Ctx, unit: UnitRow): Promise<string> {
  refuseFixed(unit)
  const state = nextState(unitTable, unit.state, 'close')
  if (state === null) throw new AppError('unit-closed')
  if (await isInUse(ctx, unit)) throw new AppError('unit-in-use')
  return await change(ctx, unit, { state, set: { closedAt: ctx.clock.instant() } }, 'organisations.close-unit')
}

export async function setCall(ctx: Ctx, unit: UnitRow, call: Call): Promise<string> {
  if (!hasCall(unit)) throw new AppError('unit-without-call')
  refuseClosed(unit)
  return await change(ctx, unit, { set: { call } }, 'organisations.set-call')
}

function refuseFixed(unit: UnitRow): void {
  if (!isOurs(unit)) throw new AppError('unit-fixed')
  refuseClosed(unit)
}

async function isInUse(ctx: Ctx, unit: UnitRow): Promise<boolean> {
  forgetUnits(ctx)
  const known = await unitsOf(ctx)
  if ([...known.values()].some((one) => one.parent === unit._id && one.state === 'OPEN')) return true
  return (await classMembers.countUpTo(ctx, { classCode: unit._id, state: 'IN' }, 1)) > 0
}

async function change(ctx: Ctx, unit: UnitRow, what: Change<UnitRow>, act: string): Promise<string> {
  const moved = await moveRecord(ctx, units, unit, what, { act, note: { level: unit.level } })
  forgetUnits(ctx)
  if (moved === null) throw new AppError('changed-meanwhile')
  return unit._id
}
