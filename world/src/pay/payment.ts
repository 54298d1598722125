/** The moment of paying: the phone confirms, the order becomes SUCCESS, the notice is put on its way (or lost, late, doubled). */
import { randomBytes, randomInt } from 'node:crypto'
import { rfc3339 } from '../clock.ts'
import type { World } from '../state.ts'
import { keyOf, type Callback, type Order, type Paid } from './records.ts'

const CLOSE_TO_CALLBACK_MS = 500

function newTransactionId(nowMs: number): string {
  const day = rfc3339(nowMs).slice(0, 10).replaceAll('-', '')
  return `420000${String(randomInt(1000, 10_000))}${day}${String(randomInt(1_000_000_000, 9_999_999_999))}`
}

function callbackTimes(world: World): Pick<Callback, 'dueAt' | 'copies' | 'state'> {
  const lost = world.faults.take('pay.callback.lost')
  const late = world.faults.take('pay.callback.late')
  const twice = world.faults.take('pay.callback.duplicate')
  return {
    dueAt: world.clock.now() + (late?.number('delayMs') ?? 0),
    copies: Math.max(1, twice?.number('n') ?? 1),
    state: lost ? 'lost' : 'waiting',
  }
}

type Announced = Pick<Callback, 'kind' | 'eventType' | 'mchid' | 'no' | 'url' | 'lie'>

/** Puts a notice on its way. Refund notices know no faults of timing. */
export function announce(world: World, what: Announced, times?: Pick<Callback, 'dueAt' | 'copies' | 'state'>): void {
  const now = world.clock.now()
  const id = `EV-${String(now)}${randomBytes(6).toString('hex')}`
  world.callbacks.put(id, {
    id,
    ...what,
    createdAt: now,
    ...(times ?? { dueAt: now, copies: 1, state: 'waiting' }),
    rounds: 0,
    attempts: [],
  })
}

function announcePayment(world: World, order: Order, lie: Callback['lie'], delayMs: number): void {
  const times = callbackTimes(world)
  announce(
    world,
    {
      kind: 'transaction',
      eventType: 'TRANSACTION.SUCCESS',
      mchid: order.mchid,
      no: order.outTradeNo,
      url: order.notifyUrl,
      lie,
    },
    { ...times, dueAt: times.dueAt + delayMs },
  )
}

interface Figures {
  readonly paid: Paid
  readonly lie: Callback['lie']
}

/** What is taken from the payer, and what the notice says if that differs. */
function figuresOf(world: World, order: Order): Figures {
  const now = world.clock.now()
  const honest: Paid = { transactionId: newTransactionId(now), at: now, total: order.total, currency: 'CNY' }
  const amount = world.faults.take('pay.callback.wrong-amount')
  const currency = world.faults.take('pay.callback.wrong-currency') ? 'USD' : 'CNY'
  const total = order.total + (amount?.number('byFen') ?? 0)
  if (amount?.flag('onlyCallback') === true) return { paid: { ...honest, currency }, lie: { total } }
  return { paid: { ...honest, total, currency }, lie: undefined }
}

/** The payer confirmed: money moves now, or after the close when that fault is on. */
export function pay(world: World, order: Order): void {
  const key = keyOf(order.mchid, order.outTradeNo)
  const { paid, lie } = figuresOf(world, order)
  if (world.faults.take('pay.callback.after-close')) {
    world.orders.put(key, { ...order, inFlight: paid })
    return
  }
  world.orders.put(key, { ...order, state: 'SUCCESS', paid })
  announcePayment(world, order, lie, 0)
}

/** After a close: a payment that was in flight arrives all the same. */
export function settleAfterClose(world: World, key: string): void {
  const order = world.orders.get(key)
  if (order?.inFlight === undefined) return
  const { inFlight, ...rest } = order
  world.orders.put(key, { ...rest, state: 'SUCCESS', paid: inFlight })
  announcePayment(world, rest, undefined, CLOSE_TO_CALLBACK_MS)
}
