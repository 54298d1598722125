import { refuseOutOfScope } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { units, type UnitRow } from '../data/units.ts'

/** The unit as it stands in the database, for an officer whose administration reaches it. */
export async function loadUnit(ctx: StaffCtx, code: string): Promise<UnitRow> {
  const unit = await units.findOne(ctx, { _id: code })
  if (unit === null) throw notFound()
  await refuseOutOfScope(ctx, ['tenant-admin'], code)
  return unit
}

export function refuseClosed(unit: UnitRow): void {
  if (unit.state === 'CLOSED') throw new AppError('unit-closed')
}
