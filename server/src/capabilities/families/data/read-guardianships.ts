/** Reads of guardianships, each one command over one index. */
import type { Ctx, Scope } from '#platform/context.ts'
import { blindsOf } from '#platform/db/sealed.ts'
import { guardianships, type GuardianshipRow } from './guardianships.ts'

const MOST = 200
const NEWEST = { sort: { createdAt: -1, _id: -1 }, limit: MOST, projection: { pending: 0 } } as const

const openOf = (guardianPersonId: string, childPersonId: string) =>
  ({ guardianPersonId, childKey: childPersonId, open: true }) as const

/** The open one of a guardian and a child, whatever the day. */
export async function openGuardianship(
  ctx: Ctx,
  guardianPersonId: string,
  childPersonId: string,
): Promise<GuardianshipRow | null> {
  return await guardianships.findOne(ctx, openOf(guardianPersonId, childPersonId))
}

/** A claim that waits for its second officer, of this guardian and the child with this number, whether or not the county knows the child. */
export async function waitingClaim(ctx: Ctx, guardianPersonId: string, idNo: string): Promise<GuardianshipRow | null> {
  const childIdNoBlind = { $in: blindsOf(guardianships, ctx, 'childIdNo', idNo) }
  return await guardianships.findOne(ctx, { childIdNoBlind, guardianPersonId, state: 'PROPOSED' })
}

/** The pipeline stage that gives a row the open one of a guardian and a child, as `guardianships`: empty, or one. */
export function openGuardianshipStage(
  { tenant }: Scope,
  guardianPersonId: string,
  childPersonId: string,
): Readonly<Record<string, unknown>> {
  const pipeline = [{ $match: { tenant, ...openOf(guardianPersonId, childPersonId) } }, { $limit: 1 }]
  return { $lookup: { from: guardianships.spec.name, pipeline, as: 'guardianships' } }
}

export async function openOfGuardian(ctx: Ctx, guardianPersonId: string): Promise<GuardianshipRow[]> {
  return await guardianships.find(ctx, { guardianPersonId, open: true })
}

/** All of a person as guardian, newest first, those that ended too. */
export async function allOfGuardian(ctx: Ctx, guardianPersonId: string): Promise<GuardianshipRow[]> {
  return await guardianships.find(ctx, { guardianPersonId }, NEWEST)
}

/** All of these persons, as guardians or children, in no order. Two commands. */
export async function allOfAny(ctx: Ctx, personIds: readonly string[]): Promise<GuardianshipRow[]> {
  const [any, options] = [{ $in: [...personIds] }, { projection: { pending: 0 } } as const]
  const asGuardian = await guardianships.find(ctx, { guardianPersonId: any }, options)
  return [...asGuardian, ...(await guardianships.find(ctx, { childPersonId: any }, options))]
}

/** All of a person as child. */
export async function allOfChild(ctx: Ctx, childPersonId: string): Promise<GuardianshipRow[]> {
  return await guardianships.find(ctx, { childPersonId }, NEWEST)
}
