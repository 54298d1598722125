/** Money in suspense finds its place after all: a second officer agreed, the thing it was paid for is taken, and it goes to the utility like any other. */
import type { Proposal } from '#platform/approvals/kind.ts'
import { propose } from '#platform/approvals/approvals.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { payableOf } from '../payable.ts'
import { driveOrder } from './drive-order.ts'
import { moneyData, moveOrder } from './move-order.ts'
import { payersOf } from './propose-refund.ts'

/** Only the full and right money: a wrong amount, currency or merchant goes back instead. */
function mayPlace(order: OrderRow): boolean {
  return (
    order.state === 'SUSPENSE' &&
    order.suspense === 'paid-after-close' &&
    order.receivedAmount === order.amount &&
    order.refund === null
  )
}

export async function proposePlacing(ctx: StaffCtx, order: OrderRow): Promise<string> {
  if (!mayPlace(order)) throw new AppError('placing-not-now')
  const row = await propose(ctx, 'payments.place', {
    recordId: order._id,
    unitCode: ctx.tenant,
    personIds: payersOf(order),
    data: { amount: order.amount, utility: order.utility },
  })
  return row._id
}

export async function applyPlacing(ctx: Ctx, proposal: Proposal): Promise<void> {
  const order = await orders.findOne(ctx, { _id: proposal.recordId })
  if (order === null) throw notFound()
  if ((order.placed ?? null) !== null) return
  if (!mayPlace(order)) throw new AppError('placing-not-now')
  const payable = ctx.port(payableOf(order.purpose))
  if ((await payable.takeLate?.(ctx, order)) !== 'claimed') throw new AppError('placing-not-now')
  const placed = await moveOrder(ctx, order, 'claimed', {
    set: { placed: { at: ctx.clock.instant(), from: 'paid-after-close' }, nextStepAt: ctx.clock.now() },
    note: { placed: true },
    events: [{ name: 'payments.placed', data: moneyData(order) }],
  })
  if (placed === null) throw new Error('an order changed while its money was placed')
  await driveOrder(ctx, placed)
}
