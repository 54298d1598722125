import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { ownOrderStage, type OrderRow } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import type { AccountPerson, UtilityAccountRow } from '../data/utility-accounts.ts'
import { sees } from '../domain/people.ts'
import { accountStage } from './load-account.ts'

/** One's own bill; another's looks like an unknown one, in the answer and in the commands. Paying looks at the account's people as well. */
export async function loadMyBill(ctx: ResidentCtx, billId: string): Promise<BillRow> {
  const bill = await bills.findOne(ctx, { _id: billId, readers: ctx.resident.personId ?? '' })
  if (bill === null) throw notFound()
  return bill
}

export interface SeenBill {
  readonly bill: BillRow
  readonly sees: 'all' | 'due'
  readonly people: readonly AccountPerson[]
  /** The account is: nothing of it can be paid. */
  readonly stopped: boolean
}

type Joined = BillRow & { readonly account: readonly Pick<UtilityAccountRow, 'people' | 'state'>[] }

/** Of what stands in somebody's list: what they may see of it now, by the account's people. */
export function seenBy(ctx: Ctx, personId: string, found: readonly Joined[]): SeenBill[] {
  const today = dayOf(ctx.clock.now())
  return found.flatMap(({ account, ...bill }) => {
    const { people = [], state } = account[0] ?? {}
    const mine = sees(
      people.find((one) => one.personId === personId),
      bill,
      today,
    )
    return mine === null ? [] : [{ bill, sees: mine, people, stopped: state === 'STOPPED' }]
  })
}

/** Rows of a person's list with the people of their accounts: one command. */
export async function findJoined(
  ctx: Ctx,
  filter: Readonly<Record<string, unknown>>,
  { sort, limit }: { readonly sort: Readonly<Record<string, 1 | -1>>; readonly limit: number },
): Promise<Joined[]> {
  return await bills.aggregate<Joined>(ctx, [{ $match: filter }, { $sort: sort }, { $limit: limit }, accountStage(ctx)])
}

/** The bill with its live or last order, if it is the reader's: one command for all. */
export async function lookAtMyBill(ctx: ResidentCtx, billId: string): Promise<SeenBill & { order: OrderRow | null }> {
  const reader = ctx.resident.personId ?? ''
  const [found] = await bills.aggregate<Joined & { readonly orders: readonly OrderRow[] }>(ctx, [
    { $match: { _id: billId, readers: reader } },
    ownOrderStage(ctx, reader),
    accountStage(ctx),
  ])
  if (found === undefined) throw notFound()
  const { orders, ...bill } = found
  const [seen] = seenBy(ctx, reader, [bill])
  if (seen === undefined) throw notFound()
  return { ...seen, order: orders[0] ?? null }
}
