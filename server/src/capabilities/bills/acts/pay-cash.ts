/**
 * Cash at the desk: the bills are taken like a resident's tap takes them, and the order is born with its money (payments/open-cash-order). A cashier takes
 * cash only for a desk that the role reaches, and not for their own or their family's account.
 */
import { AppError, notFound } from '#platform/errors.ts'
import type { StaffCtx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { refuseOutOfScope, refuseOwnMatter } from '#platform/authority/authority.ts'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { openCashOrder } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { cashTenders } from '../data/cash-tenders.ts'
import { decidePayAll } from '../domain/pay-decision.ts'
import { dueAmount } from '../domain/price.ts'
import { accountToPay } from './load-account.ts'
import { orderWish } from './order-wish.ts'
import { refuseToPassOver } from './pay-bills.ts'
import { accountOfCode } from './read-counter-bills.ts'
import { byPeriod, letGo, takeBills } from './take-bills.ts'
import { freeOrder } from './take-over.ts'

export interface CashTender {
  readonly unitCode: string
  readonly utility: Utility
  readonly code: string
  readonly billIds: readonly string[]
  readonly tendered: number
  readonly payerId: string | null
}

const TRIES = 4

export async function loadCash(ctx: StaffCtx, tender: CashTender): Promise<readonly BillRow[]> {
  await refuseOutOfScope(ctx, ['cashier'], tender.unitCode)
  const account = await accountOfCode(ctx, tender)
  const owners = account.people.filter(({ role }) => role === 'owner').map(({ personId }) => personId)
  await refuseOwnMatter(ctx, [...owners, ...(tender.payerId === null ? [] : [tender.payerId])])
  const ids = [...new Set(tender.billIds)]
  const found = await bills.find(ctx, { _id: { $in: ids }, utilityAccountId: account._id })
  if (found.length < ids.length) throw notFound()
  return found
}

export async function payCash(ctx: StaffCtx, loaded: readonly BillRow[], tender: CashTender): Promise<string> {
  let wanted = loaded
  for (let tries = 0; tries < TRIES; tries += 1) {
    const newest = [...wanted].sort(byPeriod).at(-1)
    const account = newest === undefined ? null : await accountToPay(ctx, newest.utilityAccountId, newest.period)
    if (account === null) throw notFound()
    const decision = decidePayAll(wanted, '', account.state === 'STOPPED')
    if ('refuse' in decision && decision.refuse !== 'someone-is-paying') throw new AppError(decision.refuse)
    if ('refuse' in decision) {
      wanted = await freeAtDesk(ctx, wanted)
      continue
    }
    refuseToPassOver(wanted, account)
    if (wanted.every((bill) => dueAmount(bill) === 0)) throw new AppError('nothing-to-pay')
    const orderId = newId('ord')
    const taken = await takeBills(ctx, wanted, orderId, tender.payerId)
    if (taken !== null) return await open(ctx, orderId, taken, tender)
    wanted = await bills.find(ctx, { _id: { $in: wanted.map(({ _id }) => _id) } })
  }
  throw new AppError('changed-meanwhile')
}

/**
 * Cash lies on the desk and somebody's phone has an order open: it is closed after the provider was asked, at once, for cash needs no fifteen minutes. A
 * success that comes all the same goes to suspense and, the bill being paid, back by itself.
 */
async function freeAtDesk(ctx: StaffCtx, wanted: readonly BillRow[]): Promise<readonly BillRow[]> {
  for (const bill of wanted) await freeOrder(ctx, bill)
  return await bills.find(ctx, { _id: { $in: wanted.map(({ _id }) => _id) } })
}

async function open(ctx: StaffCtx, orderId: string, taken: readonly BillRow[], tender: CashTender): Promise<string> {
  const wish = orderWish(orderId, taken, 0)
  const price = wish.subjects.reduce((sum, one) => sum + one.amount, 0)
  if (tender.tendered < price) {
    for (const bill of taken) await letGo(ctx, bill)
    throw new AppError('too-little-cash')
  }
  await cashTenders.insertMissing(ctx, [{ _id: newId('pnd'), tenant: ctx.tenant, orderId, tendered: tender.tendered }])
  const { _id } = await openCashOrder(ctx, { ...wish, till: tender.unitCode, payerPersonId: tender.payerId ?? '' })
  return _id
}
