/** One bill from a utility takes its place, adjusts one that is paid, or waits for its place; told again, nothing changes. */
import { dayOf, midnightOf } from '@xlb/shared/platform/day-words.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import type { Ctx } from '#platform/context.ts'
import { createRecord } from '#platform/db/record.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { newId } from '#platform/ids.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { heldArrivals } from '../data/feeds.ts'
import { utilityAccounts, type UtilityAccountRow } from '../data/utility-accounts.ts'
import type { ArrivedBill } from '../domain/arrived-bill.ts'
import { billFacts, historyOf } from './bill-facts.ts'
import { judgeArrival } from '../domain/judge-arrival.ts'
import { readersOf } from '../domain/people.ts'
import { carriedBy, dueAmount } from '../domain/price.ts'
import { shelfOf } from '../domain/shelf.ts'
import type { UtilityCompany } from '../providers/utility-company.ts'
import { adjustBill } from './adjust-bill.ts'
import { holdAdvance } from './hold-advance.ts'
import { accountOf } from './keep-account.ts'
import { moveBill } from './move-bill.ts'

const HISTORY = 5

export async function takeArrival(ctx: Ctx, company: UtilityCompany, bill: ArrivedBill): Promise<'placed' | 'held'> {
  const { utility } = company
  const standing = await bills.findOne(ctx, {
    ...{ utility, accountCode: bill.accountCode, period: bill.period, current: true },
  })
  const revision = standing?.adjusted?.revision ?? standing?.revision ?? 0
  const known = standing === null ? null : { state: standing.state, revision }
  const decision = judgeArrival({ revision: bill.revision, paid: bill.status === 'PAID' }, known)
  if (decision === 'known') return 'placed'
  if (decision === 'hold') return await hold(ctx, company, bill)
  if (standing === null) return await insertBill(ctx, company, bill, null)
  if (decision === 'adjust') return (await adjustBill(ctx, standing, bill)) ? 'placed' : await hold(ctx, company, bill)
  const moved =
    decision === 'paidElsewhere' ? await endElsewhere(ctx, standing, bill) : await moveBill(ctx, standing, 'supersede')
  if (moved === null) return await hold(ctx, company, bill)
  return decision === 'paidElsewhere' ? 'placed' : await insertBill(ctx, company, bill, standing)
}

async function hold(ctx: Ctx, { utility }: UtilityCompany, bill: ArrivedBill): Promise<'held'> {
  const { accountCode, period, revision, status } = bill
  const row = {
    ...{ _id: newId('pnd'), tenant: ctx.tenant, utility, accountCode, period, revision, status },
    ...{ bill: { ...bill }, heldAt: ctx.clock.instant() },
  }
  await heldArrivals.insertMissing(ctx, [row])
  return 'held'
}

const startOf = (day: string): string => new Date(midnightOf(day.slice(0, 10))).toISOString()

async function endElsewhere(ctx: Ctx, standing: BillRow, bill: ArrivedBill): Promise<BillRow | null> {
  const creditedAt = startOf(bill.paidOn ?? dayOf(ctx.clock.now()))
  const account = await utilityAccounts.findOne(ctx, { _id: standing.utilityAccountId }, { projection: { people: 1 } })
  const after = { ...standing, shelf: shelfOf('CREDITED') }
  const readers = readersOf(account?.people ?? [], after, dayOf(ctx.clock.now()))
  return await moveBill(ctx, standing, 'paidElsewhere', { creditedAt, readers })
}

/** `replaced`: what the old revision carried of earlier differences and advances goes with the new one. */
async function insertBill(
  ctx: Ctx,
  company: UtilityCompany,
  bill: ArrivedBill,
  replaced: BillRow | null,
): Promise<'placed' | 'held'> {
  const account = await accountOf(ctx, company, bill.accountCode)
  if (account === null) {
    ctx.log.warn({ billNo: bill.billNo }, 'a bill of an account the utility does not know was held')
    return await hold(ctx, company, bill)
  }
  const row = await rowOf(ctx, company, bill, account, replaced ?? (await lastReplaced(ctx, company, bill)))
  try {
    await createRecord<BillRow>(ctx, bills, row, { act: 'bills.arrived', note: { amount: bill.amountFen } })
  } catch (error) {
    // Two readers of the feed at once: the other one's row stands.
    if (!isDuplicateKey(error)) throw error
  }
  // People who came to the account meanwhile do not find this bill: the account's bills are gone through again.
  const changed = { _id: account._id, version: { $ne: account.version }, stale: false }
  await utilityAccounts.update(ctx, changed, { $set: { stale: true } })
  if (row.check !== null && row.shelf === 'due') {
    const data = { bill: row._id, difference: row.check.difference }
    await raiseAlarm(ctx, { kind: 'utility-bill-differs', recordId: account._id, data })
  }
  return 'placed'
}

/** Found again where the process died between the two: the old revision was replaced, the new one not written. */
async function lastReplaced(ctx: Ctx, { utility }: UtilityCompany, bill: ArrivedBill): Promise<BillRow | null> {
  if (bill.revision === 1) return null
  const at = { utility, accountCode: bill.accountCode, period: bill.period }
  const [last] = await bills.find(ctx, at, { sort: { revision: -1 }, limit: 1 })
  return last?.state === 'SUPERSEDED' ? last : null
}

/** What the new figure cannot use up of what the old one carried is held again; the latest that came is the first that is too much. */
async function carriedOn(ctx: Ctx, replaced: BillRow | null, amount: number): Promise<NonNullable<BillRow['carried']>> {
  const carried = replaced?.carried ?? []
  let excess = -(amount + carriedBy({ carried }))
  if (replaced === null || excess <= 0) return carried
  const kept = []
  for (const one of [...carried].reverse()) {
    const back = Math.min(excess, Math.max(0, -one.amount))
    excess -= back
    if (back > 0) await holdAgain(ctx, replaced, one.id, back)
    kept.push({ id: one.id, amount: one.amount + back })
  }
  return kept.reverse()
}

async function holdAgain(
  ctx: Ctx,
  { _id, utilityAccountId }: BillRow,
  recordId: string,
  amount: number,
): Promise<void> {
  const part = { id: newId('adv'), amount, from: `${recordId}:${_id}` }
  await holdAdvance(ctx, { _id, payerPersonId: '' }, part, utilityAccountId)
}

async function rowOf(
  ctx: Ctx,
  company: UtilityCompany,
  bill: ArrivedBill,
  account: UtilityAccountRow,
  replaced: BillRow | null,
): Promise<Omit<BillRow, 'version' | 'pending'>> {
  const today = dayOf(ctx.clock.now())
  const state = bill.status === 'PAID' ? 'CREDITED' : bill.dueOn < today ? 'OVERDUE' : 'ISSUED'
  const earlier = await bills.find(
    ctx,
    { utilityAccountId: account._id, current: true, period: { $lt: bill.period } },
    { sort: { period: -1 }, limit: HISTORY, projection: { period: 1, amount: 1, usage: 1, adjusted: 1 } },
  )
  const { difference, ...facts } = billFacts(company.utility, bill, account)
  const carried = await carriedOn(ctx, replaced, facts.amount)
  const shelf = shelfOf(state)
  const seen = { period: bill.period, shelf, payingPersonId: null }
  return {
    ...{ _id: newId('bil'), tenant: ctx.tenant, state, shelf, utility: company.utility, current: true },
    ...{ utilityAccountId: account._id, office: company.name, readers: readersOf(account.people, seen, today) },
    ...facts,
    ...{ carried, covered: carried.length > 0 && dueAmount({ amount: facts.amount, carried }) === 0 },
    ...{ adjusted: null, refusal: null },
    check: Math.abs(difference) > 1 ? { state: 'OPEN', openedAt: ctx.clock.instant(), difference } : null,
    history: historyOf(earlier),
    ...{ orderId: null, payingPersonId: null, payingAt: null, receiptOrderId: null },
    creditedAt: bill.status === 'PAID' ? startOf(bill.paidOn ?? today) : null,
  }
}
