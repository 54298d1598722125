import type { Unit } from '@xlb/shared/organisations/contract.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { reaches } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import type { UnitRow } from './data/units.ts'
import { classWords, cohortName, gradeOf } from './domain/school-year.ts'
import { mayWith } from './policy.ts'

/** A class is called by the grade it is in, unless it was given a name of its own. */
export function nameOn(unit: UnitRow, day: string): string {
  const { name, began, number } = unit
  if (began === undefined || number === undefined || name !== cohortName(began, number)) return name
  return classWords(began, number, day)
}

export async function presentUnit(ctx: StaffCtx, unit: UnitRow): Promise<Unit> {
  const { _id: code, level, parent, state, call, began, number } = unit
  const day = dayOf(ctx.clock.now())
  return {
    code,
    level,
    name: nameOn(unit, day),
    parent,
    townshipCode: unit.townshipCode ?? null,
    state,
    closedAt: unit.closedAt ?? null,
    call,
    schoolClass: began === undefined || number === undefined ? null : { grade: gradeOf(began, day), number },
    can: mayWith(unit, await reaches(ctx, ctx.staff, ['tenant-admin'], code)),
  }
}
