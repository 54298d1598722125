/** The doors' answers: a guardianship that stands at this very moment, judged from its days and not from what a job has written down. */
import type { GuardianRelation } from '@xlb/shared/families/contract.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import type { GuardianshipRow } from '../data/guardianships.ts'
import { allOfAny, allOfChild, allOfGuardian, openGuardianship, openOfGuardian } from '../data/read-guardianships.ts'
import { judgeGuardianship, type Judgement } from '../domain/judge-guardianship.ts'
import { areRelated, othersIn } from '../domain/related.ts'

/** A guardianship that stands. */
export interface Guardianship {
  readonly id: string
  readonly guardianPersonId: string
  readonly childPersonId: string
  readonly relation: GuardianRelation
  readonly proof: 'source' | 'counter'
  readonly since: string
  /** The day from which it stands no more. */
  readonly until: string
}

/** A record without a birthday was put away: it stands no more. */
export function judgeRow(row: GuardianshipRow, today: string): Judgement {
  const { childBirthday } = row
  if (childBirthday === null) return { stands: false, reason: row.state === 'ENDED' ? row.endReason : null }
  return judgeGuardianship({ ...row, childBirthday }, today)
}

function standing(ctx: Ctx, row: GuardianshipRow): Guardianship | null {
  const { _id: id, guardianPersonId, childPersonId, relation, proof, since, endsOn: until } = row
  if (childPersonId === null || proof === null || !judgeRow(row, dayOf(ctx.clock.now())).stands) return null
  return { id, guardianPersonId, childPersonId, relation, proof, since, until }
}

/** null unless it stands at this moment. One command. */
export async function guardianshipOf(
  ctx: Ctx,
  guardianPersonId: string,
  childPersonId: string,
): Promise<Guardianship | null> {
  const row = await openGuardianship(ctx, guardianPersonId, childPersonId)
  return row === null ? null : standing(ctx, row)
}

/** For capabilities that read a child's row: with this stage the row has, as `guardianships`, what `standsAmong` judges. One command instead of two. */
export { openGuardianshipStage as guardianshipStage } from '../data/read-guardianships.ts'

/** Whether one that the stage found stands at this moment. */
export function standsAmong(ctx: Ctx, found: readonly GuardianshipRow[]): boolean {
  return found.some((row) => standing(ctx, row) !== null)
}

/** Those that stand at this moment. One command. */
export async function childrenOf(ctx: Ctx, guardianPersonId: string): Promise<readonly Guardianship[]> {
  const rows = await openOfGuardian(ctx, guardianPersonId)
  return rows.flatMap((row) => standing(ctx, row) ?? [])
}

/** Those of a child that stand at this moment. One command. */
export async function guardiansOf(ctx: Ctx, childPersonId: string): Promise<readonly Guardianship[]> {
  const rows = await allOfChild(ctx, childPersonId)
  return rows.flatMap((row) => standing(ctx, row) ?? [])
}

const counts = ({ state }: GuardianshipRow): boolean => state !== 'REFUSED'

/** Everybody to whom the person is `related`, for lists of many. Four commands, two for somebody without family. */
export async function familyOf(ctx: Ctx, personId: string): Promise<ReadonlySet<string>> {
  const near = othersIn((await allOfAny(ctx, [personId])).filter(counts), personId)
  if (near.size === 0) return near
  return othersIn((await allOfAny(ctx, [...near])).filter(counts), personId)
}

/** Any proof or claim of a guardianship between the two ever, or one that each has with the same third. One that was refused proves nothing. */
export async function related(ctx: Ctx, one: string, other: string): Promise<boolean> {
  const tiesOf = async (personId: string) =>
    [...(await allOfGuardian(ctx, personId)), ...(await allOfChild(ctx, personId))].filter(counts)
  return areRelated(one, await tiesOf(one), other, await tiesOf(other))
}
