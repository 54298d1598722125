/** How payments pays bills: claim them for the money that came, post them at the utility under the order's number, say whether they were paid otherwise. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import type { OrderRow, Payable } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { isAdvance } from '../domain/price.ts'
import { moveBill } from './move-bill.ts'
import { postBills } from './post-bills.ts'

type Subject = OrderRow['subjects'][number]
const TRIES = 6

const billSubjects = (order: OrderRow): readonly Subject[] => order.subjects.filter(({ id }) => !isAdvance(id))

/** Nothing of the row but what the guarded update compares: the order remembers the bill's version from when it took it. */
async function claimAsTaken(ctx: Ctx, order: OrderRow, subject: Subject): Promise<BillRow | null> {
  const asTaken = { _id: subject.id, state: 'PAYING' as const, version: subject.version }
  return await moveBill(ctx, asTaken, 'receive', { payingAt: null }, { order: order._id })
}

async function claimOne(ctx: Ctx, order: OrderRow, subject: Subject): Promise<'claimed' | 'taken'> {
  if ((await claimAsTaken(ctx, order, subject)) !== null) return 'claimed'
  for (let tries = 0; tries < TRIES; tries += 1) {
    const bill = await bills.findOne(ctx, { _id: subject.id })
    if (bill?.orderId !== order._id) return 'taken'
    if (bill.state === 'RECEIVED' || bill.state === 'CREDITED') return 'claimed'
    if (bill.state !== 'PAYING') return 'taken'
    if ((await moveBill(ctx, bill, 'receive', { payingAt: null }, { order: order._id })) !== null) return 'claimed'
  }
  throw new Error('a bill kept changing while it was claimed')
}

/** Late money: what is open again is taken now, as if the payer tapped at this moment. */
async function takeOneLate(ctx: Ctx, order: OrderRow, subject: Subject): Promise<'claimed' | 'taken'> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const bill = await bills.findOne(ctx, { _id: subject.id })
    if (bill === null) return 'taken'
    if (bill.orderId === order._id) return await claimOne(ctx, order, subject)
    if (bill.state !== 'ISSUED' && bill.state !== 'OVERDUE') return 'taken'
    const payingPersonId = order.payerPersonId === '' ? null : order.payerPersonId
    const set = { orderId: order._id, payingPersonId, payingAt: ctx.clock.now() }
    await moveBill(ctx, bill, 'pay', set, { order: order._id })
  }
  throw new Error('a bill kept changing while late money was placed')
}

type Claim = (ctx: Ctx, order: OrderRow, subject: Subject) => Promise<'claimed' | 'taken'>

/** All bills of an order move together: where one is taken, those claimed already are due again. */
async function claimAll(ctx: Ctx, order: OrderRow, claim: Claim): Promise<'claimed' | 'taken'> {
  const subjects = billSubjects(order)
  for (const subject of subjects) {
    if ((await claim(ctx, order, subject)) === 'claimed') continue
    if (subjects.length > 1) await giveUp(ctx, order)
    return 'taken'
  }
  return subjects.length === 0 ? 'taken' : 'claimed'
}

/** What the money of this order can no longer pay. */
export async function giveUp(ctx: Ctx, { _id: orderId }: Pick<OrderRow, '_id'>): Promise<void> {
  const none = { orderId: null, payingPersonId: null, payingAt: null, penalty: null }
  for (const bill of await bills.find(ctx, { orderId }, { limit: 12 })) {
    const isLate = bill.dueOn < dayOf(ctx.clock.now())
    if (bill.state === 'RECEIVED') await moveBill(ctx, bill, 'return', none)
    else if (bill.state === 'PAYING') await moveBill(ctx, bill, isLate ? 'releaseOverdue' : 'release', none)
  }
}

export const billPayable: Payable = {
  claim: (ctx, order) => claimAll(ctx, order, claimOne),
  takeLate: (ctx, order) => claimAll(ctx, order, takeOneLate),
  post: postBills,
  async settledOtherwise(ctx, order) {
    const ids = billSubjects(order).map(({ id }) => id)
    const found = await bills.find(ctx, { _id: { $in: ids } })
    return found.length > 0 && found.every((bill) => bill.state === 'CREDITED' && bill.orderId !== order._id)
  },
}
