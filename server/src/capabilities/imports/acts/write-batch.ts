/** One batch of good rows written through the doors of those whose records they are. Bears repetition. */
import type { CellFault } from '@xlb/shared/imports/faults.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { ensurePersons, knownByIdNo } from '../../accounts/index.ts'
import { recordProvenGuardianships } from '../../families/index.ts'
import { joinClasses } from '../../organisations/index.ts'
import { judgeKnown, namedIn, type People } from '../domain/judge-batch.ts'
import type { ClassRow, GuardianRow, ReadRow, ResidentRow } from '../domain/read-row.ts'

export interface Written {
  readonly made: number
  readonly same: number
  /** Rows left out: what the dry run found is not so any more. */
  readonly left: readonly { readonly row: number; readonly code: CellFault }[]
}

/** `own`: persons whose matters the two officers keep away from. */
export async function writeBatch(ctx: Ctx, rows: readonly ReadRow[], own: ReadonlySet<string>): Promise<Written> {
  const people = await knownByIdNo(ctx, namedIn(rows))
  const judged = rows.map((row) => ({ row, finding: judgeKnown(row, people, own) }))
  const left = judged.flatMap(({ row: { row }, finding }) =>
    finding === null
      ? []
      : [{ row, code: finding.code === 'own-matter' ? finding.code : ('changed-meanwhile' as const) }],
  )
  const good = judged.flatMap(({ row, finding }) => (finding === null ? [row] : []))
  const done = await writeGood(ctx, good, people)
  return { ...done, left: [...left, ...done.left] }
}

async function writeGood(ctx: Ctx, rows: readonly ReadRow[], people: People): Promise<Written> {
  const residents = rows.filter((row) => row.kind === 'residents')
  const guardians = rows.filter((row) => row.kind === 'guardians')
  const classes = rows.filter((row) => row.kind === 'classes')
  // A table is of one kind: only one of the three has rows.
  if (residents.length > 0) return await writeResidents(ctx, residents, people)
  if (guardians.length > 0) return await writeGuardians(ctx, guardians, people)
  return await writeClasses(ctx, classes, people)
}

/** Known people are not asked for again. */
async function writeResidents(ctx: Ctx, rows: readonly ResidentRow[], people: People): Promise<Written> {
  const fresh = rows.filter((row) => !people.has(row.idNo))
  const { made, known, refused } = await ensurePersons(
    ctx,
    fresh.map(({ name, idNo, birthday, villageCode }) => ({ name, idNo, birthday, villageCode })),
  )
  const left = refused.flatMap((at) => {
    const row = fresh[at]
    return row === undefined ? [] : [{ row: row.row, code: 'changed-meanwhile' as const }]
  })
  return { made, same: rows.length - fresh.length + known, left }
}

const idIn = (people: People, idNo: string): string => people.get(idNo)?.id ?? ''

async function writeGuardians(ctx: Ctx, rows: readonly GuardianRow[], people: People): Promise<Written> {
  const { made, known } = await recordProvenGuardianships(
    ctx,
    rows.map((row) => ({
      guardianPersonId: idIn(people, row.guardianIdNo),
      guardianName: people.get(row.guardianIdNo)?.name ?? '',
      childPersonId: idIn(people, row.idNo),
      childName: row.name,
      childBirthday: row.birthday,
      relation: row.relation,
      since: row.since,
      until: row.until,
    })),
  )
  return { made, same: known, left: [] }
}

async function writeClasses(ctx: Ctx, rows: readonly ClassRow[], people: People): Promise<Written> {
  const wishes = rows.map(({ idNo, school, grade, number }) => ({
    personId: idIn(people, idNo),
    schoolCode: school,
    grade,
    number,
  }))
  const { joined, stayed } = await joinClasses(ctx, wishes, dayOf(ctx.clock.now()))
  return { made: joined, same: stayed, left: [] }
}
