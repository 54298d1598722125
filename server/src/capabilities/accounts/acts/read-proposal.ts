/** The proposal that an entry became, as it stands now. */
import { presentProposal } from '#platform/approvals/present-proposal.ts'
import type { StaffCtx } from '#platform/context.ts'
import { counterEntries } from '../data/counter-entries.ts'

export async function readProposal(ctx: StaffCtx, entryId: string): Promise<{ approvalId: string; state: string }> {
  const entry = await counterEntries.findOne(ctx, { _id: entryId })
  return await presentProposal(ctx, entry?.approvalId ?? null)
}
