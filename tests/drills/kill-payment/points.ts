/**
 * The marked points of a payment's way, the process that passes them, the way that leads there, and what must stand in database and world
 * when the process died exactly there.
 */
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import type { Killed, Stage } from './stage.ts'

/**
 * `straight`: paid, told, credited. `silent`: paid, the callback is lost, the phone hints. `refused`: paid, the utility refuses for good, the
 * money goes back. `unpaid`: the order is left open until its end.
 */
export type Way = 'straight' | 'silent' | 'refused' | 'unpaid'

/** What was seen right after the death, of the bills under way. */
export interface Scene {
  readonly stage: Stage
  readonly billIds: readonly string[]
}

export interface Point {
  readonly name: string
  readonly process: Killed
  readonly way: Way
  /** true when at least one bill of the scene stands as it must when the process died here. */
  left(scene: Scene): Promise<boolean>
}

async function ordersOf({ stage, billIds }: Scene): Promise<OrderRow[]> {
  return await stage.db.orders.find({ 'subjects.id': { $in: [...billIds] } }).toArray()
}

async function some<T>(items: readonly T[], holds: (item: T) => boolean | Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await holds(item)) return true
  return false
}

const someOrder = async (scene: Scene, holds: (order: OrderRow) => boolean | Promise<boolean>): Promise<boolean> =>
  some(await ordersOf(scene), holds)

/** The process dies between two states, and another of its jobs may have had its next command under way: one state further is as good. */
const isAt = (order: OrderRow, ...states: OrderRow['state'][]): boolean => states.includes(order.state)

const billOf = (stage: Stage, order: OrderRow) => stage.db.bills.findOne({ _id: order.subjects[0]?.id ?? '' })
const atProvider = async (stage: Stage, order: OrderRow) =>
  (await stage.books.orders()).find((one) => one.outTradeNo === order.no)
const postedAt = async (stage: Stage, order: OrderRow) =>
  (await stage.books.postings()).filter((one) => one.postingNo === order.no).length
const receiptsOf = (stage: Stage, order: OrderRow) => stage.db.receipts.countDocuments({ orderId: order._id })
async function takenWithoutOrder({ stage, billIds }: Scene): Promise<boolean> {
  const taken = await stage.db.bills.find({ _id: { $in: [...billIds] }, state: 'PAYING' }).toArray()
  return some(taken, async (bill) => (await stage.db.orders.countDocuments({ _id: bill.orderId ?? '' })) === 0)
}

/** Stored, and at least one of those who brought it was not told so; another copy of it may have been acknowledged before. */
async function storedUnanswered(scene: Scene): Promise<boolean> {
  const callbacks = await scene.stage.books.callbacks()
  return someOrder(scene, async (order) => {
    const untold = callbacks.filter(
      (one) => one.no === order.no && !(one.attempts.length > 0 && one.attempts.every(({ ok }) => ok)),
    )
    return (await scene.stage.db.events.countDocuments({ eventId: { $in: untold.map((one) => one.id) } })) > 0
  })
}

type Waiting = Pick<OrderRow, '_id' | 'pending'>
const WAITING = { 'pending.0': { $exists: true } }

/** Of each record whose entries still stand in `pending`, how many audit entries stand in the chain already. */
async function chainedStill({ stage }: Scene): Promise<number[]> {
  const { chain } = stage.db
  // The relay takes whatever waits, of any capability: what it had in hand when it died need not be a payment's.
  const names = (await stage.raw.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const rows = (
    await Promise.all(names.map((name) => stage.raw.collection<Waiting>(name).find(WAITING).toArray()))
  ).flat()
  const ids = rows.map(({ pending = [] }) => pending.filter((one) => one.kind === 'audit').map((one) => one.id))
  return await Promise.all(ids.map((entryIds) => chain.countDocuments({ entryId: { $in: entryIds } })))
}

async function undone(stage: Stage, order: OrderRow): Promise<boolean> {
  // Claimed and handled, but its row does not know: the lease is still running.
  return (
    (await stage.db.outbox.countDocuments({
      recordId: order._id,
      state: 'NEW',
      nextTryAt: { $gt: await stage.now() },
    })) > 0
  )
}

export const points: readonly Point[] = [
  { name: 'bill-taken', process: 'api', way: 'straight', left: takenWithoutOrder },
  {
    name: 'order-before-prepay',
    process: 'api',
    way: 'straight',
    left: (scene) =>
      someOrder(
        scene,
        async (order) => order.state === 'CREATED' && (await atProvider(scene.stage, order)) === undefined,
      ),
  },
  {
    name: 'order-after-prepay',
    process: 'api',
    way: 'straight',
    left: (scene) =>
      someOrder(
        scene,
        async (order) => order.state === 'CREATED' && (await atProvider(scene.stage, order)) !== undefined,
      ),
  },
  { name: 'callback-stored', process: 'api', way: 'straight', left: storedUnanswered },
  {
    name: 'order-paid',
    process: 'worker',
    way: 'straight',
    left: (scene) => someOrder(scene, (order) => order.state === 'PAID'),
  },
  {
    name: 'order-after-claim',
    process: 'worker',
    way: 'straight',
    left: (scene) =>
      someOrder(
        scene,
        async (order) => isAt(order, 'PAID', 'POSTING') && (await billOf(scene.stage, order))?.state === 'RECEIVED',
      ),
  },
  {
    name: 'order-before-post',
    process: 'worker',
    way: 'straight',
    left: (scene) => someOrder(scene, (order) => order.state === 'POSTING'),
  },
  {
    name: 'order-after-post',
    process: 'worker',
    way: 'straight',
    left: (scene) =>
      someOrder(
        scene,
        async (order) => isAt(order, 'POSTING', 'CREDITED') && (await postedAt(scene.stage, order)) === 1,
      ),
  },
  {
    name: 'receipt-written',
    process: 'worker',
    way: 'straight',
    left: (scene) =>
      someOrder(
        scene,
        async (order) => isAt(order, 'CREDITED', 'RECEIPTED') && (await receiptsOf(scene.stage, order)) === 1,
      ),
  },
  {
    name: 'callback-worked',
    process: 'worker',
    way: 'straight',
    left: (scene) =>
      someOrder(scene, async (order) => {
        const open = await scene.stage.db.events.countDocuments({ 'payment.no': order.no, outcome: null })
        return open > 0 && !isAt(order, 'CREATED', 'PENDING')
      }),
  },
  {
    name: 'relay-after-outbox',
    process: 'worker',
    way: 'straight',
    left: async (scene) => {
      const chained = await chainedStill(scene)
      return chained.length > 0 && chained.every((count) => count === 0)
    },
  },
  {
    name: 'relay-after-chain',
    process: 'worker',
    way: 'straight',
    left: async (scene) => (await chainedStill(scene)).some((count) => count > 0),
  },
  {
    name: 'event-delivered',
    process: 'worker',
    way: 'straight',
    left: (scene) => someOrder(scene, (order) => undone(scene.stage, order)),
  },
  {
    name: 'ask-after-query',
    process: 'worker',
    way: 'silent',
    left: (scene) =>
      someOrder(
        scene,
        async (order) => order.state === 'PENDING' && (await atProvider(scene.stage, order))?.state === 'SUCCESS',
      ),
  },
  {
    name: 'close-after-answer',
    process: 'worker',
    way: 'unpaid',
    left: (scene) =>
      someOrder(
        scene,
        async (order) => order.state === 'CLOSING' && (await atProvider(scene.stage, order))?.state === 'CLOSED',
      ),
  },
  {
    name: 'refund-requested',
    process: 'worker',
    way: 'refused',
    left: ({ stage, billIds }) =>
      someOrder({ stage, billIds }, async (order) => {
        const refund = await stage.db.refunds.findOne({ orderId: order._id })
        return order.state === 'SUSPENSE' && refund?.state === 'REQUESTED'
      }),
  },
  {
    name: 'refund-after-provider',
    process: 'worker',
    way: 'refused',
    left: ({ stage, billIds }) =>
      someOrder({ stage, billIds }, async (order) => {
        const refund = await stage.db.refunds.findOne({ orderId: order._id })
        const made = (await stage.books.refunds()).some((one) => one.outRefundNo === refund?.refundNo)
        return made && (refund?.state === 'APPROVED' || refund?.state === 'SUBMITTED')
      }),
  },
  {
    name: 'refund-settled',
    process: 'worker',
    way: 'refused',
    left: ({ stage, billIds }) =>
      someOrder({ stage, billIds }, async (order) => {
        const refund = await stage.db.refunds.findOne({ orderId: order._id })
        return order.state === 'REFUNDING' && refund?.state === 'SUCCESS'
      }),
  },
]
