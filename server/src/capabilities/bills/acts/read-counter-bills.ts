/** What is due on an account, for whoever stands at the desk with cash and a paper bill: amounts and a masked name, nothing of how the household lives. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { fen } from '@xlb/shared/platform/money.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { maskName } from '../../accounts/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { utilityAccounts, type UtilityAccountRow } from '../data/utility-accounts.ts'
import { maskCode } from '../domain/mask.ts'
import { priceOf } from './price-bill.ts'

const MOST = 60
const DUE_STATES = ['ISSUED', 'OVERDUE', 'PAYING', 'RECEIVED'] as const
type DueState = (typeof DUE_STATES)[number]

export async function accountOfCode(
  ctx: Ctx,
  { utility, code }: { utility: Utility; code: string },
): Promise<UtilityAccountRow> {
  const account = await utilityAccounts.findOne(ctx, { utility, code: code.replaceAll(' ', '').toUpperCase() })
  if (account === null) throw notFound()
  return account
}

function isDue(bill: BillRow): bill is BillRow & { state: DueState } {
  return DUE_STATES.some((state) => state === bill.state)
}

export async function readCounterBills(ctx: StaffCtx, asked: { utility: Utility; code: string }) {
  const account = await accountOfCode(ctx, asked)
  const at = { utilityAccountId: account._id, shelf: 'due' as const }
  const found = await bills.find(ctx, at, { sort: { period: -1, _id: -1 }, limit: MOST })
  const items = []
  for (const bill of found.filter(isDue).reverse()) {
    const { due, penalty } = await priceOf(ctx, bill)
    items.push({
      ...{ id: bill._id, period: bill.period, state: bill.state, amount: fen(bill.amount) },
      ...{ toPay: fen(due + penalty), dueOn: bill.dueOn },
    })
  }
  const { ownerName, code, state: status, office } = account
  return { ownerName: maskName(ownerName), accountCode: maskCode(code), status, office, items }
}
