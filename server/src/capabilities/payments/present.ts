import type { Difference } from '@xlb/shared/payments/finance-endpoints.ts'
import type { OrderView, PayParams, Receipt, ReceiptRow as ReceiptRowView } from '@xlb/shared/payments/order-schemas.ts'
import { differenceWords } from '@xlb/shared/payments/differences.ts'
import { fen } from '@xlb/shared/platform/money.ts'
import type { Ctx } from '#platform/context.ts'
import type { OrderRow } from './data/orders.ts'
import type { DifferenceRow } from './data/differences.ts'
import type { ReceiptRow } from './data/receipts.ts'
import type { RefundRow } from './data/refunds.ts'
import { orderAbilities } from './policy.ts'
import { payProvider } from './providers/pay-provider.ts'

export function presentOrder(ctx: Ctx, order: OrderRow): OrderView {
  return {
    id: order._id,
    no: order.no,
    state: order.state,
    amount: fen(order.amount),
    title: order.title,
    ownerName: order.ownerName,
    office: order.office,
    submittedAt: order.submittedAt,
    validUntil: order.validUntil,
    hintedAt: order.hintedAt,
    nextAskAt: order.nextAskAt === null ? null : new Date(order.nextAskAt).toISOString(),
    receivedAt: order.receivedAt,
    creditedAt: order.creditedAt,
    receiptId: order.receiptId,
    suspense: order.suspense,
    refund:
      order.refund === null
        ? null
        : { amount: fen(order.refund.amount), state: order.refund.state, at: order.refund.at },
    can: orderAbilities(order, ctx.clock.now()),
  }
}

/** Signed afresh at every look; null when this order cannot be paid any more. */
export function payParamsOf(ctx: Ctx, order: OrderRow): PayParams | null {
  if (order.prepayId === null || !orderAbilities(order, ctx.clock.now()).pay) return null
  return ctx.port(payProvider).params(order.mchid, order.prepayId, ctx.clock.now())
}

export function presentReceipt(receipt: ReceiptRow): Receipt {
  const { _id, tenant: _tenant, orderId: _orderId, personId: _personId, till: _till, amount, lines, ...rest } = receipt
  return {
    id: _id,
    ...rest,
    amount: fen(amount),
    payerName: null,
    method: (receipt.till ?? '') === '' ? '微信支付' : '现金',
    lines: lines.map((one) => ({ label: one.label, amount: fen(one.amount) })),
  }
}

export function presentReceiptRow(receipt: ReceiptRow): ReceiptRowView {
  const { _id, title, amount, ownerName, creditedAt } = receipt
  return { id: _id, title, amount: fen(amount), ownerName, creditedAt }
}

export function presentRefund(refund: RefundRow) {
  return {
    id: refund._id,
    refundNo: refund.refundNo,
    state: refund.state,
    of: refund.of ?? ('whole' as const),
    amount: fen(refund.amount),
    method: (refund.till ?? '') === '' ? ('wechat' as const) : ('cash' as const),
    requestedAt: refund.requestedAt,
    endedAt: refund.endedAt,
  }
}

const DAY_MS = 86_400_000

export function presentDifference(ctx: Ctx, row: DifferenceRow): Difference {
  const { _id: id, kind, staffId: owner, tenant: _t, version: _v, pending: _p, ...rest } = row
  const until = row.endedAt === null ? ctx.clock.now() : Date.parse(row.endedAt)
  const ageDays = Math.max(0, Math.floor((until - Date.parse(row.openedAt)) / DAY_MS))
  return { ...rest, id, kind, words: differenceWords[kind], owner, ageDays }
}
