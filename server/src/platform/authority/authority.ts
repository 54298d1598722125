/**
 * How far an officer's role reaches, and whose matters an officer keeps away from. Promises that a role held at a unit reaches all units below it
 * and none beside it, and that nobody handles their own or their family's matter. The tree and the families are others' to know: they register here.
 */
import type { Role } from '@xlb/shared/platform/roles.ts'
import type { Ctx, Officer, StaffCtx } from '../context.ts'
import { AppError } from '../errors.ts'

export type UnitTree = ReadonlyMap<string, { readonly parent: string | null }>
type Related = (ctx: Ctx, onePersonId: string, otherPersonId: string) => Promise<boolean>

let unitTree: ((ctx: Ctx) => Promise<UnitTree>) | null = null
let relations: readonly Related[] | null = null

/** Called by organisations at the start. The tree is asked at every decision: it must be cheap. */
export function setUnitTree(tree: (ctx: Ctx) => Promise<UnitTree>): void {
  unitTree = tree
}

/** Called by approvals at the start with what all capabilities know about families. */
export function setRelations(known: readonly Related[]): void {
  relations = known
}

/** The unit and those above it, from below; empty for a unit that the county does not have. */
export async function unitsAbove(ctx: Ctx, unitCode: string): Promise<readonly string[]> {
  if (unitTree === null) throw new Error('the tree of units was asked for before the house was built')
  const tree = await unitTree(ctx)
  const path: string[] = []
  // A tree that was broken by hand must not keep a request for ever.
  for (let at: string | null = unitCode; at !== null && !path.includes(at);) {
    const unit = tree.get(at)
    if (unit === undefined) break
    path.push(at)
    at = unit.parent
  }
  return path
}

/** true when the officer holds one of the roles at the unit or at one above it. */
export async function reaches(ctx: Ctx, staff: Officer, roles: readonly Role[], unitCode: string): Promise<boolean> {
  const held = staff.held.filter((one) => roles.includes(one.role))
  if (held.length === 0) return false
  const above = await unitsAbove(ctx, unitCode)
  return held.some((one) => above.includes(one.unitCode))
}

/** The units at which the officer holds one of the roles, without those below another of them. */
export async function topmostUnits(ctx: Ctx, staff: Officer, roles: readonly Role[]): Promise<string[]> {
  const units = [...new Set(staff.held.filter((one) => roles.includes(one.role)).map((one) => one.unitCode))]
  const paths = await Promise.all(units.map((unit) => unitsAbove(ctx, unit)))
  return units.filter((unit, n) => !units.some((other) => other !== unit && paths[n]?.includes(other)))
}

/** @throws AppError `out-of-scope` */
export async function refuseOutOfScope(ctx: StaffCtx, roles: readonly Role[], unitCode: string): Promise<void> {
  if (!(await reaches(ctx, ctx.staff, roles, unitCode))) throw new AppError('out-of-scope')
}

/** true when one of the residents is the officer or, now or formerly, of the officer's family. */
export async function isOwnMatter(ctx: Ctx, staff: Officer, personIds: readonly string[]): Promise<boolean> {
  if (relations === null) throw new Error('families were asked for before the house was built')
  const { personId } = staff
  if (personId === null) return false
  if (personIds.includes(personId)) return true
  for (const other of personIds) for (const related of relations) if (await related(ctx, personId, other)) return true
  return false
}

/** @throws AppError `own-matter` */
export async function refuseOwnMatter(ctx: StaffCtx, personIds: readonly string[]): Promise<void> {
  if (await isOwnMatter(ctx, ctx.staff, personIds)) throw new AppError('own-matter')
}
