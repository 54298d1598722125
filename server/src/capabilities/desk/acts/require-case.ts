import { reaches, refuseOwnMatter } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { deskCases, type DeskCaseRow } from '../data/desk-cases.ts'
import { CASE_ROLES } from '../policy.ts'

/** A case as another capability sees it. */
export interface DeskCase {
  readonly id: string
  readonly caseNo: string
  readonly unitCode: string
  readonly kind: DeskCaseRow['kind']
  /** null: it was asked for without a person and belongs to none yet. */
  readonly personId: string | null
}

/**
 * The open case of this number, in a place that the officer serves, of this person. One that belonged to nobody belongs to this person from now on;
 * without a person (`null`) it stays as it is. The time is judged now, whether or not the job has closed it.
 * @throws AppError `desk-case-needed`: unknown, closed, elsewhere or another person's, which all look the same; `own-matter` where it would be tied
 */
export async function requireCase(ctx: StaffCtx, caseNo: string, personId: string | null): Promise<DeskCase> {
  const row = await deskCases.findOne(ctx, { caseNo })
  if (row === null || !isUsable(ctx, row, personId)) throw new AppError('desk-case-needed')
  if (!(await reaches(ctx, ctx.staff, CASE_ROLES, row.unitCode))) throw new AppError('desk-case-needed')
  if (personId === null || row.personId !== null) return doorView(row)
  await refuseOwnMatter(ctx, [personId])
  const deed = { act: 'desk.tie', note: { caseNo } }
  const tied = await moveRecord(ctx, deskCases, row, { set: { personId } }, deed)
  // Somebody was faster: tied to another person, or closed.
  return tied === null ? await requireCase(ctx, caseNo, personId) : doorView(tied)
}

function isUsable(ctx: StaffCtx, row: DeskCaseRow, personId: string | null): boolean {
  if (row.state !== 'OPEN' || ctx.clock.now() >= Date.parse(row.closesAt)) return false
  return personId === null || row.personId === null || row.personId === personId
}

function doorView({ _id, caseNo, unitCode, kind, personId }: DeskCaseRow): DeskCase {
  return { id: _id, caseNo, unitCode, kind, personId }
}
