/**
 * Opens the one live order of its subjects, then asks the provider for a prepay id with a deadline. A crash in between leaves an order
 * without one; the next tap resumes it with the same bytes, or the timetable closes it after asking.
 */
import type { ResidentCtx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { AppError } from '#platform/errors.ts'
import { orders, type OrderRow, type Subject } from '../data/orders.ts'
import { nextAskAt } from '../domain/ask-schedule.ts'
import { rfc3339 } from '../domain/numbers.ts'
import { payProvider } from '../providers/pay-provider.ts'
import { notifyUrl } from '../notify-url.ts'
import { blankOrder, insertOrStanding } from './insert-order.ts'
import { moveOrder, noteOrder } from './move-order.ts'

export interface OrderWish {
  readonly orderId: string
  readonly purpose: string
  readonly utility: string
  readonly subjects: readonly Subject[]
  readonly title: string
  readonly ownerName: string
  readonly accountCode: string
  readonly office: string
  readonly invoiceHint: string
  readonly validMs: number
}

/** @throws AppError `changed-meanwhile` */
export async function openOrder(ctx: ResidentCtx, wish: OrderWish): Promise<OrderRow> {
  const order = await insertOrder(ctx, wish)
  if (order.state === 'CLOSED') throw new AppError('changed-meanwhile') // somebody took the bills back before it was written
  crashPoint('order-before-prepay')
  return await prepayOrder(ctx, order)
}

async function insertOrder(ctx: ResidentCtx, wish: OrderWish): Promise<OrderRow> {
  const merchant = ctx.port(payProvider).merchant(ctx.tenant, wish.utility)
  const { personId, accountId, openid } = ctx.resident
  if (merchant === null || personId === null) throw new AppError('forbidden')
  const now = ctx.clock.now()
  const { orderId, validMs, ...rest } = wish
  const row = {
    ...blankOrder(ctx, { ...rest, orderId, validUntil: now + validMs }),
    state: 'CREATED' as const,
    payerPersonId: personId,
    payerAccountId: accountId,
    openid,
    mchid: merchant.mchid,
    merchantName: merchant.name,
    description: `${wish.office} ${wish.title}`.slice(0, 120),
    notifyUrl: notifyUrl(merchant.mchid, 'paid'),
    timeExpire: rfc3339(now + validMs),
    nextAskAt: nextAskAt(now, now + validMs, now),
  }
  return await insertOrStanding(ctx, row, {
    act: 'payments.opened',
    note: { amount: row.amount, purpose: row.purpose },
  })
}

/** An order that is waiting for its payer, with a prepay id; resumed as often as needed. */
export async function prepayOrder(ctx: ResidentCtx, order: OrderRow): Promise<OrderRow> {
  if (order.state === 'PENDING' && order.hintedAt === null) return await handOver(ctx, order)
  if (order.state !== 'CREATED') return order
  const { mchid, no, description, amount, openid, timeExpire } = order
  const answer = await ctx
    .port(payProvider)
    .prepay({ mchid, no, description, amount, openid, timeExpire, notifyUrl: order.notifyUrl })
  crashPoint('order-after-prepay')
  // A refusal is a fault of ours or of the merchant's set-up: the payer is asked to come again, the operator reads which one.
  if ('refused' in answer)
    ctx.log.error({ order: order._id, code: answer.code }, 'the provider refused to make an order')
  if (!('prepayId' in answer)) throw new AppError('provider-unreachable')
  const moved = await moveOrder(ctx, order, 'prepaid', {
    set: { prepayId: answer.prepayId, hintedAt: ctx.clock.instant() },
  })
  return moved ?? (await orders.findOne(ctx, { _id: order._id })) ?? order
}

/** From here the payer may have paid, whatever becomes of the phone: pages say "confirming" until the payer cancels or the provider answers. */
async function handOver(ctx: ResidentCtx, order: OrderRow): Promise<OrderRow> {
  const noted = await noteOrder(ctx, order, 'payments.handed-over', { hintedAt: ctx.clock.instant() })
  return noted ?? (await orders.findOne(ctx, { _id: order._id })) ?? order
}
