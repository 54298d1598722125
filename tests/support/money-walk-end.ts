/** The end of a random walk: all faults are mended, everything that is on its way arrives, and then the books are compared. */
import { orderEvents, orderTable, type OrderEvent, type OrderState } from '@xlb/shared/payments/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { bills } from '../../server/src/capabilities/bills/data/bills.ts'
import { ledger } from '../../server/src/capabilities/payments/data/ledger.ts'
import type { OrderRow } from '../../server/src/capabilities/payments/data/orders.ts'
import { receipts } from '../../server/src/capabilities/payments/data/receipts.ts'
import { refunds } from '../../server/src/capabilities/payments/data/refunds.ts'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { nextMorning } from './finance.ts'
import { worldList, type Stage } from './builders.ts'
import { fieldsIn } from './json.ts'
import { ordersOf, type Walker } from './money-walk.ts'
import { verified } from './verified.ts'

const MINUTE = 60_000
const MOST_ROUNDS = 40
const ENDS = new Set<OrderState>(['RECEIPTED', 'REFUNDED', 'CLOSED'])
/** Money that only people can place or give back: what waits in suspense (looked at once a day for a payment otherwise), and cash. */
const forPeople = ({ state, nextStepAt, till = '' }: OrderRow, now: number): boolean =>
  (state === 'SUSPENSE' && (nextStepAt === null || nextStepAt - now > 120 * MINUTE)) ||
  (state === 'REFUNDING' && till !== '')

const JOBS = [
  ...['relay-pending', 'dispatch-outbox', 'work-callbacks', 'ask-silent-orders', 'drive-orders', 'work-refunds'],
  ...['release-lapsed-bills', 'read-water-feed', 'chain-audit'],
]

/** What still moves when nothing is wrong any more: [] is right. */
export async function comeToRest(walker: Walker): Promise<string[]> {
  const { stage } = walker
  await stage.world.clearFaults()
  const names = JOBS.filter((name) => jobNames(stage).has(name))
  // Closing an order may bring a callback that nobody waits for: still is what was still twice.
  for (let [round, still] = [0, 0]; ; round += 1) {
    await stage.world.control('callbacks/fire-due', { all: true })
    await stage.work(names)
    const moving = await movingOf(walker)
    still = moving.length === 0 ? still + 1 : 0
    if (still === 2 || round === MOST_ROUNDS) return moving
    await stage.world.advance(round < 10 ? MINUTE : 60 * MINUTE)
  }
}

const jobNames = (stage: Stage): ReadonlySet<string> =>
  new Set([
    ...stage.house.capabilities.flatMap((one) => (one.jobs ?? []).map(({ name }) => name)),
    ...['relay-pending', 'dispatch-outbox'],
  ])

async function movingOf(walker: Walker): Promise<string[]> {
  const found = await ordersOf(walker)
  const open = found.filter((order) => !ENDS.has(order.state) && !forPeople(order, walker.stage.ctx().clock.now()))
  const ids = found.map(({ _id }) => _id)
  const working = await refunds.find(walker.stage.ctx(), { orderId: { $in: ids } })
  return [
    ...open.map(({ _id, state }) => `${_id} is ${state}`),
    ...working.filter(({ nextTryAt }) => nextTryAt !== null).map(({ _id, state }) => `${_id} is ${state}`),
  ]
}

/** Everything that does not add up, as sentences. What was paid after its order was closed, and never told, is found by the statement of the next day. */
export async function examine(walker: Walker): Promise<string[]> {
  const { stage } = walker
  if ((await moneyMissing(stage, await ordersOf(walker))).length > 0) {
    await nextMorning(stage)
    await stage.work(['want-statements', 'work-statements'])
    const moving = await comeToRest(walker)
    if (moving.length > 0) return moving
  }
  const found = await ordersOf(walker)
  return [
    ...(await verified(stage, 'ledger')).differences,
    ...(await verified(stage, 'bills')).differences,
    ...(await each(found, (order) => booksOf(stage, order))),
    ...(await each(found, (order) => wayOf(stage, order))),
    ...(await paidTwice(walker, found)),
    ...(await moneyMissing(stage, found)),
  ]
}

async function each(found: readonly OrderRow[], look: (order: OrderRow) => Promise<string[]>): Promise<string[]> {
  const all: string[] = []
  for (const order of found) all.push(...(await look(order)))
  return all
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0)

/** Entries that each sum to nothing, and one receipt where the order says so. */
async function booksOf(stage: Stage, order: OrderRow): Promise<string[]> {
  const entries = await ledger.find(stage.ctx(), { orderId: order._id })
  const uneven = entries.filter(({ lines }) => sum(lines.map(({ amount }) => amount)) !== 0)
  const written = (await receipts.find(stage.ctx(), { orderId: order._id })).length
  const expected = order.state === 'RECEIPTED' ? 1 : 0
  return [
    ...uneven.map(({ source }) => `${source} does not sum to 0`),
    ...(written === expected ? [] : [`${order._id} (${order.state}) has ${String(written)} receipts`]),
  ]
}

/** The order's own journal, walked through the table of states, ends where the order stands. */
async function wayOf(stage: Stage, order: OrderRow): Promise<string[]> {
  const chained = await auditEntries.find(stage.ctx(), { record: 'orders', recordId: order._id })
  const told = [
    ...chained.map(({ version, act }) => ({ version, act })),
    ...(order.pending ?? [])
      .filter(({ kind }) => kind === 'audit')
      .map(({ version, name }) => ({ version, act: name })),
  ].sort((one, other) => one.version - other.version)
  let state: OrderState = told[0]?.act === 'payments.cash' ? 'PAID' : orderTable.initial
  for (const { act } of told) {
    const event = eventOf(act)
    const next: OrderState | null = event === null ? state : nextState(orderTable, state, event)
    if (next === null) return [`${order._id}: ${act} in ${state}`]
    state = next
  }
  if (told.length !== order.version)
    return [`${order._id}: ${String(told.length)} entries, version ${String(order.version)}`]
  return state === order.state ? [] : [`${order._id} is ${order.state}, its entries lead to ${state}`]
}

const eventOf = (act: string): OrderEvent | null => orderEvents.find((event) => `payments.${event}` === act) ?? null

/** A bill is paid by one order or at the company's counter, and booked at the company once. */
async function paidTwice({ stage, billIds }: Walker, found: readonly OrderRow[]): Promise<string[]> {
  const booked = await worldList(stage, 'postings')
  const rows = await bills.find(stage.ctx(), { _id: { $in: [...billIds] } })
  return rows.flatMap((bill) => {
    const by = found.filter(
      ({ state, subjects }) => state === 'RECEIPTED' && subjects.some(({ id }) => id === bill._id),
    )
    const postings = booked.filter((one) => one['billNo'] === bill.billNo)
    return by.length > 1 || postings.length > 1
      ? [`${bill._id} (${bill.state}): ${String(by.length)} receipted orders, ${String(postings.length)} postings`]
      : []
  })
}

/** What the provider took and did not give back is what our orders hold. */
async function moneyMissing(stage: Stage, found: readonly OrderRow[]): Promise<string[]> {
  const atWechat = found.filter(({ mchid }) => mchid !== '')
  const numbers = new Set(atWechat.map(({ no }) => no))
  const mine = (rows: Awaited<ReturnType<typeof worldList>>) =>
    rows.filter((one) => numbers.has(String(one['outTradeNo'])))
  const taken = sum(mine(await worldList(stage, 'orders')).map((one) => Number(fieldsIn(one['paid'])['total'] ?? 0)))
  const back = sum(
    mine(await worldList(stage, 'refunds')).map((one) => (one['status'] === 'SUCCESS' ? Number(one['amount']) : 0)),
  )
  const given = await refunds.find(stage.ctx(), { orderId: { $in: atWechat.map(({ _id }) => _id) }, state: 'SUCCESS' })
  const held = sum(atWechat.map(({ receivedAmount }) => receivedAmount ?? 0)) - sum(given.map(({ amount }) => amount))
  return taken - back === held ? [] : [`the provider holds ${String(taken - back)}, our orders ${String(held)}`]
}
