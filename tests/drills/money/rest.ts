/** Waits until nothing of these bills moves any more, then compares orders, receipts, provider and utilities. */
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import { unheard } from '../kill-payment/examine.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { grouped } from './grouped.ts'
import { postingsOf, type Posted } from './utility-books.ts'

const ENDS = ['RECEIPTED', 'REFUNDED', 'CLOSED'] as const
const STILL_MS = 1_200
const JUMP_MS = 10_000
/** So long a jump waits for an event in a worker's hands. */
const IN_HAND_MS = 6_000

export interface Patience {
  /** Real time. */
  readonly ms: number
  /** Orders that are meant to wait. */
  readonly but?: readonly string[]
  /** By how much the clocks jump; default 10 s. */
  readonly jumpMs?: number
}

/**
 * What still moves, as sentences. While nothing does, all clocks jump by ten seconds; not while a worker has an event in hand: three jumps are its lease, and
 * a slow machine would lose one try after the other.
 */
export async function comeToRest(stage: Stage, billIds: readonly string[], patience: Patience): Promise<string[]> {
  const end = Date.now() + patience.ms
  let [seen, since] = ['', Date.now()]
  for (;;) {
    const asked = Date.now()
    const open = await moving(stage, billIds, patience.but ?? [])
    if (open.length === 0 || Date.now() > end) return open
    if (open.join() !== seen) [seen, since] = [open.join(), Date.now()]
    const still = Date.now() - since
    if (still > IN_HAND_MS || (still > STILL_MS && !(await isInHand(stage)))) {
      await stage.advance(patience.jumpMs ?? JUMP_MS)
      since = Date.now()
    }
    await new Promise((resolve) => setTimeout(resolve, 100 + 2 * (Date.now() - asked)))
  }
}

async function isInHand(stage: Stage): Promise<boolean> {
  const now = await stage.now()
  return (await stage.db.outbox.countDocuments({ run: { $ne: '' }, nextTryAt: { $gt: now } })) > 0
}

async function moving(stage: Stage, billIds: readonly string[], but: readonly string[]): Promise<string[]> {
  const { bills, orders, refunds, outbox, events } = stage.db
  const waiting = { 'pending.0': { $exists: true } }
  const counts = {
    orders: await orders.countDocuments({
      ...{ 'subjects.id': { $in: [...billIds] }, state: { $nin: [...ENDS] }, _id: { $nin: [...but] } },
    }),
    'records with entries': (
      await Promise.all([
        bills.countDocuments(waiting),
        orders.countDocuments(waiting),
        refunds.countDocuments(waiting),
      ])
    ).reduce((sum, count) => sum + count, 0),
    'undelivered events': await outbox.countDocuments({ state: 'NEW' }),
    'unworked callbacks': await events.countDocuments({ nextTryAt: { $ne: null } }),
    refunds: await refunds.countDocuments({ nextTryAt: { $ne: null } }),
  }
  const open = Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${String(count)} ${what}`]))
  if (open.length > 0) return open
  const callbacks = (await stage.books.callbacks()).filter((one) => one.state === 'waiting')
  return callbacks.length === 0 ? [] : [`${String(callbacks.length)} unheard callbacks`]
}

export interface Tally {
  readonly orders: number
  readonly paid: number
  readonly receipts: number
  readonly refunded: number
  readonly faults: readonly string[]
}

/** `but`: orders that are looked at elsewhere. */
export async function examineMoney(
  stage: Stage,
  billIds: readonly string[],
  but: readonly string[] = [],
): Promise<Tally> {
  const all = await stage.db.orders.find({ 'subjects.id': { $in: [...billIds] } }).toArray()
  const mine = all.filter(({ _id }) => !but.includes(_id))
  const books = await booksOf(stage, mine)
  const faults = mine.flatMap((order) => faultsOf(books, order))
  const count = (state: OrderRow['state']): number => mine.filter((order) => order.state === state).length
  return {
    orders: mine.length,
    paid: mine.filter(({ no }) => books.paid.has(no)).length,
    receipts: [...books.receipts.values()].reduce((sum, one) => sum + one, 0),
    refunded: count('REFUNDED'),
    faults: [...faults, ...twice(mine), ...(await unheard(stage))],
  }
}

export const tallyWords = ({ orders, paid, receipts, refunded }: Tally): string =>
  `${String(orders)} orders, ${String(paid)} paid, ${String(receipts)} receipts, ${String(refunded)} refunded`

interface Books {
  /** out_trade_no → fen that the provider took. */
  readonly paid: ReadonlyMap<string, number>
  /** out_trade_no → fen that the provider gave back. */
  readonly back: ReadonlyMap<string, number>
  readonly receipts: ReadonlyMap<string, number>
  /** By the order's number, which every posting's number begins with. */
  readonly postings: ReadonlyMap<string, readonly Posted[]>
  readonly credited: ReadonlySet<string>
}

async function booksOf(stage: Stage, mine: readonly OrderRow[]): Promise<Books> {
  const [orders, refunds, postings] = [
    await stage.books.orders(),
    await stage.books.refunds(),
    await postingsOf(stage),
  ] as const
  const receipts = await stage.db.receipts.find({ orderId: { $in: mine.map(({ _id }) => _id) } }).toArray()
  const billIds = mine.flatMap(({ subjects }) => subjects.map(({ id }) => id))
  const credited = await stage.db.bills.find({ _id: { $in: billIds }, state: 'CREDITED' }).toArray()
  const sums = (pairs: readonly (readonly [string, number])[]): Map<string, number> => {
    const map = new Map<string, number>()
    for (const [key, amount] of pairs) map.set(key, (map.get(key) ?? 0) + amount)
    return map
  }
  return {
    paid: sums(orders.flatMap((one) => (one.paid === undefined ? [] : [[one.outTradeNo, one.paid.total]]))),
    back: sums(refunds.flatMap((one) => (one.status === 'SUCCESS' ? [[one.outTradeNo, one.amount]] : []))),
    receipts: sums(receipts.map(({ orderId }) => [orderId, 1])),
    postings: grouped(postings, ({ postingNo }) => /^XLB\d+/.exec(postingNo)?.[0] ?? postingNo),
    credited: new Set(credited.map(({ _id }) => _id)),
  }
}

function faultsOf(books: Books, order: OrderRow): string[] {
  const found = {
    received: books.paid.get(order.no) ?? 0,
    back: books.back.get(order.no) ?? 0,
    receipts: books.receipts.get(order._id) ?? 0,
    postings: (books.postings.get(order.no) ?? []).length,
    credited: order.subjects.every(({ id }) => books.credited.has(id)),
  }
  const expected = expectedOf(order, found.credited)
  if (expected === null) return [`${order._id} is ${order.state}`]
  return Object.entries(expected).flatMap(([what, value]) => {
    const seen = Object.entries(found).find(([key]) => key === what)?.[1]
    return seen === value
      ? []
      : [`${order._id} (${order.state}): ${what} is ${String(seen)} instead of ${String(value)}`]
  })
}

/** `credited`: a bill whose order was closed or refunded may have been paid by a later one. */
function expectedOf(order: OrderRow, credited: boolean) {
  const { amount, receivedAmount } = order
  if (order.state === 'RECEIPTED') return { received: amount, back: 0, receipts: 1, postings: 1, credited: true }
  if (order.state === 'CLOSED') return { received: 0, back: 0, receipts: 0, postings: 0, credited }
  if (order.state !== 'REFUNDED') return null
  return { received: receivedAmount, back: receivedAmount, receipts: 0, postings: 0, credited }
}

function twice(mine: readonly OrderRow[]): string[] {
  const done = mine.filter(({ state }) => state === 'RECEIPTED').flatMap(({ subjects }) => subjects.map(({ id }) => id))
  return done.filter((id, at) => done.indexOf(id) !== at).map((id) => `${id} was paid twice`)
}
