import type { DeskCaseOutcome } from '@xlb/shared/desk/contract.ts'
import { deskCaseTable } from '@xlb/shared/desk/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { deskCases, type DeskCaseRow } from '../data/desk-cases.ts'

/** Closing again with the same outcome answers the case as it stands. @throws AppError `desk-case-closed` */
export async function closeCase(ctx: StaffCtx, row: DeskCaseRow, outcome: DeskCaseOutcome): Promise<string> {
  const by = ctx.staff.staffId
  if ((await moveToClosed(ctx, row, outcome, by)) !== null) return row._id
  const now = await deskCases.findOne(ctx, { _id: row._id })
  if (now?.state === 'OPEN') return await closeCase(ctx, now, outcome)
  if (now?.closedBy !== by || now.outcome !== outcome) throw new AppError('desk-case-closed')
  return row._id
}

async function moveToClosed(ctx: Ctx, row: DeskCaseRow, outcome: DeskCaseOutcome, closedBy: string | null) {
  const state = nextState(deskCaseTable, row.state, 'close')
  if (state === null) return null
  const set = { outcome, closedBy, closedAt: ctx.clock.instant(), closeAt: null }
  return await moveRecord(ctx, deskCases, row, { state, set }, { act: 'desk.close', note: { outcome } })
}

const BATCH = 200

/** Cases that stood open too long are closed with nothing done: an old number must not open anybody's data. */
export async function closeOldCases(ctx: Ctx): Promise<void> {
  const due = { $gt: 0, $lte: ctx.clock.now() }
  for (;;) {
    const old = await deskCases.find(ctx, { closeAt: due }, { sort: { closeAt: 1 }, limit: BATCH })
    for (const row of old) await moveToClosed(ctx, row, 'nothing', null)
    if (old.length < BATCH) return
  }
}
