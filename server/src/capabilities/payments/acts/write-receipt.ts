import { crashPoint } from '#platform/crash-point.ts'
import type { Ctx } from '#platform/context.ts'
import { newId, randomDigits } from '#platform/ids.ts'
import type { OrderRow } from '../data/orders.ts'
import { receipts, type ReceiptRow } from '../data/receipts.ts'
import { receiptNumber } from '../domain/numbers.ts'
import { moveOrder } from './move-order.ts'

/** One receipt an order (unique index): a repeat finds the first. It comes with the second truth, "credited". */
export async function writeReceipt(ctx: Ctx, order: OrderRow): Promise<OrderRow | null> {
  const { row } = await receipts.insertOrGet(ctx, { orderId: order._id }, receiptOf(ctx, order))
  crashPoint('receipt-written')
  return await moveOrder(ctx, order, 'receipted', {
    set: { receiptId: row._id, nextStepAt: null },
    events: [{ name: 'payments.receipted', data: { receiptId: row._id, amount: row.amount } }],
  })
}

function receiptOf(ctx: Ctx, order: OrderRow): ReceiptRow {
  const creditedAt = order.creditedAt ?? ctx.clock.instant()
  return {
    _id: newId('rct'),
    tenant: ctx.tenant,
    no: receiptNumber(ctx.clock.now(), randomDigits(10)),
    orderId: order._id,
    orderNo: order.no,
    personId: order.payerPersonId,
    title: order.title,
    amount: order.amount,
    ownerName: order.ownerName,
    accountCode: order.accountCode,
    office: order.office,
    merchantName: order.merchantName,
    till: order.till ?? '',
    lines: order.subjects.map(({ label, amount }) => ({ label, amount })),
    receivedAt: order.receivedAt ?? creditedAt,
    creditedAt,
    providerNo: order.transactionId ?? '',
    postingRef: order.postingRef ?? '',
    invoiceHint: order.invoiceHint,
  }
}
