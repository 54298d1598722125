/** Who may hold what, decided on data alone. */
import { roleTable, type Administration, type Role, type UnitLevel } from '@xlb/shared/platform/roles.ts'
import type { Held } from '#platform/context.ts'

export const sameGrant = (one: Held, other: Held): boolean => one.role === other.role && one.unitCode === other.unitCode

const holds = (list: readonly Held[], grant: Held): boolean => list.some((one) => sameGrant(one, grant))

export const isAdministration = ({ role }: Held): boolean => roleTable[role].administration !== 'business'

/** GB/T 22239-2019 level 3: system, security and audit administration and the county's business are different people's. */
export function areApart(held: readonly Held[]): boolean {
  return new Set<Administration>(held.map(({ role }) => roleTable[role].administration)).size <= 1
}

/** The ceiling: null where every role may stand at the level of its unit, else the first that may not. Units without a level are not the county's. */
export function aboveCeiling(held: readonly Held[], levelOf: (unitCode: string) => UnitLevel | null): Held | null {
  return (
    held.find((one) => {
      const level = levelOf(one.unitCode)
      const levels: readonly UnitLevel[] = roleTable[one.role].levels
      return level === null || !levels.includes(level)
    }) ?? null
  )
}

export interface Plan {
  /** What is held at once. */
  readonly now: readonly Held[]
  /** What waits for a second person. */
  readonly later: readonly Held[]
  readonly taken: readonly Held[]
  readonly given: readonly Held[]
}

/** From what is held to what is wanted: business roles and every removal at once, new roles of an administration by a second person. */
export function planGrants(held: readonly Held[], wanted: readonly Held[]): Plan {
  const unique = wanted.filter((one, at) => wanted.findIndex((other) => sameGrant(one, other)) === at)
  const fresh = unique.filter((one) => !holds(held, one))
  const given = fresh.filter((one) => !isAdministration(one))
  return {
    now: unique.filter((one) => holds(held, one) || !isAdministration(one)),
    later: fresh.filter(isAdministration),
    taken: held.filter((one) => !holds(unique, one)),
    given,
  }
}

/** The roles without which nobody could mend the others. */
const INDISPENSABLE = ['tenant-admin', 'security-admin'] as const satisfies readonly Role[]

/** Of the indispensable roles those that would be given up. */
export function givenUp(before: readonly Held[], after: readonly Held[]): Role[] {
  return INDISPENSABLE.filter(
    (role) => before.some((one) => one.role === role) && !after.some((one) => one.role === role),
  )
}
