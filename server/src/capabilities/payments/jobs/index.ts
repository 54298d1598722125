/** The timetable of payments. Batches are small and repeat until nothing is due; states and versions decide that each thing happens once. */
import type { Job } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { askProvider } from '../acts/ask-provider.ts'
import { fetchStatement, wantStatements } from '../acts/fetch-statement.ts'
import { matchStatement } from '../acts/match-day.ts'
import { driveOrder } from '../acts/drive-order.ts'
import { noteOrder } from '../acts/move-order.ts'
import { workCallback } from '../acts/work-callback.ts'
import { settleOrder, workRefund } from '../acts/work-refund.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { providerEvents, type ProviderEventRow } from '../data/provider-events.ts'
import { refunds, type RefundRow } from '../data/refunds.ts'
import { payProvider } from '../providers/pay-provider.ts'
import { statementDays, type StatementDayRow } from '../data/statements.ts'

const BATCH = 50

/** A row whose work failed is due again this much later, so that fifty bad ones cannot keep the good ones waiting. */
const AFTER_FAILURE_MS = 30_000

/** Both bounds: only a filter with the lower one may use the partial index of what is due. */
function due(ctx: Ctx): { $gt: number; $lte: number } {
  return { $gt: 0, $lte: ctx.clock.now() }
}

/** Rows that wait for a time: which are due, what is done with one, and when it comes again if that failed. */
interface Queue<T> extends Pick<Job, 'name' | 'every' | 'wakeOn'> {
  readonly what: string
  find(ctx: Ctx): Promise<T[]>
  do(ctx: Ctx, row: T): Promise<void>
  /** Whether to leave everything as it is for now: the rows stay due. */
  waits?(ctx: Ctx): boolean
  /** Moves the row's due time; the row stays due. */
  postpone(ctx: Ctx, row: T, until: number): Promise<unknown>
}

function soonest(field: string): { sort: Record<string, 1>; limit: number } {
  return { sort: { [field]: 1 }, limit: BATCH }
}

/** One row's failure is logged and leaves the others alone. */
function jobOf<T extends { readonly _id: string }>(queue: Queue<T>): Job {
  const { name, every, wakeOn = [] } = queue
  return {
    name,
    every,
    wakeOn,
    async run(ctx) {
      if (queue.waits?.(ctx) === true) return
      for (const row of await queue.find(ctx)) {
        if (queue.waits?.(ctx) === true) return
        try {
          await queue.do(ctx, row)
        } catch (error) {
          ctx.log.error({ err: error, id: row._id }, `${queue.what} failed and stays due`)
          await queue.postpone(ctx, row, ctx.clock.now() + AFTER_FAILURE_MS)
        }
      }
    },
  }
}

/** While the payment company is down nobody's turn is used up by a question that is not sent. */
const providerRests = (ctx: Ctx): boolean => ctx.port(payProvider).isResting()

/** A merchant's day: fetched where it is not yet, matched as soon as it is there, and matched again while its neighbours may explain something. */
async function workStatement(ctx: Ctx, row: StatementDayRow): Promise<void> {
  const fetched = await fetchStatement(ctx, row)
  if (fetched.state === 'fetched' || fetched.state === 'none') await matchStatement(ctx, fetched)
}

export const paymentJobs: readonly Job[] = [
  { name: 'want-statements', every: '1 hour', run: wantStatements },
  jobOf<StatementDayRow>({
    name: 'work-statements',
    every: '5 minutes',
    what: 'a statement',
    find: (ctx) => statementDays.find(ctx, { nextTryAt: due(ctx) }, soonest('nextTryAt')),
    do: workStatement,
    postpone: (ctx, row, nextTryAt) => statementDays.update(ctx, { _id: row._id }, { $set: { nextTryAt } }),
  }),
  jobOf<ProviderEventRow>({
    name: 'work-callbacks',
    every: '5 seconds',
    wakeOn: ['providerEvents'],
    what: 'a callback',
    find: (ctx) => providerEvents.find(ctx, { nextTryAt: due(ctx) }, soonest('nextTryAt')),
    do: workCallback,
    postpone: (ctx, row, nextTryAt) =>
      providerEvents.update(ctx, { _id: row._id }, { $set: { nextTryAt, tries: row.tries + 1 } }),
  }),
  jobOf<OrderRow>({
    name: 'ask-silent-orders',
    every: '2 seconds',
    what: 'asking about an order',
    waits: providerRests,
    find: (ctx) => orders.find(ctx, { nextAskAt: due(ctx) }, soonest('nextAskAt')),
    do: askProvider,
    postpone: (ctx, row, nextAskAt) => noteOrder(ctx, row, 'payments.ask-failed', { nextAskAt }),
  }),
  jobOf<OrderRow>({
    name: 'drive-orders',
    every: '2 seconds',
    wakeOn: ['orders'],
    what: 'an order’s next step',
    find: (ctx) => orders.find(ctx, { nextStepAt: due(ctx) }, soonest('nextStepAt')),
    do: driveOrder,
    postpone: (ctx, row, nextStepAt) => noteOrder(ctx, row, 'payments.step-failed', { nextStepAt }),
  }),
  jobOf<RefundRow>({
    name: 'work-refunds',
    every: '5 seconds',
    wakeOn: ['refunds'],
    what: 'a refund',
    find: (ctx) => refunds.find(ctx, { nextTryAt: due(ctx) }, soonest('nextTryAt')),
    do: (ctx, refund) => (refund.endedAt === null ? workRefund(ctx, refund) : settleOrder(ctx, refund)),
    postpone: (ctx, row, nextTryAt) =>
      moveRecord(ctx, refunds, row, { set: { nextTryAt } }, { act: 'payments.refund-failed' }),
  }),
]
