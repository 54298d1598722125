/**
 * Cash at the desk enters the same ledger (rule 11): an order that is born with its money. From here it goes the way of all money: claimed, posted,
 * receipt; when its bill was paid otherwise in the same second it goes to suspense, and the cashier gives it back.
 */
import type { StaffCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { driveOrder } from './drive-order.ts'
import { blankOrder, insertOrStanding } from './insert-order.ts'
import { moneyData } from './move-order.ts'
import type { OrderWish } from './open-order.ts'

export interface CashWish extends Omit<OrderWish, 'validMs'> {
  /** The desk whose till took it. */
  readonly till: string
  /** The resident who paid, where the desk knows one; '' otherwise. */
  readonly payerPersonId: string
}

export async function openCashOrder(ctx: StaffCtx, wish: CashWish): Promise<OrderRow> {
  const order = await insertPaid(ctx, wish)
  if (order.state === 'CLOSED') throw new AppError('changed-meanwhile')
  await driveOrder(ctx, order)
  return (await orders.findOne(ctx, { _id: order._id })) ?? order
}

async function insertPaid(ctx: StaffCtx, wish: CashWish): Promise<OrderRow> {
  const now = ctx.clock.now()
  const blank = blankOrder(ctx, { ...wish, validUntil: now })
  const row = {
    ...blank,
    state: 'PAID' as const,
    till: wish.till,
    payerPersonId: wish.payerPersonId,
    merchantName: wish.office,
    receivedAmount: blank.amount,
    receivedAt: blank.submittedAt,
    nextStepAt: now,
  }
  const money = moneyData({ ...row, version: 1 })
  return await insertOrStanding(ctx, row, {
    act: 'payments.cash',
    note: { amount: row.amount, till: wish.till },
    events: [{ name: 'payments.paid', data: money }],
  })
}
