import type { Proposal } from '#platform/approvals/kind.ts'
import { propose } from '#platform/approvals/approvals.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { strays, type StrayRow } from '../data/strays.ts'
import { returnStray } from './hold-stray.ts'

export async function loadStray(ctx: Ctx, id: string): Promise<StrayRow> {
  const row = await strays.findOne(ctx, { _id: id })
  if (row === null) throw notFound()
  return row
}

export async function proposeStrayRefund(ctx: StaffCtx, stray: StrayRow): Promise<string> {
  if (stray.state !== 'HELD') throw new AppError('refund-not-now')
  const { _id: recordId, amount, cause } = stray
  const row = await propose(ctx, 'payments.refund-stray', {
    ...{ recordId, unitCode: ctx.tenant, personIds: [] },
    data: { amount, cause },
  })
  return row._id
}

export async function applyStrayRefund(ctx: Ctx, proposal: Proposal): Promise<void> {
  const stray = await loadStray(ctx, proposal.recordId)
  if (stray.state === 'HELD') await returnStray(ctx, stray)
}
