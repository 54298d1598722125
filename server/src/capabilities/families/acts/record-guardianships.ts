/**
 * Guardianships of a list that two officers agreed to, a thousand at a time in one command. One that stands, or waits for a decision, stays as it is. Bears
 * repetition: the unique index of the open ones refuses a second.
 */
import type { GuardianRelation } from '@xlb/shared/families/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { maskName } from '../../accounts/index.ts'
import { guardianships, type GuardianshipRow } from '../data/guardianships.ts'
import { daysOf, NOTHING_YET } from './keep-guardianship.ts'

export interface ListedGuardianship {
  readonly guardianPersonId: string
  readonly guardianName: string
  readonly childPersonId: string
  readonly childName: string
  /** `YYYY-MM-DD`, like the days below. */
  readonly childBirthday: string
  readonly relation: GuardianRelation
  readonly since: string
  /** The day from which it stands no more; null: the 18th birthday. */
  readonly until: string | null
}

/** Persons must be known. `known`: such a right was open already and stays as it was. */
export async function recordProvenGuardianships(
  ctx: Ctx,
  listed: readonly ListedGuardianship[],
): Promise<{ readonly made: number; readonly known: number }> {
  const made = await guardianships.insertMissing(
    ctx,
    listed.map((one) => rowFrom(ctx, one)),
  )
  return { made, known: listed.length - made }
}

function rowFrom(ctx: Ctx, one: ListedGuardianship): GuardianshipRow {
  const { guardianPersonId, childPersonId, relation, since, until, childBirthday } = one
  const row = {
    _id: newId('gua'),
    tenant: ctx.tenant,
    state: 'ACTIVE' as const,
    open: true,
    ...NOTHING_YET,
    guardianPersonId,
    childPersonId,
    childKey: childPersonId,
    createdAt: ctx.clock.instant(),
    relation,
    since,
    proof: 'source' as const,
    guardianMasked: maskName(one.guardianName),
    childMasked: maskName(one.childName),
    ...daysOf(childBirthday, until),
  }
  const note = { guardian: guardianPersonId, child: childPersonId, state: row.state, proof: row.proof }
  const events = [{ name: 'families.begun' }]
  return firstVersion<GuardianshipRow>(ctx, guardianships, row, { act: 'families.begin', note, events })
}
