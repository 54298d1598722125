/** The desk's till: cash that goes back to a payer, and cash that is handed in. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { refuseOutOfScope, refuseOwnMatter } from '#platform/authority/authority.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { handIns, type HandInRow } from '../data/hand-ins.ts'
import { ledger } from '../data/ledger.ts'
import { orders } from '../data/orders.ts'
import { refunds, type RefundRow } from '../data/refunds.ts'
import { linesHandedIn } from '../domain/ledger-lines.ts'
import { openDifference } from './keep-differences.ts'
import { payersOf } from './propose-refund.ts'
import { endRefund } from './work-refund.ts'

export async function loadCashRefund(ctx: StaffCtx, id: string): Promise<RefundRow> {
  const refund = await refunds.findOne(ctx, { _id: id })
  if (refund === null || (refund.till ?? '') === '') throw notFound()
  await refuseOutOfScope(ctx, ['cashier'], refund.till ?? '')
  const order = await orders.findOne(ctx, { _id: refund.orderId })
  await refuseOwnMatter(ctx, order === null ? [] : payersOf(order))
  return refund
}

export async function giveCashBack(ctx: StaffCtx, refund: RefundRow): Promise<string> {
  if (refund.state !== 'APPROVED') throw new AppError('refund-not-now')
  await endRefund(ctx, refund, 'succeeded')
  return refund._id
}

/** What the ledger says lies in the till, in fen. */
export async function tillBalance(ctx: Ctx, unitCode: string): Promise<number> {
  const account = `cash:${unitCode}`
  const [sum] = await ledger.aggregate<{ total: number }>(ctx, [
    { $match: { till: unitCode } },
    { $unwind: '$lines' },
    { $match: { 'lines.account': account } },
    { $group: { _id: null, total: { $sum: '$lines.amount' } } },
  ])
  return sum?.total ?? 0
}

export async function handIn(ctx: StaffCtx, unitCode: string, counted: number): Promise<string> {
  await refuseOutOfScope(ctx, ['cashier', 'finance'], unitCode)
  const expected = await tillBalance(ctx, unitCode)
  const at = ctx.clock.instant()
  const row: HandInRow = {
    _id: newId('pnd'),
    tenant: ctx.tenant,
    unitCode,
    expected,
    counted,
    staffId: ctx.staff.staffId,
    at,
  }
  await handIns.insert(ctx, row)
  if (counted !== 0) await bookHandIn(ctx, row)
  if (counted !== expected)
    await openDifference(ctx, {
      ...{ kind: 'cash-amount' as const, ref: row._id, utility: '', place: unitCode, day: dayOf(ctx.clock.now()) },
      ...{ recordId: null, ours: expected, theirs: counted, unitCode },
    })
  return row._id
}

async function bookHandIn(ctx: Ctx, { _id, unitCode, counted, at }: HandInRow): Promise<void> {
  const lines = linesHandedIn(unitCode, counted)
  const source = `payments.hand-in:${_id}`
  await ledger.insertMissing(ctx, [
    { _id: newId('pnd'), tenant: ctx.tenant, source, orderId: `till:${_id}`, at, till: unitCode, lines },
  ])
}
