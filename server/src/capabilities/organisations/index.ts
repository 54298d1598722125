/**
 * organisations: counties, townships, villages and whom to call there; departments, schools, classes and who is in them. Promises that the place of
 * a person costs a request nothing, that a code never changes its meaning, and that a child is in one class at a time.
 */
import type { Call } from '@xlb/shared/accounts/contract.ts'
import type { UnitLevel } from '@xlb/shared/platform/roles.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { setUnitTree } from '#platform/authority/authority.ts'
import type { Capability } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import type { House } from '#platform/house.ts'
import { unitsOf } from './acts/read-places.ts'
import { classMembers } from './data/class-members.ts'
import { unitsHaveStates } from './data/migrations/units-have-states.ts'
import type { UnitRow } from './data/units.ts'
import { organisationRoutes } from './http.ts'
import { personalData } from './personal-data.ts'
import { nameOn } from './present.ts'
import { organisationsRetention } from './retention.ts'
import { seedUnits } from './seed.ts'

export { joinClasses } from './acts/join-classes.ts'
export { readClassNumber, readGrade } from './domain/school-year.ts'

export interface Place {
  readonly tenant: { readonly code: string; readonly name: string }
  readonly township: string | null
  readonly village: string | null
  readonly call: Call
}

const NOBODY: Call = { office: '县便民服务中心', phone: '12345', hours: '全天' }

/** Where a village lies and whom its people call; without a village, the county's office. */
export async function placeOf(ctx: Ctx, villageCode: string | null): Promise<Place> {
  const known = await unitsOf(ctx)
  const village = villageCode === null ? undefined : known.get(villageCode)
  const township = village?.parent === undefined || village.parent === null ? undefined : known.get(village.parent)
  const county = known.get(ctx.tenant)
  return {
    tenant: { code: ctx.tenant, name: county?.name ?? '' },
    township: township?.name ?? null,
    village: village?.name ?? null,
    call: township?.call ?? county?.call ?? NOBODY,
  }
}

/** What other capabilities are told of a unit. */
export interface UnitFacts {
  readonly code: string
  readonly level: UnitLevel
  readonly name: string
  readonly parent: string | null
  /** Of a school: where it lies. */
  readonly townshipCode: string | null
  /** false: closed; nothing new may begin there. */
  readonly open: boolean
}

const factsOf = (unit: UnitRow, day: string): UnitFacts => ({
  code: unit._id,
  level: unit.level,
  name: nameOn(unit, day),
  parent: unit.parent,
  townshipCode: unit.townshipCode ?? null,
  open: unit.state === 'OPEN',
})

/** The unit with this code, closed ones too; null where the county has none. No command while the tree is fresh. */
export async function unitByCode(ctx: Ctx, code: string): Promise<UnitFacts | null> {
  const unit = (await unitsOf(ctx)).get(code)
  return unit === undefined ? null : factsOf(unit, dayOf(ctx.clock.now()))
}

/** Every unit of the county, in the order of their codes. No command while the tree is fresh. */
export async function allUnits(ctx: Ctx): Promise<UnitFacts[]> {
  const day = dayOf(ctx.clock.now())
  return [...(await unitsOf(ctx)).values()].map((unit) => factsOf(unit, day))
}

/** true for a village or community of this county. */
export async function villageExists(ctx: Ctx, code: string): Promise<boolean> {
  return (await unitsOf(ctx)).get(code)?.level === 'village'
}

/** The class and school in which a child is now; null where none is known. One command. */
export async function classOf(
  ctx: Ctx,
  personId: string,
): Promise<{ readonly classCode: string; readonly schoolCode: string; readonly since: string } | null> {
  const place = await classMembers.findOne(ctx, { personId, state: 'IN' }, { hint: 'place' })
  return place === null ? null : { classCode: place.classCode, schoolCode: place.schoolCode, since: place.since }
}

let house: House | null = null

export const organisations: Capability = {
  name: 'organisations',
  routes: organisationRoutes(() => {
    if (house === null) throw new Error('organisations was used before the house was built')
    return house
  }),
  start: (built) => {
    house = built
    setUnitTree(unitsOf)
  },
  migrations: [unitsHaveStates],
  personalData,
  retention: organisationsRetention,
  seed: seedUnits,
}
