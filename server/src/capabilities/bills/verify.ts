/**
 * Bills against their orders, both ways: every taken, received or credited bill has its order in a state that fits, and every order that lives or
 * has its money placed has its bills. And what bills carry against the records it came from (verify/credits.ts).
 */
import type { Verified } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { orderById, ordersFor, type OrderRow } from '../payments/index.ts'
import { bills, type BillRow } from './data/bills.ts'
import { dueAmount, isAdvance } from './domain/price.ts'
import { verifyCredits } from './verify/credits.ts'

const FITTING: Readonly<Record<string, readonly string[]>> = {
  PAYING: ['CREATED', 'PENDING', 'CLOSING', 'PAID'],
  RECEIVED: ['PAID', 'POSTING', 'POST_RETRY'],
  CREDITED: ['CREDITED', 'RECEIPTED'],
}
/** An order in one of these holds its bill; in any other it has let it go. */
const HOLDING = new Set(Object.values(FITTING).flat())
const PLACED = new Set(['CREDITED', 'RECEIPTED'])

export async function verifyBills(ctx: Ctx): Promise<Verified> {
  const differences: string[] = []
  let [billCount, orderCount] = [0, 0]
  for await (const bill of bills.walk(ctx)) {
    billCount += 1
    differences.push(...billDiffers(bill, bill.orderId === null ? null : await orderById(ctx, bill.orderId)))
  }
  const found: OrderRow[] = []
  for await (const order of ordersFor(ctx, 'bills')) {
    orderCount += 1
    found.push(order)
    for (const subject of order.subjects)
      if (!isAdvance(subject.id))
        differences.push(...orderDiffers(order, subject, await bills.findOne(ctx, { _id: subject.id })))
  }
  const credits = await verifyCredits(ctx, found)
  return {
    checked: { bills: billCount, orders: orderCount, ...credits.checked },
    differences: [...differences, ...credits.differences],
  }
}

function billDiffers(bill: BillRow, order: OrderRow | null): string[] {
  if (bill.orderId === null)
    return bill.state === 'PAYING' || bill.state === 'RECEIVED' ? [`${bill._id} (${bill.state}) has no order`] : []
  if (order === null) return [`${bill._id} (${bill.state}) names ${bill.orderId}, an order that does not exist`]
  const fitting = FITTING[bill.state] ?? []
  return fitting.includes(order.state) ? [] : [`${bill._id} is ${bill.state}, its order ${order._id} is ${order.state}`]
}

function orderDiffers(order: OrderRow, subject: OrderRow['subjects'][number], bill: BillRow | null): string[] {
  if (bill === null) return [`${order._id} (${order.state}) pays ${subject.id}, a bill that does not exist`]
  if (!HOLDING.has(order.state)) return []
  if (bill.orderId !== order._id) return wasRefused(order, subject) ? [] : [notNamed(order, bill)]
  return subject.amount < dueAmount(bill)
    ? [`${order._id} pays ${String(subject.amount)} fen for ${bill._id}, which is ${String(dueAmount(bill))}`]
    : []
}

const notNamed = (order: OrderRow, bill: BillRow): string =>
  `${order._id} is ${order.state}, its bill ${bill._id} (${bill.state}) does not name it`

/** One bill of several was refused by the utility: its part went back under the bill's own key, and it is due again. */
function wasRefused(order: OrderRow, subject: OrderRow['subjects'][number]): boolean {
  const key = `-${subject.id.slice(-8)}`
  return PLACED.has(order.state) && (order.returns ?? []).some((one) => one.id.endsWith(key))
}
