/** What must hold when a case has come to rest: each paid order exactly one receipt, the others none, and the outside agrees. */
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import type { Stage } from './stage.ts'

const ENDS = new Set(['RECEIPTED', 'REFUNDED', 'CLOSED'])

/** What still moves, as sentences; empty when all has come to rest. */
export async function unsettled(stage: Stage, billIds: readonly string[]): Promise<string[]> {
  const { bills, orders, refunds, outbox, events } = stage.db
  const mine = await orders.find({ 'subjects.id': { $in: [...billIds] } }).toArray()
  const waiting = { 'pending.0': { $exists: true } }
  const [taken, pending, undelivered, unworked, resting] = await Promise.all([
    bills.countDocuments({ _id: { $in: [...billIds] }, state: { $in: ['PAYING', 'RECEIVED'] } }),
    Promise.all([bills.countDocuments(waiting), orders.countDocuments(waiting), refunds.countDocuments(waiting)]),
    outbox.countDocuments({ state: 'NEW' }),
    events.countDocuments({ nextTryAt: { $ne: null } }),
    refunds.countDocuments({ nextTryAt: { $ne: null } }),
  ])
  const entries = pending.reduce((sum, count) => sum + count, 0)
  const callbacks = (await stage.books.callbacks()).filter((one) => one.state === 'waiting')
  const counts = {
    bills: taken,
    'records with entries': entries,
    'undelivered events': undelivered,
    'unworked callbacks': unworked,
    refunds: resting,
    'unheard callbacks': callbacks.length,
  }
  return [
    ...mine.filter((order) => !ENDS.has(order.state)).map((order) => `${order._id} is ${order.state}`),
    ...Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${String(count)} ${what}`])),
  ]
}

export interface Tally {
  readonly paid: number
  readonly receipts: number
  readonly refunded: number
  readonly unpaid: number
  readonly faults: readonly string[]
}

/** Compares the orders of these bills with receipts, provider and utility. */
export async function examine(stage: Stage, billIds: readonly string[]): Promise<Tally> {
  const mine = await stage.db.orders.find({ 'subjects.id': { $in: [...billIds] } }).toArray()
  const books = await booksOf(stage)
  const faults = (await Promise.all(mine.map((order) => faultsOf(stage, books, order)))).flat()
  const paid = mine.filter((order) => books.paid.has(order.no))
  const receipts = await stage.db.receipts.countDocuments({ orderId: { $in: mine.map((order) => order._id) } })
  return {
    paid: paid.length,
    receipts,
    refunded: mine.filter((order) => order.state === 'REFUNDED').length,
    unpaid: mine.length - paid.length,
    faults: [...faults, ...(await unheard(stage))],
  }
}

interface Books {
  /** out_trade_no → fen, of everything the provider was paid for. */
  readonly paid: ReadonlyMap<string, number>
  readonly postings: ReadonlyMap<string, number>
  readonly refunds: ReadonlyMap<string, readonly number[]>
}

async function booksOf(stage: Stage): Promise<Books> {
  const [orders, postings, refunds] = await Promise.all([
    stage.books.orders(),
    stage.books.postings(),
    stage.books.refunds(),
  ])
  const paid = orders.flatMap((one): [string, number][] =>
    one.paid === undefined ? [] : [[one.outTradeNo, one.paid.total]],
  )
  const perNumber = new Map<string, number>()
  for (const one of postings) perNumber.set(one.postingNo, (perNumber.get(one.postingNo) ?? 0) + 1)
  const back = new Map<string, readonly number[]>()
  for (const one of refunds)
    if (one.status === 'SUCCESS') back.set(one.outTradeNo, [...(back.get(one.outTradeNo) ?? []), one.amount])
  return { paid: new Map(paid), postings: perNumber, refunds: back }
}

async function faultsOf(stage: Stage, books: Books, order: OrderRow): Promise<string[]> {
  const receipts = await stage.db.receipts.countDocuments({ orderId: order._id })
  const bill = await stage.db.bills.findOne({ _id: order.subjects[0]?.id ?? '' })
  const posted = books.postings.get(order.no) ?? 0
  const back = books.refunds.get(order.no) ?? []
  const paid = books.paid.get(order.no)
  const seen = { paid: paid !== undefined, receipts, posted, refunds: back.length, bill: bill?.state === 'CREDITED' }
  const expected = expectedOf(order, seen.bill)
  const name = `${order._id} (${order.state})`
  const differences = Object.entries(expected).flatMap(([what, value]) => {
    const found = Object.entries(seen).find(([key]) => key === what)?.[1]
    return found === value ? [] : [`${name}: ${what} is ${String(found)} instead of ${String(value)}`]
  })
  const partial =
    back.length > 0 && back[0] !== paid ? [`${name}: ${String(back[0])} of ${String(paid)} fen went back`] : []
  return [...differences, ...partial]
}

interface Seen {
  readonly paid: boolean
  readonly receipts: number
  readonly posted: number
  readonly refunds: number
  readonly bill: boolean
}

/** `bill`: credited. A bill whose order was closed or refunded may have been paid by a later one. */
function expectedOf(order: OrderRow, billNow: boolean): Seen {
  if (order.state === 'RECEIPTED') return { paid: true, receipts: 1, posted: 1, refunds: 0, bill: true }
  if (order.state === 'REFUNDED') return { paid: true, receipts: 0, posted: 0, refunds: 1, bill: billNow }
  return { paid: false, receipts: 0, posted: 0, refunds: 0, bill: billNow }
}

/** Whatever was acknowledged stands in the database. */
export async function unheard(stage: Stage): Promise<string[]> {
  const acknowledged = (await stage.books.callbacks()).filter((one) =>
    one.attempts.some((attempt) => attempt.ok && attempt.note !== 'signtest'),
  )
  const stored = new Set(await stage.db.events.distinct('eventId'))
  return acknowledged
    .filter((one) => !stored.has(one.id))
    .map((one) => `the callback ${one.id} was acknowledged and is not stored`)
}
