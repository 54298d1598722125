/** The accounts that somebody belongs to, with what is due on each: one command for all. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { fen } from '@xlb/shared/platform/money.ts'
import type { AccountPerson as PersonView, AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { maskName } from '../../accounts/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { advances } from '../data/credits.ts'
import { utilityAccounts, type UtilityAccountRow } from '../data/utility-accounts.ts'
import { maskCode } from '../domain/mask.ts'
import { historyFrom, roleToday } from '../domain/people.ts'
import { dueAmount } from '../domain/price.ts'
import { reminderRows } from '../data/reminders.ts'

const MOST = 50

type Joined = UtilityAccountRow & {
  readonly due?: readonly Pick<BillRow, 'amount' | 'carried'>[]
  readonly advances?: readonly { readonly amount: number }[]
  readonly refusals?: readonly unknown[]
}

export async function readAccounts(ctx: ResidentCtx): Promise<{ items: AccountRow[]; reminders: boolean }> {
  const personId = ctx.resident.personId ?? ''
  const { tenant } = ctx
  const own = { localField: '_id', foreignField: 'utilityAccountId' }
  const open = { tenant, shelf: 'due', state: { $in: ['ISSUED', 'OVERDUE', 'PAYING'] } }
  const found = await utilityAccounts.aggregate<Joined>(ctx, [
    { $match: { 'people.personId': personId } },
    { $limit: MOST },
    {
      $lookup: {
        ...{ from: bills.spec.name, ...own, as: 'due' },
        pipeline: [{ $match: open }, { $project: { amount: 1, carried: 1 } }],
      },
    },
    {
      $lookup: {
        ...{ from: advances.spec.name, ...own, as: 'advances' },
        pipeline: [{ $match: { tenant, open: true } }, { $project: { amount: 1 } }],
      },
    },
    {
      $lookup: {
        ...{ from: reminderRows.spec.name, as: 'refusals' },
        pipeline: [{ $match: { tenant, personId, on: false } }, { $limit: 1 }],
      },
    },
  ])
  const items = found.map((account) => presentAccount(ctx, account)).sort(byUtility)
  return { items, reminders: !found.some(({ refusals = [] }) => refusals.length > 0) }
}

const byUtility = (one: AccountRow, other: AccountRow): number =>
  `${one.role} ${one.utility} ${one.id}` < `${other.role} ${other.utility} ${other.id}` ? -1 : 1

export function presentAccount(ctx: ResidentCtx, account: Joined): AccountRow {
  const today = dayOf(ctx.clock.now())
  const mine = account.people.find((one) => one.personId === ctx.resident.personId)
  const role = mine === undefined ? 'payer' : roleToday(mine, today)
  const { due = [], advances: held = [] } = account
  return {
    ...{ id: account._id, utility: account.utility, accountCode: maskCode(account.code) },
    ...{ ownerName: maskName(account.ownerName), office: account.office, status: account.state, role },
    until: role === 'viewer' ? (mine?.until ?? null) : null,
    due: { count: due.length, amount: fen(due.reduce((sum, bill) => sum + dueAmount(bill), 0)) },
    advance: fen(held.reduce((sum, one) => sum + one.amount, 0)),
    can: {
      history: mine !== undefined && historyFrom(mine, today) !== null,
      people: role === 'owner',
      advance: account.state === 'ACTIVE',
    },
  }
}

/** The owner's list of people: owners first, then by the day they came. */
export function presentPeople(
  ctx: ResidentCtx,
  { people }: Pick<UtilityAccountRow, 'people'>,
): { items: PersonView[] } {
  const today = dayOf(ctx.clock.now())
  const items = people.map((one) => {
    const role = roleToday(one, today)
    return {
      ...{ personId: one.personId, name: one.maskedName, role, since: one.since },
      ...{ until: role === 'viewer' ? one.until : null, lastUsedOn: one.lastUsedOn },
      me: one.personId === ctx.resident.personId,
    }
  })
  return { items: items.sort((one, other) => (`${one.role} ${one.since}` < `${other.role} ${other.since}` ? -1 : 1)) }
}
