/** What who proposes is told: the proposal, and how it stands now. */
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { approvals } from './rows.ts'

/** @throws AppError `not-found` for an id that is none, also where a record has no proposal (null) */
export async function presentProposal(
  ctx: Ctx,
  approvalId: string | null,
): Promise<{ approvalId: string; state: string }> {
  const row = approvalId === null ? null : await approvals.findOne(ctx, { _id: approvalId })
  if (row === null) throw notFound()
  return { approvalId: row._id, state: row.state }
}
