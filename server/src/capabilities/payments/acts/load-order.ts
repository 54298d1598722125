import type { ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { orders, type OrderRow } from '../data/orders.ts'

/** One's own order; another's looks like an unknown one. */
export async function loadMyOrder(ctx: ResidentCtx, orderId: string): Promise<OrderRow> {
  const { personId } = ctx.resident
  const order = personId === null ? null : await orders.findOne(ctx, { _id: orderId, payerPersonId: personId })
  if (order === null) throw notFound()
  return order
}
