import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { allUnits, readClassNumber, readGrade, type UnitFacts } from '../../organisations/index.ts'
import type { Knowledge } from '../domain/judge-row.ts'

/** The county's places and schools for a table that is for `unitCode`; read once for a whole table. */
export async function knowUnits(ctx: Ctx, unitCode: string): Promise<Knowledge> {
  const units = new Map((await allUnits(ctx)).map((unit) => [unit.code, unit]))
  const villages = villagesByNames(units)
  return {
    today: dayOf(ctx.clock.now()),
    hasVillage: (code) => units.get(code)?.level === 'village',
    villageNamed: (township, village) => villages.get(`${township} ${village}`) ?? null,
    schoolAt(code) {
      const school = units.get(code)
      if (school?.level !== 'school' || !school.open) return null
      return unitCode === ctx.tenant || unitCode === code ? 'here' : 'elsewhere'
    },
    readGrade,
    readClassNumber,
  }
}

/** Two villages of one name in a township are none: the code must say which. */
function villagesByNames(units: ReadonlyMap<string, UnitFacts>): Map<string, string | null> {
  const found = new Map<string, string | null>()
  for (const { code, level, name, parent } of units.values()) {
    if (level !== 'village' || parent === null) continue
    const key = `${units.get(parent)?.name ?? ''} ${name}`
    found.set(key, found.has(key) ? null : code)
  }
  return found
}
