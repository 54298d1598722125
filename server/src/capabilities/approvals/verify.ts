/** What stands in the records against the promise: everything that was done had two officers, and nothing that waits was forgotten. */
import { approvals, shelfOf, type ApprovalRow } from '#platform/approvals/rows.ts'
import type { Verified } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'

export async function verifyApprovals(ctx: Ctx): Promise<Verified> {
  const differences: string[] = []
  let count = 0
  for await (const row of approvals.walk(ctx)) {
    count += 1
    differences.push(...differencesOf(row).map((what) => `${row._id} (${row.state}) ${what}`))
  }
  return { checked: { approvals: count }, differences }
}

function differencesOf(row: ApprovalRow): string[] {
  const decided = row.state === 'APPROVED' || row.state === 'DONE' || row.state === 'REFUSED'
  return [
    ...(row.decidedBy === row.proposedBy ? ['was decided by its proposer'] : []),
    ...(decided && row.decidedBy === null ? ['was decided by nobody'] : []),
    ...(row.state === 'DONE' && row.appliedAt === null ? ['is done but was not applied'] : []),
    ...(row.appliedAt !== null && row.state === 'PROPOSED' ? ['was applied before anybody agreed'] : []),
    ...(row.shelf === shelfOf(row.state) ? [] : [`stands on the shelf ${row.shelf}`]),
    ...((row.shelf === 'done') === (row.liveKey === null) ? [] : ['holds its key wrongly']),
    ...(row.shelf !== 'done' && row.state !== 'OVERDUE' && row.nextStepAt === null ? ['waits for nothing'] : []),
  ]
}
