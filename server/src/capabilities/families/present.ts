import type { Member } from '@xlb/shared/families/contract.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { consentStands } from '../data-rights/index.ts'
import { judgeRow } from './acts/judge-right.ts'
import type { GuardianshipRow } from './data/guardianships.ts'
import { allOfChild, allOfGuardian } from './data/read-guardianships.ts'

/** `birthdays`: whether the guardian's consent to the use of the child's data stands. */
function presentMember(row: GuardianshipRow, side: Member['side'], today: string, birthdays: boolean): Member[] {
  const { _id: id, guardianPersonId, childPersonId, relation, state, proof, since } = row
  const guardian = side === 'guardian'
  const other = guardian
    ? { id: childPersonId, name: row.childMasked }
    : { id: guardianPersonId, name: row.guardianMasked }
  // A child who is not known yet has no id that could be shown; the record waits for its second officer.
  if (other.id === null) return []
  const { stands, reason } = judgeRow(row, today)
  return [
    {
      ...{ id, side, relation, state, stands, proof, since },
      personId: other.id,
      name: other.name ?? '',
      birthday: guardian && birthdays ? row.childBirthday : null,
      until: row.endsOn,
      endReason: reason,
      can: { end: guardian && state === 'ACTIVE' && stands },
    },
  ]
}

/** My children and my guardians. Four commands with the session, whatever there is. */
export async function presentMembers(ctx: ResidentCtx): Promise<{ asOf: string; items: Member[] }> {
  const { personId } = ctx.resident
  const asOf = ctx.clock.instant()
  if (personId === null) return { asOf, items: [] }
  const birthdays = await consentStands(ctx, ctx.resident, 'child-data')
  const [mine, overMe] = [await allOfGuardian(ctx, personId), await allOfChild(ctx, personId)]
  const today = dayOf(ctx.clock.now())
  return {
    asOf,
    items: [
      ...mine.flatMap((row) => presentMember(row, 'guardian', today, birthdays)),
      ...overMe.filter(wasProven).flatMap((row) => presentMember(row, 'child', today, false)),
    ],
  }
}

/** What somebody only claimed at a counter is not shown to the child. */
function wasProven({ state }: GuardianshipRow): boolean {
  return state === 'ACTIVE' || state === 'ENDED'
}

/** One of mine as guardian, under a standing consent. */
export function presentOwn(ctx: ResidentCtx, row: GuardianshipRow): Member | null {
  return presentMember(row, 'guardian', dayOf(ctx.clock.now()), true)[0] ?? null
}
