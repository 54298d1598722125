/** What an order's events mean for its bills. Each handler bears repetition: the state table and the order's id decide. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import type { PlainData } from '#platform/db/record.ts'
import { orderById, returnPart, type OrderRow } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { utilityAccounts } from '../data/utility-accounts.ts'
import { readersOf } from '../domain/people.ts'
import { isAdvance } from '../domain/price.ts'
import { finishCredits, holdAdvance } from './hold-advance.ts'
import { moveBill } from './move-bill.ts'
import { noteUse } from './note-use.ts'
import { giveUp } from './payable.ts'
import { letGo } from './take-bills.ts'

export interface Told {
  readonly recordId: string
  readonly at: string
  readonly data: PlainData
}

const TRIES = 4

/** Moves each bill that still belongs to this order, reading again when somebody was faster. */
async function forEachBill(ctx: Ctx, orderId: string, move: (bill: BillRow) => Promise<BillRow | null>): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const mine = await bills.find(ctx, { orderId }, { limit: 12 })
    const moved = await Promise.all(mine.map(move))
    if (moved.every((one) => one !== null)) return
  }
  throw new Error('a bill kept changing while it followed its order')
}

/** The order ended unpaid: its bills are due again. */
export async function releaseBills(ctx: Ctx, told: Told): Promise<void> {
  await forEachBill(ctx, told.recordId, async (bill) => (bill.state === 'PAYING' ? await letGo(ctx, bill) : bill))
}

export async function creditBills(ctx: Ctx, told: Told): Promise<void> {
  const order = await orderById(ctx, told.recordId)
  if (order === null) return
  await forEachBill(ctx, order._id, async (bill) => {
    if (bill.state !== 'RECEIVED') return bill
    if ((bill.refusal ?? null) !== null) return await returnRefused(ctx, order, bill)
    return await credit(ctx, bill, order.creditedAt ?? told.at, order._id)
  })
  const [advance] = order.subjects.filter(({ id }) => isAdvance(id))
  const [bill] = await bills.find(ctx, { orderId: order._id }, { limit: 1 })
  if (advance !== undefined && bill !== undefined) await holdAdvance(ctx, order, advance, bill.utilityAccountId)
}

/** Paid bills leave the lists of those who only pay, but for whoever paid. */
async function credit(ctx: Ctx, bill: BillRow, creditedAt: string, receiptOrderId: string): Promise<BillRow | null> {
  const account = await utilityAccounts.findOne(ctx, { _id: bill.utilityAccountId }, { projection: { people: 1 } })
  const readers = readersOf(account?.people ?? [], { ...bill, shelf: 'done' }, dayOf(ctx.clock.now()))
  if (bill.payingPersonId !== null) await noteUse(ctx, bill.utilityAccountId, bill.payingPersonId)
  return await moveBill(ctx, bill, 'credit', { creditedAt, receiptOrderId, readers })
}

/** One bill of several was refused: its part of the money goes back, and it is due again. */
async function returnRefused(ctx: Ctx, order: OrderRow, bill: BillRow): Promise<BillRow | null> {
  const subject = order.subjects.find(({ id }) => id === bill._id)
  const part = { key: bill._id.slice(-8), amount: subject?.amount ?? 0, reason: 'posting-refused' }
  await returnPart(ctx, order._id, part)
  const none = { orderId: null, payingPersonId: null, payingAt: null, penalty: null, refusal: null }
  return await moveBill(ctx, bill, 'return', none, { refusal: bill.refusal ?? '' })
}

/** The money has no place at the utility and goes back: the bills are due again. */
export async function returnBills(ctx: Ctx, told: Told): Promise<void> {
  const { reason } = told.data
  if (reason === 'posting-refused' || reason === 'bill-already-paid') await giveUp(ctx, { _id: told.recordId })
}

/** Staff gave money of this order back: what was to be refunded to the household is done. */
export async function settleRefunds(ctx: Ctx, told: Told): Promise<void> {
  await finishCredits(ctx, told.recordId, Number(told.data['amount'] ?? 0))
}
