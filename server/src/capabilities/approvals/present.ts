import type { Approval, ApprovalRowView } from '@xlb/shared/approvals/contract.ts'
import { isProposer, whyNotDecide } from '#platform/approvals/decide.ts'
import type { Fact } from '#platform/approvals/kind.ts'
import { kindOf } from '#platform/approvals/kinds.ts'
import { approvals, proposalOf, type ApprovalRow } from '#platform/approvals/rows.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { unitByCode } from '../organisations/index.ts'
import { staffById } from '../staff/index.ts'

const MINUTE_MS = 60_000

/** Names no resident: who it is about stands in the proposal itself. Costs no command. */
export async function presentRow(ctx: StaffCtx, row: ApprovalRow): Promise<ApprovalRowView> {
  return {
    id: row._id,
    kind: row.kind,
    title: kindOf(row.kind).title,
    unitCode: row.unitCode,
    unitName: (await unitByCode(ctx, row.unitCode))?.name ?? row.unitCode,
    proposedBy: row.proposedBy,
    proposedAt: row.proposedAt,
    until: row.until,
    state: row.state,
    emergency: row.emergency ? emergencyOf(ctx, row) : null,
    mine: row.proposedBy === ctx.staff.staffId,
  }
}

/** Late: nobody agreed in time, whether or not the job has written that down. */
function emergencyOf(ctx: Ctx, row: ApprovalRow): { minutesLeft: number; late: boolean } {
  const until = Date.parse(row.until)
  const decidedAt = row.decidedAt === null ? ctx.clock.now() : Date.parse(row.decidedAt)
  const left = row.decidedAt === null ? until - decidedAt : 0
  return { minutesLeft: Math.max(0, Math.ceil(left / MINUTE_MS)), late: decidedAt >= until }
}

/** @throws AppError `own-matter`: not even to look at */
export async function presentApproval(ctx: StaffCtx, row: ApprovalRow): Promise<Approval> {
  const why = await whyNotDecide(ctx, row)
  if (why === 'own-matter') throw new AppError('own-matter')
  const mayDecide = why === null
  return {
    ...(await presentRow(ctx, row)),
    recordId: row.recordId,
    data: { ...row.data },
    proposerName: await nameOf(ctx, row.proposedBy),
    decider: await deciderOf(ctx, row),
    reason: reasonFor(ctx, row),
    failure: row.failure,
    facts: mayDecide ? [...(await factsOf(ctx, row))] : [],
    can: {
      approve: mayDecide,
      refuse: mayDecide,
      withdraw: row.proposedBy === ctx.staff.staffId && row.state === 'PROPOSED',
    },
  }
}

async function factsOf(ctx: StaffCtx, row: ApprovalRow): Promise<readonly Fact[]> {
  return (await kindOf(row.kind).describe?.(ctx, proposalOf(row))) ?? []
}

async function nameOf(ctx: Ctx, staffId: string): Promise<string> {
  return (await staffById(ctx, staffId))?.displayName ?? ''
}

async function deciderOf(ctx: Ctx, { decidedBy, decidedAt }: ApprovalRow): Promise<Approval['decider']> {
  if (decidedBy === null || decidedAt === null) return null
  return { id: decidedBy, name: await nameOf(ctx, decidedBy), at: decidedAt }
}

/** A reason may tell of a resident: only its two officers read it. */
function reasonFor(ctx: StaffCtx, row: ApprovalRow): string | null {
  if (row.reasonSealed === undefined) return null
  if (row.decidedBy !== ctx.staff.staffId && !isProposer(ctx, row)) return null
  return openSealed(approvals, row, 'reason', row.reasonSealed)
}
