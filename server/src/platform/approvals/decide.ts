/**
 * The second officer's decision. Promises that it is another person (two staff records of one person are one), who holds a role for it over the
 * unit or is the county's duty officer, in whose own and family's matter it is not; of two officers one decides.
 */
import type { ErrorCode } from '@xlb/shared/errors.ts'
import type { Role } from '@xlb/shared/platform/roles.ts'
import { isOwnMatter, reaches } from '../authority/authority.ts'
import { crashPoint } from '../crash-point.ts'
import type { StaffCtx } from '../context.ts'
import { sealedFields } from '../db/sealed.ts'
import { AppError } from '../errors.ts'
import { carryOut, putAway, stepDue } from './carry-out.ts'
import { kindOf } from './kinds.ts'
import { approvals, moveApproval, readAgain, type ApprovalRow } from './rows.ts'

const DUTY: readonly Role[] = ['duty-officer']

/** A proposal past its time is as good as lapsed, whether or not the job has been there. */
export function isOpen(ctx: StaffCtx, row: ApprovalRow): boolean {
  if (row.shelf !== 'open') return false
  return row.state !== 'PROPOSED' || ctx.clock.now() < Date.parse(row.until)
}

/** Whether it is one of the things this officer decides at all; what nobody may decide for themselves is asked separately. */
export async function decidesOver(ctx: StaffCtx, row: ApprovalRow): Promise<boolean> {
  const roles = [...kindOf(row.kind).approveRoles, ...DUTY]
  return await reaches(ctx, ctx.staff, roles, row.unitCode)
}

export function isProposer(ctx: StaffCtx, row: ApprovalRow): boolean {
  const { staffId, personId } = ctx.staff
  return row.proposedBy === staffId || (personId !== null && row.proposerPersonId === personId)
}

/** Why this officer may not decide now; null: may. */
export async function whyNotDecide(ctx: StaffCtx, row: ApprovalRow): Promise<ErrorCode | null> {
  if (!(await decidesOver(ctx, row))) return isProposer(ctx, row) ? 'second-person-needed' : 'out-of-scope'
  if (isProposer(ctx, row)) return 'second-person-needed'
  if (await isOwnMatter(ctx, ctx.staff, row.personIds)) return 'own-matter'
  return isOpen(ctx, row) ? null : 'approval-closed'
}

/** Agrees; what was agreed is done before this answers, or stays due for the job. Agreeing again answers the row as it stands. */
export async function approveProposal(ctx: StaffCtx, row: ApprovalRow): Promise<ApprovalRow> {
  if (row.decidedBy === ctx.staff.staffId && row.state !== 'REFUSED') return row
  await refuseDecision(ctx, row)
  if (row.state !== 'PROPOSED') return await confirm(ctx, row)
  const moved = await moveApproval(ctx, row, 'approve', { ...decisionOf(ctx), ...stepDue(ctx) })
  if (moved === null) return await approveProposal(ctx, await readAgain(ctx, row))
  crashPoint('approvals-decided')
  return await carryOut(ctx, moved)
}

/** What went ahead must have been done before somebody can agree that it was right. */
async function confirm(ctx: StaffCtx, row: ApprovalRow): Promise<ApprovalRow> {
  const applied = row.appliedAt === null ? await carryOut(ctx, row) : row
  if (applied.appliedAt === null) throw new AppError(applied.shelf === 'open' ? 'unavailable' : 'approval-closed')
  const moved = await moveApproval(ctx, applied, 'confirm', { ...decisionOf(ctx), nextStepAt: null })
  return moved ?? (await approveProposal(ctx, await readAgain(ctx, row)))
}

/** Refuses; what was prepared is put away, what went ahead is undone. Refusing again answers the row as it stands. */
export async function refuseProposal(ctx: StaffCtx, row: ApprovalRow, reason: string): Promise<ApprovalRow> {
  if (row.decidedBy === ctx.staff.staffId && row.state === 'REFUSED') return row
  await refuseDecision(ctx, row)
  const sealed = sealedFields(approvals, row, 'reason', reason)
  const moved = await moveApproval(ctx, row, 'refuse', { ...decisionOf(ctx), ...sealed, ...stepDue(ctx) })
  if (moved === null) return await refuseProposal(ctx, await readAgain(ctx, row), reason)
  crashPoint('approvals-refused')
  return await putAway(ctx, moved)
}

/** The proposer takes it back. @throws AppError `forbidden` for anybody else, `approval-closed` */
export async function withdrawProposal(ctx: StaffCtx, row: ApprovalRow): Promise<ApprovalRow> {
  if (row.proposedBy !== ctx.staff.staffId) throw new AppError('forbidden')
  if (row.state === 'WITHDRAWN') return row
  const moved = await moveApproval(ctx, row, 'withdraw', stepDue(ctx))
  if (moved !== null) return await putAway(ctx, moved)
  const now = await readAgain(ctx, row)
  if (now.state !== 'PROPOSED') throw new AppError('approval-closed')
  return await withdrawProposal(ctx, now)
}

function decisionOf(ctx: StaffCtx): Pick<ApprovalRow, 'decidedBy' | 'decidedAt'> {
  return { decidedBy: ctx.staff.staffId, decidedAt: ctx.clock.instant() }
}

async function refuseDecision(ctx: StaffCtx, row: ApprovalRow): Promise<void> {
  const code = await whyNotDecide(ctx, row)
  if (code !== null) throw new AppError(code)
}
