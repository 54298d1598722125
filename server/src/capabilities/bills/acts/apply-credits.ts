/**
 * An account's open differences and advances go to its oldest open bill. The bill takes first (`carried`, by the record's id), then the record is settled: a
 * crash between the two is found by the id, and nothing is taken twice. What a bill cannot use up stays held as a new advance.
 */
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { adjustments, advances, type AdjustmentRow, type AdvanceRow } from '../data/credits.ts'
import { advancePostingNumber, dueAmount, figureOf } from '../domain/price.ts'
import { utilityCompanies } from '../providers/utility-company.ts'
import { holdAdvance, moveAdjustment, moveAdvance } from './hold-advance.ts'
import { moveBill } from './move-bill.ts'

const BATCH = 200

export async function applyCredits(ctx: Ctx): Promise<void> {
  const oldest = (field: 'openedAt' | 'heldAt') => ({ sort: { [field]: 1, _id: 1 } as const, limit: BATCH })
  for (const row of await adjustments.find(ctx, { open: true }, oldest('openedAt'))) {
    // The reading that was wrong must not be the bill that carries it.
    const bill = await openBill(ctx, row.utilityAccountId, row._id)
    if (bill !== null && (await carry(ctx, bill, row._id, row.difference))) await settleAdjustment(ctx, row, bill)
  }
  for (const row of await advances.find(ctx, { open: true }, oldest('heldAt'))) {
    const bill = await openBill(ctx, row.utilityAccountId, row._id)
    if (bill !== null && (await carry(ctx, bill, row._id, -row.amount))) await settleAdvance(ctx, row, bill)
  }
  await payCovered(ctx)
}

const isOpen = ({ state }: BillRow): boolean => state === 'ISSUED' || state === 'OVERDUE'

/** The bill that carries this record already, or else the oldest open one. */
async function openBill(ctx: Ctx, utilityAccountId: string, recordId: string): Promise<BillRow | null> {
  const at = { utilityAccountId, current: true }
  const recent = await bills.find(ctx, at, { sort: { period: -1 }, limit: 24 })
  const carrier = recent.find((bill) => (bill.carried ?? []).some((one) => one.id === recordId))
  return carrier ?? recent.filter(isOpen).at(-1) ?? null
}

/** How much of it the bill can take: never below nothing to pay. */
const usable = (bill: BillRow, amount: number): number => Math.max(amount, -dueAmount(bill))

/** true: the bill carries it, now or since before. */
async function carry(ctx: Ctx, bill: BillRow, id: string, amount: number): Promise<boolean> {
  const carried = bill.carried ?? []
  if (carried.some((one) => one.id === id)) return true
  const part = usable(bill, amount)
  if (part === 0) return false
  const after = [...carried, { id, amount: part }]
  const set = { carried: after, covered: dueAmount({ ...bill, carried: after }) === 0 }
  return (
    (await moveRecord(ctx, bills, bill, { set }, { act: 'bills.carried', note: { record: id, amount: part } })) !== null
  )
}

async function carriedPart(ctx: Ctx, bill: BillRow, id: string): Promise<number> {
  const now = await bills.findOne(ctx, { _id: bill._id })
  return (now?.carried ?? []).find((one) => one.id === id)?.amount ?? 0
}

async function settleAdjustment(ctx: Ctx, row: AdjustmentRow, bill: BillRow): Promise<void> {
  const rest = (await carriedPart(ctx, bill, row._id)) - row.difference
  const order = { _id: row.orderId ?? '', payerPersonId: bill.payingPersonId ?? '' }
  if (rest > 0)
    await holdAdvance(
      ctx,
      order,
      { id: newId('adv'), amount: rest, from: `${row._id}:${bill._id}` },
      row.utilityAccountId,
    )
  await moveAdjustment(ctx, row, 'settle', bill._id)
}

async function settleAdvance(ctx: Ctx, row: AdvanceRow, bill: BillRow): Promise<void> {
  const rest = row.amount + (await carriedPart(ctx, bill, row._id))
  const order = { _id: row.orderId, payerPersonId: row.personId }
  if (rest > 0)
    await holdAdvance(
      ctx,
      order,
      { id: newId('adv'), amount: rest, from: `${row._id}:${bill._id}` },
      row.utilityAccountId,
    )
  await moveAdvance(ctx, row, 'apply', bill._id)
}

/** Bills that need no money any more are told to the utility. */
async function payCovered(ctx: Ctx): Promise<void> {
  for (const state of ['ISSUED', 'OVERDUE'] as const)
    for (const bill of await bills.find(ctx, { covered: true, state }, { limit: BATCH })) await postCovered(ctx, bill)
}

async function postCovered(ctx: Ctx, bill: BillRow): Promise<void> {
  const company = ctx.port(utilityCompanies).of(ctx.tenant, bill.utility)
  if (company === null || dueAmount(bill) > 0) return
  const result = await company.post(ctx, {
    ...{ postingNo: advancePostingNumber(bill), orderId: '', billId: bill._id, billNo: bill.billNo },
    ...{ accountCode: bill.accountCode, amountFen: figureOf(bill), paidAt: bill.asOf },
  })
  if ('posted' in result) await moveBill(ctx, bill, 'paidElsewhere', { creditedAt: result.at, covered: false })
}
