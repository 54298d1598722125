/** What the job does with approvals that wait for a time or were left by a process that died. */
import type { Ctx } from '../context.ts'
import { carryOut, putAway, setStep } from './carry-out.ts'
import { reportOverdue } from './emergency.ts'
import { approvals, moveApproval, type ApprovalRow } from './rows.ts'

const BATCH = 50
const AFTER_FAILURE_MS = 30_000

/** One row's failure is logged and leaves the others alone. */
export async function workDueApprovals(ctx: Ctx): Promise<void> {
  const due = { $gt: 0, $lte: ctx.clock.now() }
  for (const row of await approvals.find(ctx, { nextStepAt: due }, { sort: { nextStepAt: 1 }, limit: BATCH })) {
    try {
      await nextStep(ctx, row)
    } catch (error) {
      ctx.log.error({ err: error, id: row._id }, 'an approval’s next step failed and stays due')
      await setStep(ctx, row, { nextStepAt: ctx.clock.now() + AFTER_FAILURE_MS })
    }
  }
}

async function nextStep(ctx: Ctx, row: ApprovalRow): Promise<void> {
  if (row.state === 'PROPOSED') await lapse(ctx, row)
  else if (row.state === 'APPROVED') await carryOut(ctx, row)
  else if (row.state === 'GONE_AHEAD' || row.state === 'OVERDUE') await followEmergency(ctx, row)
  else await putAway(ctx, row)
}

async function lapse(ctx: Ctx, row: ApprovalRow): Promise<void> {
  // Still due: what was prepared is put away by the same step, or by the next run.
  const lapsed = await moveApproval(ctx, row, 'lapse')
  if (lapsed !== null) await putAway(ctx, lapsed)
}

async function followEmergency(ctx: Ctx, row: ApprovalRow): Promise<void> {
  const late = ctx.clock.now() >= Date.parse(row.until)
  const applied = row.appliedAt === null ? await carryOut(ctx, row) : row
  if (!late || applied.shelf !== 'open') return
  const overdue = applied.state === 'OVERDUE' ? applied : await moveApproval(ctx, applied, 'runLate')
  if (overdue === null) return
  await reportOverdue(ctx, overdue)
  if (overdue.appliedAt !== null) await setStep(ctx, overdue, { nextStepAt: null })
}
