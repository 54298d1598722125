/** The units of the county as staff need them: levels for the ceiling, names for people. */
import type { UnitLevel } from '@xlb/shared/platform/roles.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { unitByCode } from '../organisations/index.ts'

/** @throws AppError `unit-unknown`: not of this county, or closed */
export async function levelOfUnit(ctx: Ctx, code: string): Promise<UnitLevel> {
  const unit = await unitByCode(ctx, code)
  if (!unit?.open) throw new AppError('unit-unknown')
  return unit.level
}

export async function unitName(ctx: Ctx, code: string): Promise<string | null> {
  return (await unitByCode(ctx, code))?.name ?? null
}
