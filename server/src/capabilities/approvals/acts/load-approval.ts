import { approvals, type ApprovalRow } from '#platform/approvals/rows.ts'
import { decidesOver, isProposer } from '#platform/approvals/decide.ts'
import type { StaffCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'

/** One that the officer proposed or decides over. Out of reach it is not found, at the cost of an unknown id. */
export async function loadApproval(ctx: StaffCtx, id: string): Promise<ApprovalRow> {
  const row = await approvals.findOne(ctx, { _id: id })
  if (row === null) throw notFound()
  if (!isProposer(ctx, row) && !(await decidesOver(ctx, row))) throw notFound()
  return row
}
