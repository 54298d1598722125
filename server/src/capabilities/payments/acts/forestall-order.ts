/**
 * An order that holds bills and was never written: its process died, or is only slow. Whoever takes the bills back first writes it, closed, under its
 * id, so that a late writer finds it ended instead of opening a second live order of the same bills.
 */
import type { Ctx } from '#platform/context.ts'
import type { OrderRow } from '../data/orders.ts'
import { blankOrder, insertOrStanding } from './insert-order.ts'
import { moneyData } from './move-order.ts'

const NOTHING = { utility: '', subjects: [], title: '', ownerName: '', accountCode: '', office: '', invoiceHint: '' }

/** Answers the order that stands under this id from now on: closed, or the one that was written in the same moment. */
export async function forestallOrder(ctx: Ctx, orderId: string, purpose: string): Promise<OrderRow> {
  const blank = blankOrder(ctx, { ...NOTHING, orderId, purpose, validUntil: ctx.clock.now() })
  const row = { ...blank, state: 'CLOSED' as const }
  return await insertOrStanding(ctx, row, {
    act: 'payments.forestalled',
    events: [{ name: 'payments.released', data: moneyData({ ...row, version: 1 }) }],
  })
}
