/** An account as one of its people finds it; another's looks like an unknown one, in the answer and in the commands. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { utilityAccounts, type AccountPerson, type UtilityAccountRow } from '../data/utility-accounts.ts'
import { roleToday } from '../domain/people.ts'

export interface MyAccount {
  readonly account: UtilityAccountRow
  readonly mine: AccountPerson
}

export async function loadMyAccount(ctx: ResidentCtx, accountId: string): Promise<MyAccount> {
  const personId = ctx.resident.personId ?? ''
  const account = await utilityAccounts.findOne(ctx, { _id: accountId, 'people.personId': personId })
  const mine = account?.people.find((one) => one.personId === personId)
  if (account === null || mine === undefined) throw notFound()
  return { account, mine }
}

/** The owner's own acts; for others of the account they are forbidden, for strangers it does not exist. */
export async function loadOwnAccount(ctx: ResidentCtx, accountId: string): Promise<MyAccount> {
  const found = await loadMyAccount(ctx, accountId)
  if (roleToday(found.mine, dayOf(ctx.clock.now())) !== 'owner') throw new AppError('forbidden')
  return found
}

export type OpenBill = Pick<BillRow, '_id' | 'period' | 'amount' | 'carried'>
export type AccountToPay = UtilityAccountRow & { readonly open: readonly OpenBill[] }

/** The account, and which of its bills up to a period are open: one command. */
export async function accountToPay(ctx: Ctx, accountId: string, upTo: string): Promise<AccountToPay | null> {
  const open = { tenant: ctx.tenant, shelf: 'due', period: { $lte: upTo }, state: { $in: ['ISSUED', 'OVERDUE'] } }
  const [found] = await utilityAccounts.aggregate<AccountToPay>(ctx, [
    { $match: { _id: accountId } },
    {
      $lookup: {
        ...{ from: bills.spec.name, localField: '_id', foreignField: 'utilityAccountId', as: 'open' },
        pipeline: [{ $match: open }, { $project: { period: 1, amount: 1, carried: 1 } }],
      },
    },
  ])
  return found ?? null
}

/** The pipeline stage that gives a bill the people and the state of its account, as `account`: every look is checked against them. */
export function accountStage({ tenant }: Pick<Ctx, 'tenant'>): Readonly<Record<string, unknown>> {
  return {
    $lookup: {
      ...{ from: utilityAccounts.spec.name, localField: 'utilityAccountId', foreignField: '_id', as: 'account' },
      pipeline: [{ $match: { tenant } }, { $project: { people: 1, state: 1 } }],
    },
  }
}
