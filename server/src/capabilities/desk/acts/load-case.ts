import { reaches, refuseOwnMatter } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { deskCases, type DeskCaseRow } from '../data/desk-cases.ts'
import { DESK_ROLES } from '../policy.ts'

/** A case of a place the officer serves; elsewhere it is not found, at the cost of an unknown id. @throws AppError `own-matter` */
export async function loadCase(ctx: StaffCtx, id: string): Promise<DeskCaseRow> {
  const row = await deskCases.findOne(ctx, { _id: id })
  if (row === null || !(await reaches(ctx, ctx.staff, DESK_ROLES, row.unitCode))) throw notFound()
  if (row.personId !== null) await refuseOwnMatter(ctx, [row.personId])
  return row
}
