/**
 * Guardianships of a person, both sides, without the other's ID number, birthday or whole name. At deletion what the person holds as guardian ends; a
 * child's own record stays while somebody is its guardian, for that guardian answers by it.
 */
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { judgeRow } from './acts/judge-right.ts'
import { endGuardianship, refuseGuardianship } from './acts/keep-guardianship.ts'
import { guardianships, WITHOUT_REMAINS, type GuardianshipRow } from './data/guardianships.ts'
import { allOfChild, allOfGuardian } from './data/read-guardianships.ts'

const KEPT_BY = '《民法典》第二十七条、第三十四条：监护人仍在履行监护职责，这份登记是他们代办的依据'

interface Found {
  /** As guardian, and as a child whom nobody has a right for any more. */
  readonly erasable: readonly GuardianshipRow[]
  readonly kept: readonly GuardianshipRow[]
}

const hasRemains = (row: GuardianshipRow): boolean =>
  row.guardianMasked !== null || row.childMasked !== null || row.childBirthday !== null

async function find(ctx: Ctx, personId: string): Promise<Found> {
  const today = dayOf(ctx.clock.now())
  const asChild = (await allOfChild(ctx, personId)).filter(hasRemains)
  const standing = asChild.filter((row) => judgeRow(row, today).stands)
  const over = asChild.filter((row) => !standing.includes(row))
  const asGuardian = (await allOfGuardian(ctx, personId)).filter(hasRemains)
  return { erasable: [...asGuardian, ...over], kept: standing }
}

function told({ erasable, kept }: Found): readonly Erased[] {
  const until =
    kept
      .map(({ endsOn }) => endsOn)
      .sort()
      .at(-1) ?? null
  const all: Erased[] = [
    { what: '家人关系', count: erasable.length, outcome: 'erased', why: null, until: null },
    { what: '监护关系（本人是孩子）', count: kept.length, outcome: 'kept', why: KEPT_BY, until },
  ]
  return all.filter(({ count }) => count > 0)
}

async function eraseOne(ctx: Ctx, row: GuardianshipRow): Promise<void> {
  const over = await closed(ctx, row)
  const stripped =
    over === null
      ? null
      : await moveRecord(ctx, guardianships, over, { set: WITHOUT_REMAINS }, { act: 'families.put-away' })
  if (stripped !== null) return
  const again = await guardianships.findOne(ctx, { _id: row._id })
  if (again !== null && hasRemains(again)) await eraseOne(ctx, again)
}

async function closed(ctx: Ctx, row: GuardianshipRow): Promise<GuardianshipRow | null> {
  if (row.state === 'ACTIVE') return await endGuardianship(ctx, row, 'revoked')
  return row.state === 'PROPOSED' ? await refuseGuardianship(ctx, row) : row
}

export const personalData: PersonalData = {
  async exportOf(ctx, personId) {
    const today = dayOf(ctx.clock.now())
    const seen = (row: GuardianshipRow, side: 'guardian' | 'child') => ({
      side,
      other: side === 'guardian' ? row.childMasked : row.guardianMasked,
      ...{ relation: row.relation, state: row.state, proof: row.proof, since: row.since },
      until: row.endsOn,
      stands: judgeRow(row, today).stands,
    })
    const [mine, overMe] = [await allOfGuardian(ctx, personId), await allOfChild(ctx, personId)]
    const proven = overMe.filter(({ state }) => state === 'ACTIVE' || state === 'ENDED')
    return {
      guardianships: [...mine.map((row) => seen(row, 'guardian')), ...proven.map((row) => seen(row, 'child'))],
    }
  },
  async erase(ctx, personId) {
    const found = await find(ctx, personId)
    for (const row of found.erasable) await eraseOne(ctx, row)
    return told(found)
  },
  foretell: async (ctx, personId) => told(await find(ctx, personId)),
}
