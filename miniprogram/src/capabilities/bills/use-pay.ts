import { useState } from 'react'
import type { BillRow } from '@xlb/shared/bills/contract.ts'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import type { OrderState } from '@xlb/shared/payments/states.ts'
import { toApiError } from '#platform/api/api-error.ts'
import type { ApiError } from '#platform/api/api-error.ts'
import { call } from '#platform/api/call.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { go } from '#platform/nav/nav.ts'
import { requestPayment } from '#platform/pay/pay.ts'
import { pendingKey, settleKey } from '#platform/storage/pending-key.ts'
import { sumToPay } from './group-bills.ts'
import { billWords } from './strings.zh-CN.ts'

/** What a tap asks for: one bill, one that somebody else began to pay, or several of an account. */
export type PayWish =
  | { readonly kind: 'bill'; readonly billId: string }
  | { readonly kind: 'take-over'; readonly billId: string }
  | {
      readonly kind: 'account'
      readonly accountId: string
      readonly billIds: readonly string[]
      /** Fen beyond the bills, for the next one. */
      readonly advance?: number
    }

/** Earlier bills stand open: both ways on are offered. */
export interface OlderFirst {
  readonly oldest: BillRow
  readonly together: { readonly wish: PayWish; readonly count: number; readonly amount: number }
}

/** What the last try left to say on the page. */
export interface PayProblem {
  readonly title: string
  readonly words: string
  readonly stopped: boolean
  readonly older: OlderFirst | null
}

export interface Paying {
  readonly busy: boolean
  readonly problem: PayProblem | null
  readonly pay: (wish: PayWish) => void
}

type PayAnswer = CallOutput<'bills.pay'>

/** After these nothing more can come of an order by paying it: the next tap is a new request. */
const ended: ReadonlySet<OrderState> = new Set(['CLOSED', 'CREDITED', 'RECEIPTED', 'SUSPENSE', 'REFUNDING', 'REFUNDED'])
const touched = ['bills.get', 'bills.list', 'bills.accounts', 'home.get'] as const
/** The most rows of one answer. */
const MOST_ROWS = '50'

export const payJob = (billId: string): string => `bills.pay:${billId}`

/** Another choice of bills is another request, so it has a key of its own. */
function jobOf(wish: PayWish): string {
  if (wish.kind === 'bill') return payJob(wish.billId)
  if (wish.kind === 'take-over') return `bills.takeOver:${wish.billId}`
  return `bills.payAccount:${wish.accountId}:${wish.billIds.join()}:${String(wish.advance ?? 0)}`
}

/** Lets go of a job's key once its order has come to an end. */
export function settleIfEnded(job: string, state: OrderState): void {
  if (job.startsWith('bills.') && ended.has(state)) settleKey(job)
}

/**
 * One tap: open the order (or get the live one), hand it to WeChat, tell the server what the phone saw, and look at the result page. What the
 * phone saw is a hint; nothing here says paid or failed.
 */
export function usePay(): Paying {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<PayProblem | null>(null)
  const run = async (wish: PayWish): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      setProblem(await payOnce(wish))
    } catch (error) {
      const refused = toApiError(error)
      setProblem(await problemOf(refused, wish))
      // Without an answer the bill on the page stays as it is, so that the next tap can follow at once.
      if (refused.answered) await refreshQueries(['bills.get', 'bills.list'])
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    problem,
    pay: (wish) => {
      if (!busy) void run(wish)
    },
  }
}

async function problemOf(error: ApiError, wish: PayWish): Promise<PayProblem> {
  const { message, answered, code } = error
  const plain = {
    title: billWords.payProblem,
    words: answered ? message : `${message}${billWords.payUnknown}`,
    stopped: code === 'account-stopped',
    older: null,
  }
  if (plain.stopped) return { ...plain, title: billWords.stopped }
  const older = code === 'older-first' ? await olderFirst(error, wish) : null
  return older === null
    ? plain
    : { ...plain, title: billWords.olderTitle(older.oldest), words: billWords.olderWords, older }
}

/** Which bills stand before the one that was asked for; null when nobody can say: then the server's sentence has to do. */
async function olderFirst({ params }: ApiError, wish: PayWish): Promise<OlderFirst | null> {
  const asked = String(params['askedPeriod'] ?? '')
  try {
    const { items } = await call('bills.list', { query: { show: 'due', limit: MOST_ROWS } })
    const accountId = wish.kind === 'account' ? wish.accountId : items.find(({ id }) => id === wish.billId)?.accountId
    const rows = items
      .filter((row) => row.accountId === accountId && row.can.pay && row.period <= asked)
      .sort((one, other) => (one.period < other.period ? -1 : 1))
    const [oldest] = rows
    if (accountId === undefined || oldest === undefined || rows.length < 2) return null
    const together: PayWish = { kind: 'account', accountId, billIds: rows.map(({ id }) => id) }
    return { oldest, together: { wish: together, count: rows.length, amount: sumToPay(rows) } }
  } catch {
    return null
  }
}

async function payOnce(wish: PayWish): Promise<PayProblem | null> {
  const job = jobOf(wish)
  const { order, pay } = await openOrder(wish, job)
  const hint = pay === null ? 'unknown' : await requestPayment(pay)
  const seen = await tell(order, hint)
  await refreshQueries(touched)
  if (hint === 'cancel' && seen.can.pay) {
    return { title: billWords.cancelled, words: billWords.cancelledWords, stopped: false, older: null }
  }
  await go('bills.confirming', { orderId: order.id, job, ...(wish.kind === 'account' ? {} : { billId: wish.billId }) })
  return null
}

/** The key outlives a crash. A kept key may answer with an order that has ended since: then this tap begins a new one. */
async function openOrder(wish: PayWish, job: string): Promise<PayAnswer> {
  const first = await ask(wish, job)
  if (first.order.state !== 'CLOSED') return first
  settleKey(job)
  return ask(wish, job)
}

async function ask(wish: PayWish, job: string): Promise<PayAnswer> {
  try {
    const answer = await send(wish, { idempotencyKey: await pendingKey(job) })
    settleIfEnded(job, answer.order.state)
    return answer
  } catch (error) {
    if (toApiError(error).answered) settleKey(job)
    throw error
  }
}

function send(wish: PayWish, key: { idempotencyKey: string }): Promise<PayAnswer> {
  switch (wish.kind) {
    case 'bill':
      return call('bills.pay', { params: { billId: wish.billId }, body: {} }, key)
    case 'take-over':
      return call('bills.takeOver', { params: { billId: wish.billId }, body: {} }, key)
    case 'account': {
      const { accountId, billIds, advance } = wish
      const body = { billIds: [...billIds], ...(advance === undefined ? {} : { advance }) }
      return call('bills.payAccount', { params: { accountId }, body }, key)
    }
  }
}

/** The hint may not arrive: the server asks the payment company all the same, so the order as we know it will do. */
async function tell(order: OrderView, outcome: 'ok' | 'cancel' | 'unknown'): Promise<OrderView> {
  try {
    return await call('payments.hint', { params: { orderId: order.id }, body: { outcome } })
  } catch {
    return order
  }
}
