/**
 * The automatic full refund of an exact duplicate or of money that cannot be posted. Its number follows from the order's, so that no retry
 * can make a second one; it never exceeds what was received.
 */
import { crashPoint } from '#platform/crash-point.ts'
import type { Ctx } from '#platform/context.ts'
import type { OrderRow } from '../data/orders.ts'
import { refundNumber } from '../domain/numbers.ts'
import { moveOrder } from './move-order.ts'
import { approveRefund, requestRefund } from './request-refund.ts'

const REASONS: Readonly<Record<string, string>> = {
  'bill-already-paid': '账单已缴清，多付款退回',
  'posting-refused': '收费单位未接受，退回',
  'paid-after-close': '重复付款退回',
}

export async function beginRefund(ctx: Ctx, order: OrderRow): Promise<OrderRow | null> {
  const amount = order.receivedAmount ?? 0
  const refund = await requestRefund(ctx, {
    refundNo: refundNumber(order.no),
    orderId: order._id,
    orderNo: order.no,
    of: 'whole',
    mchid: order.mchid,
    utility: order.utility,
    till: order.till ?? '',
    amount,
    total: amount,
    reason: REASONS[order.suspense ?? ''] ?? '退回',
  })
  crashPoint('refund-requested')
  await approveRefund(ctx, refund)
  const set = {
    refund: { id: refund._id, amount: refund.amount, state: 'working' as const, at: ctx.clock.instant() },
    nextStepAt: null,
  }
  return await moveOrder(ctx, order, 'refundBegun', { set, note: { refund: refund._id } })
}
