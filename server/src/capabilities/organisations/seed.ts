/**
 * Real divisions (seed/divisions.json keeps their source and what was not verified) and the offices a county has; schools are invented. Offices, telephone numbers and hours stand for the
 * demonstration only: the numbers are from no one's range. What a county changed since is left as it stands.
 */
import type { Ctx } from '#platform/context.ts'
import { units, type UnitRow } from './data/units.ts'
import { cohortName } from './domain/school-year.ts'
import divisions from './seed/divisions.json' with { type: 'json' }
import offices from './seed/offices.json' with { type: 'json' }

const SOURCE = `${divisions.source.issuer}《${divisions.source.title}》`

/** Every unit of a county, the county first; none for a county that the file does not list. */
export function unitsFromDivisions(tenant: string): UnitRow[] {
  const county = divisions.counties.find((one) => one.code === tenant)
  if (county === undefined) return []
  const unit = unitOf(tenant, SOURCE)
  const top = unit({
    _id: county.code,
    level: 'county',
    name: county.name,
    parent: null,
    city: divisions.city.name,
    call: county.call,
  })
  const below = county.townships.flatMap((township) => [
    unit({
      _id: township.code,
      level: 'township',
      name: township.name,
      parent: county.code,
      call: township.call,
    }),
    ...township.villages.map((one) => unit({ _id: one.code, level: 'village', name: one.name, parent: township.code })),
  ])
  return [top, ...below]
}

type Facts = Pick<UnitRow, '_id' | 'level' | 'name' | 'parent'> & Partial<UnitRow>

const unitOf =
  (tenant: string, source: string) =>
  (facts: Facts): UnitRow => ({ state: 'OPEN', version: 0, city: null, call: null, ...facts, tenant, source })

/** Departments under their usual names, and the demonstration's schools with classes; none for a county that the file of divisions does not list. */
export function unitsFromOffices(tenant: string): UnitRow[] {
  const county = divisions.counties.find((one) => one.code === tenant)
  const township = county?.townships[0]?.code
  if (county === undefined || township === undefined) return []
  const department = unitOf(tenant, offices.source.title)
  const school = unitOf(tenant, offices.schools.source)
  const education = `${tenant}-${offices.schools.below}`
  return [
    ...offices.departments.map(({ short, name }) =>
      department({ _id: `${tenant}-${short}`, level: 'department', name: `${county.name}${name}`, parent: tenant }),
    ),
    ...offices.schools.items.flatMap(({ short, name, classes }) => {
      const parent = `${education}-${short}`
      return [
        school({ _id: parent, level: 'school', name, parent: education, townshipCode: township }),
        ...classes.map(({ short: end, began, number }) =>
          school({ _id: `${parent}-${end}`, level: 'class', name: cohortName(began, number), parent, began, number }),
        ),
      ]
    }),
  ]
}

export async function seedUnits(ctx: Ctx): Promise<void> {
  await units.insertMissing(ctx, [...unitsFromDivisions(ctx.tenant), ...unitsFromOffices(ctx.tenant)])
}
