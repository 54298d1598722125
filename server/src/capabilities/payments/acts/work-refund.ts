/** A refund at the provider: submitted, asked about, settled. Accepted is not done; only SUCCESS, ABNORMAL and CLOSED end it. */
import { nextState } from '@xlb/shared/platform/states.ts'
import { refundTable } from '@xlb/shared/payments/states.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { refunds, type RefundRow } from '../data/refunds.ts'
import { strays } from '../data/strays.ts'
import { retryAt } from '../domain/ask-schedule.ts'
import { notifyUrl } from '../notify-url.ts'
import { payProvider, type RefundAnswer, type RefundFact } from '../providers/pay-provider.ts'
import { settleDifference } from './keep-differences.ts'
import { moneyData, moveOrder } from './move-order.ts'
import { moveRefund } from './move-refund.ts'

/** The provider will say nothing else. */
const ENDED: ReadonlySet<string> = new Set(['SUCCESS', 'ABNORMAL', 'CLOSED'])

export async function workRefund(ctx: Ctx, refund: RefundRow): Promise<void> {
  const answer = await atProvider(ctx, refund)
  crashPoint('refund-after-provider')
  if ('refund' in answer) await settleRefund(ctx, refund, answer.refund)
  else await tryLater(ctx, refund)
}

async function atProvider(ctx: Ctx, refund: RefundRow): Promise<RefundAnswer> {
  const provider = ctx.port(payProvider)
  const { mchid, orderNo: no, transactionId = null, refundNo, amount, total, reason } = refund
  const submit = () =>
    provider.refund({
      mchid,
      no,
      transactionId,
      refundNo,
      amount,
      total,
      reason,
      notifyUrl: notifyUrl(mchid, 'refunded'),
    })
  if (refund.state === 'APPROVED') return await submit()
  const answer = await provider.queryRefund(mchid, refundNo)
  return 'missing' in answer ? await submit() : answer
}

async function tryLater(ctx: Ctx, refund: RefundRow): Promise<void> {
  const set = { tries: refund.tries + 1, nextTryAt: retryAt(refund.tries, ctx.clock.now()) }
  await moveRecord(ctx, refunds, refund, { set }, { act: 'payments.refund-asked' })
}

/** The provider's word about a refund, from an answer or a callback. Told twice, it is done once. */
export async function settleRefund(ctx: Ctx, refund: RefundRow, fact: RefundFact): Promise<void> {
  if (fact.amount !== refund.amount) throw new Error('the provider speaks of another amount than the refund')
  const accepted = { acceptedAt: refund.acceptedAt ?? ctx.clock.instant() }
  if (fact.outcome === 'working') {
    if (refund.state === 'APPROVED')
      await moveRefund(ctx, refund, 'submitted', { ...accepted, tries: 0, nextTryAt: retryAt(1, ctx.clock.now()) })
    else await tryLater(ctx, refund)
    return
  }
  const event = fact.outcome === 'success' ? 'succeeded' : fact.outcome
  await endRefund(ctx, refund, event, accepted)
}

/** The refund ends, and what it belonged to follows; the timetable repeats the second half until it has happened. */
export async function endRefund(
  ctx: Ctx,
  refund: RefundRow,
  event: 'succeeded' | 'abnormal' | 'closed',
  set: Partial<RefundRow> = {},
): Promise<void> {
  const ended = { ...set, endedAt: ctx.clock.instant(), nextTryAt: ctx.clock.now() }
  const events = event === 'succeeded' && refund.of === 'return' ? [returned(refund)] : []
  const moved = await moveRefund(ctx, refund, event, ended, events)
  crashPoint('refund-settled')
  if (moved !== null) await settleOrder(ctx, moved)
  else await settleAsItStands(ctx, refund, event, set)
}

/** Somebody was faster, or it had ended before: what stands decides. What was seen before would call money failed that went back. */
async function settleAsItStands(
  ctx: Ctx,
  { _id }: RefundRow,
  event: 'succeeded' | 'abnormal' | 'closed',
  set: Partial<RefundRow>,
): Promise<void> {
  const standing = await refunds.findOne(ctx, { _id })
  if (standing === null) return
  if (nextState(refundTable, standing.state, event) !== null) await endRefund(ctx, standing, event, set)
  else if (ENDED.has(standing.state)) await settleOrder(ctx, standing)
}

/** The utility's share shrinks: booked under the refund's own id, since an order may have several. */
function returned({ orderId, mchid, till = '', utility = '', amount }: RefundRow) {
  return { name: 'payments.returned', data: { orderId, mchid, till, utility, amount } }
}

/** Brings what the refund belongs to after it; repeated by the timetable until it has happened, then the refund rests. */
export async function settleOrder(ctx: Ctx, refund: RefundRow): Promise<void> {
  const followed = refund.of === 'stray' ? await followStray(ctx, refund) : await followOrder(ctx, refund)
  if (!followed || refund.nextTryAt === null) return
  await moveRecord(ctx, refunds, refund, { set: { nextTryAt: null } }, { act: 'payments.refund-rested' })
}

/** false: somebody moved it at the same time; it is tried again. */
async function followOrder(ctx: Ctx, refund: RefundRow): Promise<boolean> {
  const order = await orders.findOne(ctx, { _id: refund.orderId })
  if (order === null) return true
  const done = refund.state === 'SUCCESS'
  const state = done ? ('done' as const) : ('by-hand' as const)
  const view = { id: refund._id, amount: refund.amount, state, at: ctx.clock.instant() }
  if (refund.of === 'return') return await followReturn(ctx, refund, order, view)
  if (order.state !== 'REFUNDING') return true
  const moved = await moveOrder(ctx, order, done ? 'refunded' : 'refundFailed', {
    set: { refund: view, nextStepAt: null },
    events: [
      {
        name: done ? 'payments.refunded' : 'payments.refund-failed',
        data: { ...moneyData(order), refund: refund._id },
      },
    ],
  })
  return moved !== null
}

/** A refund that the provider closed gives its amount free again; one that went wrong half way stays taken until people ended it. */
async function followReturn(
  ctx: Ctx,
  refund: RefundRow,
  order: OrderRow,
  view: NonNullable<OrderRow['refund']>,
): Promise<boolean> {
  if (order.refund?.id === refund._id && order.refund.state === view.state) return true
  const returns = (order.returns ?? []).filter((one) => refund.state !== 'CLOSED' || one.id !== refund.refundNo)
  const gone = returns.reduce((sum, one) => sum + one.amount, 0)
  const set = { returns, refund: { ...view, amount: view.state === 'done' ? gone : view.amount } }
  const deed = { act: 'payments.return-followed', events: toldOf(view.state, order, refund) }
  return (await moveRecord(ctx, orders, order, { set }, deed)) !== null
}

function toldOf(state: 'working' | 'done' | 'by-hand', order: OrderRow, refund: RefundRow) {
  if (state !== 'done') return []
  return [{ name: 'payments.part-returned', data: { ...moneyData(order), amount: refund.amount, refund: refund._id } }]
}

async function followStray(ctx: Ctx, refund: RefundRow): Promise<boolean> {
  const stray = await strays.findOne(ctx, { _id: refund.orderId })
  if (stray === null) return true
  // The refund may be quicker than the step that says that it was begun.
  if (stray.state === 'REFUNDED' || refund.state !== 'SUCCESS') return true
  const { mchid, utility, amount } = stray
  const moved = await moveRecord(
    ctx,
    strays,
    stray,
    { state: 'REFUNDED', set: { refundId: refund._id } },
    {
      act: 'payments.stray-refunded',
      note: { amount },
      events: [{ name: 'payments.stray-refunded', data: { mchid, till: '', utility, amount, purpose: 'stray' } }],
    },
  )
  if (moved !== null) await settleDifference(ctx, 'suspense', stray._id, 'refunded')
  return moved !== null
}
