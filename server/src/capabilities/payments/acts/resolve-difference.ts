/** People end a difference of two books. Money in suspense is ended by moving the money, never by words. */
import type { Resolution } from '@xlb/shared/payments/differences.ts'
import type { Proposal } from '#platform/approvals/kind.ts'
import { propose } from '#platform/approvals/approvals.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { differences, type DifferenceRow } from '../data/differences.ts'
import { endDifference, moveDifference } from './keep-differences.ts'

export async function loadDifference(ctx: Ctx, id: string): Promise<DifferenceRow> {
  const row = await differences.findOne(ctx, { _id: id })
  if (row === null) throw notFound()
  return row
}

export async function takeDifference(ctx: StaffCtx, row: DifferenceRow): Promise<string> {
  if (row.state === 'RESOLVED') throw new AppError('difference-resolved')
  const { staffId } = ctx.staff
  if (row.staffId !== staffId && (await moveDifference(ctx, row, 'take', { staffId }, { staff: staffId })) === null)
    throw new AppError('changed-meanwhile')
  return row._id
}

export async function proposeResolution(ctx: StaffCtx, row: DifferenceRow, resolution: Resolution): Promise<string> {
  if (row.state === 'RESOLVED') throw new AppError('difference-resolved')
  if (row.kind === 'suspense') throw new AppError('difference-holds-money')
  const proposed = await propose(ctx, 'payments.resolve-difference', {
    recordId: row._id,
    unitCode: row.unitCode,
    personIds: [],
    data: { resolution, kind: row.kind, ours: row.ours, theirs: row.theirs },
  })
  return proposed._id
}

export async function applyResolution(ctx: Ctx, proposal: Proposal): Promise<void> {
  const row = await loadDifference(ctx, proposal.recordId)
  if (row.state === 'RESOLVED') return
  const resolution = proposal.data['resolution']
  const known = (['provider-corrected', 'utility-corrected', 'written-off'] as const).find((one) => one === resolution)
  if (known === undefined) throw new AppError('invalid-input')
  if ((await endDifference(ctx, row, 'resolve', known)) === null)
    throw new Error('a difference changed while it was resolved')
}
