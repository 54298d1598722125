/**
 * What follows a decision: the act itself, or putting away what was prepared for it. Each step is written down before the next begins and bears
 * repetition, so that a process may die anywhere; the row's `nextStepAt` brings the job to what was left.
 */
import { crashPoint } from '../crash-point.ts'
import type { Ctx } from '../context.ts'
import { moveRecord } from '../db/record.ts'
import { AppError } from '../errors.ts'
import { reportStuck } from './emergency.ts'
import { kindOf } from './kinds.ts'
import { approvals, moveApproval, proposalOf, readAgain, type ApprovalRow } from './rows.ts'

/** A request has so long for its own work before the job takes it for dead. */
export const LEASE_MS = 10_000
const MOST_WAIT_MS = 600_000
/** About twenty minutes after the first try. */
const STUCK_TRIES = 7

/** Codes of the 4xx that only say "not now". */
const PASSING = new Set(['changed-meanwhile', 'still-running', 'too-many-requests'])

function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500 && !PASSING.has(error.code)
}

/** Runs the act of an APPROVED or gone-ahead row that is not applied yet; answers the row as it stands afterwards. */
export async function carryOut(ctx: Ctx, row: ApprovalRow): Promise<ApprovalRow> {
  try {
    await kindOf(row.kind).apply(ctx, proposalOf(row), row.decidedBy ?? row.proposedBy)
  } catch (error) {
    return isFinal(error) ? await fail(ctx, row, error) : await postpone(ctx, row, error)
  }
  crashPoint('approvals-applied')
  return (await noteApplied(ctx, row)) ?? (await readAgain(ctx, row))
}

async function noteApplied(ctx: Ctx, row: ApprovalRow): Promise<ApprovalRow | null> {
  const appliedAt = ctx.clock.instant()
  if (row.state === 'APPROVED') return await moveApproval(ctx, row, 'applied', { appliedAt, nextStepAt: null })
  const nextStepAt = row.state === 'GONE_AHEAD' ? Date.parse(row.until) : row.nextStepAt
  const note = { kind: row.kind, about: row.recordId, state: row.state }
  return await moveRecord(
    ctx,
    approvals,
    row,
    { set: { appliedAt, nextStepAt, tries: 0 } },
    { act: 'approvals.apply', note },
  )
}

async function fail(ctx: Ctx, row: ApprovalRow, error: AppError): Promise<ApprovalRow> {
  const moved = await moveApproval(ctx, row, 'failed', { failure: error.code, ...stepDue(ctx) })
  return moved === null ? await readAgain(ctx, row) : await putAway(ctx, moved)
}

/** Puts away what was prepared for an act that will not be done, or was done in an emergency and refused afterwards. */
export async function putAway(ctx: Ctx, row: ApprovalRow): Promise<ApprovalRow> {
  try {
    await kindOf(row.kind).drop(ctx, proposalOf(row))
  } catch (error) {
    return await postpone(ctx, row, error)
  }
  crashPoint('approvals-dropped')
  return await setStep(ctx, row, { nextStepAt: null })
}

/** For a row whose next step this process takes at once. */
export function stepDue(ctx: Ctx): { nextStepAt: number; tries: number } {
  return { nextStepAt: ctx.clock.now() + LEASE_MS, tries: 0 }
}

/** Not a move of the record: only when the job comes again. */
export async function setStep(
  ctx: Ctx,
  row: ApprovalRow,
  set: Pick<ApprovalRow, 'nextStepAt'> & Partial<Pick<ApprovalRow, 'tries'>>,
): Promise<ApprovalRow> {
  const changed = await approvals.update(ctx, { _id: row._id, version: row.version }, { $set: set })
  return changed ?? (await readAgain(ctx, row))
}

async function postpone(ctx: Ctx, row: ApprovalRow, error: unknown): Promise<ApprovalRow> {
  ctx.log.error({ err: error, id: row._id, kind: row.kind }, 'what was decided could not be done and stays due')
  if (row.tries >= STUCK_TRIES) await reportStuck(ctx, row)
  const wait = Math.min(LEASE_MS * 2 ** row.tries, MOST_WAIT_MS)
  return await setStep(ctx, row, { nextStepAt: ctx.clock.now() + wait, tries: row.tries + 1 })
}
