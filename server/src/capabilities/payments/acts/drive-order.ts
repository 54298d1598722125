/**
 * The worker's steps with received money: claim what was paid for, post to whoever is owed, write the receipt. Every step is one guarded
 * move, so a crash anywhere repeats at most a step that bears repetition.
 */
import { crashPoint } from '#platform/crash-point.ts'
import type { Ctx } from '#platform/context.ts'
import type { OrderRow } from '../data/orders.ts'
import { retryAt } from '../domain/ask-schedule.ts'
import { payableOf } from '../payable.ts'
import { beginRefund } from './begin-refund.ts'
import { moneyData, moveOrder, noteOrder } from './move-order.ts'
import { writeReceipt } from './write-receipt.ts'

const MOST_STEPS = 8
/** One poster at a time, or one's refusal crosses another's acceptance: longer than a posting and the question after it may take. */
const POST_LEASE_MS = 20_000
const DAY_MS = 86_400_000

export async function driveOrder(ctx: Ctx, order: OrderRow): Promise<void> {
  let current: OrderRow | null = order
  for (let steps = 0; steps < MOST_STEPS && current !== null; steps += 1) {
    if (current.nextStepAt === null || current.nextStepAt > ctx.clock.now()) return
    current = await step(ctx, current)
  }
}

/** The order after one step; null when somebody else took it, or nothing is left to do now. */
async function step(ctx: Ctx, order: OrderRow): Promise<OrderRow | null> {
  switch (order.state) {
    case 'PAID':
      return await claim(ctx, order)
    case 'POSTING':
    case 'POST_RETRY':
      return await postAgain(ctx, order)
    case 'CREDITED':
      return await writeReceipt(ctx, order)
    case 'SUSPENSE':
      return await resolveSuspense(ctx, order)
    default:
      return await noteOrder(ctx, order, 'payments.rested', { nextStepAt: null })
  }
}

async function claim(ctx: Ctx, order: OrderRow): Promise<OrderRow | null> {
  const answer = await ctx.port(payableOf(order.purpose)).claim(ctx, order)
  crashPoint('order-after-claim')
  if (answer !== 'claimed') return await suspend(ctx, order, 'misfit', 'bill-already-paid')
  const claimed = await moveOrder(ctx, order, 'claimed', {
    set: { nextStepAt: ctx.clock.now() + POST_LEASE_MS, liveKeys: [order._id] },
  })
  return claimed === null ? null : await post(ctx, claimed)
}

/** After a failure, or after a poster that died: the lease is taken by a guarded move, so only one goes on. */
async function postAgain(ctx: Ctx, order: OrderRow): Promise<OrderRow | null> {
  const mine = await noteOrder(ctx, order, 'payments.posting-again', { nextStepAt: ctx.clock.now() + POST_LEASE_MS })
  return mine === null ? null : await post(ctx, mine)
}

async function post(ctx: Ctx, order: OrderRow): Promise<OrderRow | null> {
  crashPoint('order-before-post')
  const answer = await ctx.port(payableOf(order.purpose)).post(ctx, order)
  crashPoint('order-after-post')
  if ('retry' in answer) {
    const usual = retryAt(order.posts, ctx.clock.now())
    const set = {
      posts: order.posts + 1,
      nextStepAt: answer.notBefore === undefined ? usual : Math.max(answer.notBefore, ctx.clock.now() + 1_000),
    }
    return await moveOrder(ctx, order, 'postFailed', { set, note: { why: answer.retry } })
  }
  if ('refused' in answer) return await suspend(ctx, order, 'postRefused', 'posting-refused')
  const set = { postingRef: answer.posted, creditedAt: answer.at, nextStepAt: ctx.clock.now() }
  return await moveOrder(ctx, order, 'posted', { set, events: [{ name: 'payments.credited', data: moneyData(order) }] })
}

async function suspend(
  ctx: Ctx,
  order: OrderRow,
  event: 'misfit' | 'postRefused',
  reason: 'bill-already-paid' | 'posting-refused',
): Promise<OrderRow | null> {
  return await moveOrder(ctx, order, event, {
    set: { suspense: reason, suspenseAt: ctx.clock.instant(), nextStepAt: ctx.clock.now(), liveKeys: [order._id] },
    note: { reason },
    events: [{ name: eventOf(order), data: { ...moneyData(order), reason } }],
  })
}

/** Booked by its name: money that staff had placed and the utility refused goes into suspense a second time. */
const eventOf = (order: OrderRow): string =>
  (order.placed ?? null) === null ? 'payments.suspended' : 'payments.suspended-again'

/** Only what needs no judgement goes back by itself: an exact duplicate, or money that cannot be posted. The rest waits for staff. */
async function resolveSuspense(ctx: Ctx, order: OrderRow): Promise<OrderRow | null> {
  const automatic =
    order.suspense === 'bill-already-paid' ||
    order.suspense === 'posting-refused' ||
    (await isExactDuplicate(ctx, order))
  if (!automatic || order.refund !== null) {
    // A late payment becomes an exact duplicate on the day its bill is paid otherwise: looked at again once a day.
    const nextStepAt = order.suspense === 'paid-after-close' && order.refund === null ? ctx.clock.now() + DAY_MS : null
    return await noteOrder(ctx, order, 'payments.awaits-staff', { nextStepAt })
  }
  return await beginRefund(ctx, order)
}

async function isExactDuplicate(ctx: Ctx, order: OrderRow): Promise<boolean> {
  if (order.suspense !== 'paid-after-close') return false
  return await ctx.port(payableOf(order.purpose)).settledOtherwise(ctx, order)
}
