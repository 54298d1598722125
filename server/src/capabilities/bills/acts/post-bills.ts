/**
 * Tells the utility that an order's bills are paid: one posting a bill, under the order's number. The order is credited when every bill has its answer;
 * a bill of several that was refused is remembered as refused, and its part goes back (follow-order.ts).
 */
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import type { OrderRow, Posting } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { remainders } from '../data/remainders.ts'
import type { PostingResult } from '../domain/arrived-bill.ts'
import { figureOf, isAdvance, postingNumber } from '../domain/price.ts'
import { utilityCompanies, type UtilityCompany } from '../providers/utility-company.ts'

const MOST_REFS = 64

interface Answered {
  readonly bill: BillRow
  readonly result: PostingResult
}

export async function postBills(ctx: Ctx, order: OrderRow): Promise<Posting> {
  const places = order.subjects.filter(({ id }) => !isAdvance(id)).map(({ id }) => id)
  const mine = (await bills.find(ctx, { orderId: order._id }, { limit: 12 })).filter(({ _id }) => places.includes(_id))
  const utility = mine[0]?.utility
  const company = utility === undefined ? null : ctx.port(utilityCompanies).of(ctx.tenant, utility)
  if (company === null || mine.length < places.length) return { retry: 'not-connected' }
  const answers: Answered[] = []
  for (const bill of mine) {
    const postingNo = postingNumber(order.no, places.indexOf(bill._id), places.length, bill)
    answers.push({ bill, result: await postOne(ctx, company, order, bill, postingNo) })
  }
  return await together(ctx, order, answers)
}

async function postOne(
  ctx: Ctx,
  company: UtilityCompany,
  order: OrderRow,
  bill: BillRow,
  postingNo: string,
): Promise<PostingResult> {
  const refusal = bill.refusal ?? null
  if (refusal !== null) return { refused: refusal }
  return await company.post(ctx, {
    ...{ postingNo, orderId: order._id, billId: bill._id, billNo: bill.billNo, accountCode: bill.accountCode },
    ...{ amountFen: figureOf(bill), paidAt: order.receivedAt ?? ctx.clock.instant() },
  })
}

async function together(ctx: Ctx, order: OrderRow, answers: readonly Answered[]): Promise<Posting> {
  const waiting = answers.flatMap(({ result }) => ('retry' in result ? [result] : []))
  const refused = answers.flatMap(({ bill, result }) => ('refused' in result ? [{ bill, why: result.refused }] : []))
  const posted = answers.flatMap(({ bill, result }) => ('posted' in result ? [{ bill, ...result }] : []))
  const [first] = refused
  if (first !== undefined && refused.length === answers.length) return { refused: first.why }
  if (answers.length > 1) for (const { bill, why } of refused) await rememberRefusal(ctx, bill, why)
  if (waiting.length > 0) return longest(waiting)
  await keepRemainder(ctx, order, posted)
  const at = posted.reduce((latest, one) => (one.at > latest ? one.at : latest), '')
  return {
    posted: posted
      .map((one) => one.posted)
      .join('、')
      .slice(0, MOST_REFS),
    at,
  }
}

function longest(waiting: readonly { readonly retry: string; readonly notBefore?: number }[]): Posting {
  const times = waiting.flatMap(({ notBefore }) => (notBefore === undefined ? [] : [notBefore]))
  const retry = waiting[0]?.retry ?? 'unknown'
  return times.length < waiting.length ? { retry } : { retry, notBefore: Math.max(...times) }
}

async function rememberRefusal(ctx: Ctx, bill: BillRow, refusal: string): Promise<void> {
  if ((bill.refusal ?? null) !== null) return
  await moveRecord(ctx, bills, bill, { set: { refusal } }, { act: 'bills.refused', note: { refusal } })
}

async function keepRemainder(ctx: Ctx, order: OrderRow, posted: readonly { readonly bill: BillRow }[]): Promise<void> {
  const amount = order.amount - posted.reduce((sum, { bill }) => sum + figureOf(bill), 0)
  if (amount === 0) return
  const row = { _id: newId('pnd'), tenant: ctx.tenant, orderNo: order.no, amount }
  await remainders.insertOrGet(ctx, { orderNo: order.no }, row)
}
