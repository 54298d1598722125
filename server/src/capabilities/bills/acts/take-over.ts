/** Two payers of one bill: the other is told that somebody is paying, and after a while may take over, when the provider was asked and nothing was paid. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { closeForTakeOver } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import type { AccountPerson } from '../data/utility-accounts.ts'
import { roleToday } from '../domain/people.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { takeOverMinutes } from '../settings.ts'
import { letGo } from './take-bills.ts'

const MINUTE_MS = 60_000

export interface Paying {
  /** Only for owner and viewers. */
  readonly name: string | null
  readonly takeOverAt: string
  readonly canTakeOver: boolean
}

export async function whoPays(ctx: ResidentCtx, bill: BillRow, people: readonly AccountPerson[]): Promise<Paying> {
  const { personId } = ctx.resident
  const me = people.find((one) => one.personId === personId)
  const isClose = me !== undefined && roleToday(me, dayOf(ctx.clock.now())) !== 'payer'
  const payer = people.find((one) => one.personId === bill.payingPersonId)
  const at = (bill.payingAt ?? ctx.clock.now()) + (await settingOf(ctx, takeOverMinutes)) * MINUTE_MS
  return {
    name: isClose ? (payer?.maskedName ?? null) : null,
    takeOverAt: new Date(at).toISOString(),
    canTakeOver: ctx.clock.now() >= at,
  }
}

/** Frees the bill of another's silent order, where it is time; otherwise leaves everything as it is, and paying says why. */
export async function freeForMe(ctx: ResidentCtx, bill: BillRow): Promise<BillRow> {
  if (bill.state !== 'PAYING' || bill.orderId === null || bill.payingPersonId === ctx.resident.personId) return bill
  if (!(await whoPays(ctx, bill, [])).canTakeOver) return bill
  await freeOrder(ctx, bill)
  return (await bills.findOne(ctx, { _id: bill._id })) ?? bill
}

/** Closes the order that holds a bill, where the provider says that nothing was paid. @throws AppError `bill-already-paid`, `still-closing` */
export async function freeOrder(ctx: Ctx, { state, orderId }: BillRow): Promise<void> {
  if (state !== 'PAYING' || orderId === null) return
  const answer = await closeForTakeOver(ctx, orderId, 'bills')
  if (answer === 'paid') throw new AppError('bill-already-paid')
  if (answer === 'wait') throw new AppError('still-closing')
  await letGoOf(ctx, orderId)
}

/** The closed order's bills are due again now, not only when its event comes. */
async function letGoOf(ctx: Ctx, orderId: string): Promise<void> {
  for (const one of await bills.find(ctx, { orderId }, { limit: 12 })) if (one.state === 'PAYING') await letGo(ctx, one)
}
