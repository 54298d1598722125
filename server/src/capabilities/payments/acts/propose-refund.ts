/** Staff's refund: the caller says what it believes is left, a second officer agrees, and the sum never exceeds what was received (rule 6). */
import { propose } from '#platform/approvals/approvals.ts'
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { Proposal } from '#platform/approvals/kind.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { leftOf, refundKind } from '../domain/left.ts'
import { beginRefund } from './begin-refund.ts'
import { noteOrder } from './move-order.ts'
import { approveRefund, requestRefund } from './request-refund.ts'

/** What the provider and the payer read. */
const REASONS: Readonly<Record<string, string>> = {
  overcharged: '多收款项退回',
  'paid-twice': '重复缴费退回',
  'utility-asked': '收费单位要求退回',
  court: '按生效文书退回',
}

export async function loadOrder(ctx: StaffCtx, filter: { _id: string } | { no: string }): Promise<OrderRow> {
  const order = await orders.findOne(ctx, filter)
  if (order === null) throw notFound()
  await refuseOwnMatter(ctx, payersOf(order))
  return order
}

export const payersOf = (order: OrderRow): string[] => (order.payerPersonId === '' ? [] : [order.payerPersonId])

interface Wish {
  readonly amount: number
  readonly leftAsSeen: number
  readonly reason: string
}

export async function proposeRefund(ctx: StaffCtx, order: OrderRow, wish: Wish): Promise<string> {
  const { amount, leftAsSeen, reason } = wish
  refuseRefund(order, amount, leftAsSeen)
  const row = await propose(ctx, 'payments.refund', {
    recordId: order._id,
    unitCode: ctx.tenant,
    personIds: payersOf(order),
    data: { amount, leftAsSeen, reason, utility: order.utility },
  })
  return row._id
}

function refuseRefund(order: OrderRow, amount: number, leftAsSeen: number): void {
  const left = leftOf(order)
  const kind = refundKind(order.state)
  if (kind === 'not-now' || (order.refund?.state === 'working' && kind === 'whole'))
    throw new AppError('refund-not-now')
  if (left !== leftAsSeen) throw new AppError('refund-left-changed', { left })
  if (amount < 1 || amount > left) throw new AppError('refund-above-left', { left })
  if (kind === 'whole' && amount !== left) throw new AppError('refund-whole-only')
}

const TRIES = 6

/** After both agreed. The refund's number follows from the approval's, so that a repeat finds the first one. */
export async function applyRefund(ctx: Ctx, proposal: Proposal): Promise<void> {
  const amount = Number(proposal.data['amount'])
  for (let tries = 0; tries < TRIES; tries += 1) {
    const order = await orders.findOne(ctx, { _id: proposal.recordId })
    if (order === null) throw notFound()
    if (refundKind(order.state) === 'whole') {
      if (order.refund !== null || (await beginRefund(ctx, order)) !== null) return
      continue
    }
    if (order.state === 'REFUNDING' || order.state === 'REFUNDED') return
    if (
      await returnPart(ctx, order, { no: `RP${proposal.id.slice(4)}`, amount, reason: String(proposal.data['reason']) })
    )
      return
  }
  throw new Error('an order kept changing while its refund was begun')
}

/** false: the order changed meanwhile; read it again. @throws AppError `refund-above-left`, `refund-not-now` */
export async function returnPart(
  ctx: Ctx,
  order: OrderRow,
  part: { readonly no: string; readonly amount: number; readonly reason: string },
): Promise<boolean> {
  const { no, amount, reason } = part
  if (refundKind(order.state) !== 'part') throw new AppError('refund-not-now')
  const wish = {
    ...{ refundNo: no, orderId: order._id, orderNo: order.no, of: 'return' as const, amount },
    ...{ mchid: order.mchid, till: order.till ?? '', utility: order.utility, total: order.receivedAmount ?? 0 },
  }
  const reserved = (order.returns ?? []).some((one) => one.id === no)
  if (!reserved) {
    const left = leftOf(order)
    if (amount > left) throw new AppError('refund-above-left', { left })
    const returns = [...(order.returns ?? []), { id: no, amount }]
    if ((await noteOrder(ctx, order, 'payments.return-reserved', { returns })) === null) return false
  }
  await approveRefund(ctx, await requestRefund(ctx, { ...wish, reason: REASONS[reason] ?? '退回' }))
  return true
}

/**
 * A part of credited money that nobody can keep goes back by itself: a utility refused one bill of several. `key` names the part within the order, so that a
 * repeat finds the first; never more than what is left.
 */
export async function returnPartOf(
  ctx: Ctx,
  orderId: string,
  part: { readonly key: string; readonly amount: number; readonly reason: string },
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const order = await orders.findOne(ctx, { _id: orderId })
    if (order === null) throw notFound()
    const no = `R${order.no}-${part.key}`
    const reserved = (order.returns ?? []).some((one) => one.id === no)
    const amount = reserved ? part.amount : Math.min(part.amount, leftOf(order))
    if (amount < 1 || (await returnPart(ctx, order, { ...part, no, amount }))) return
  }
  throw new Error('an order kept changing while a part of it went back')
}
