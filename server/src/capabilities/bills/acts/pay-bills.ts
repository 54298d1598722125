/**
 * Walk 1: compare-and-set of the bills with the order's id, then payments opens that order. A second tap finds the same order; an order whose bills
 * were taken but which was never written is opened again under its id; another payer is told to wait; the oldest bill comes first.
 */
import { crashPoint } from '#platform/crash-point.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { openOrder, orderById, prepayOrder } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { decidePayAll, passedOver } from '../domain/pay-decision.ts'
import { dueAmount } from '../domain/price.ts'
import { orderMinutes } from '../settings.ts'
import { accountToPay, type AccountToPay } from './load-account.ts'
import { orderWish } from './order-wish.ts'
import { byPeriod, takeBills } from './take-bills.ts'
import { whoPays } from './take-over.ts'

const MINUTE_MS = 60_000
const TRIES = 4

/** One account's bills, loaded; answers the order's id. `advance`: fen beyond them. */
export async function payBills(ctx: ResidentCtx, loaded: readonly BillRow[], advance = 0): Promise<string> {
  const personId = ctx.resident.personId ?? ''
  let wanted = loaded
  for (let tries = 0; tries < TRIES; tries += 1) {
    const account = await accountOf(ctx, wanted)
    const decision = decidePayAll(wanted, personId, account.state === 'STOPPED')
    if ('refuse' in decision) throw await refusal(ctx, wanted, account, decision.refuse)
    if (decision.do === 'resume') return await resume(ctx, decision.orderId)
    refuseToPassOver(wanted, account)
    if (advance === 0 && wanted.every((bill) => dueAmount(bill) === 0)) throw new AppError('nothing-to-pay')
    const orderId = newId('ord')
    const taken = await takeBills(ctx, wanted, orderId, personId)
    if (taken !== null) return await open(ctx, orderId, taken, advance)
    wanted = await bills.find(ctx, { _id: { $in: wanted.map(({ _id }) => _id) } })
  }
  throw new AppError('changed-meanwhile')
}

/** Whoever was removed meanwhile finds nothing to pay. */
async function accountOf(ctx: ResidentCtx, wanted: readonly BillRow[]): Promise<AccountToPay> {
  const newest = [...wanted].sort(byPeriod).at(-1)
  const account = newest === undefined ? null : await accountToPay(ctx, newest.utilityAccountId, newest.period)
  const mine = account?.people.some((one) => one.personId === ctx.resident.personId) ?? false
  if (account === null || !mine) throw notFound()
  return account
}

async function refusal(
  ctx: ResidentCtx,
  wanted: readonly BillRow[],
  account: AccountToPay,
  code: 'bill-already-paid' | 'bill-superseded' | 'account-stopped' | 'someone-is-paying',
): Promise<AppError> {
  const held = wanted.find((bill) => bill.state === 'PAYING' && bill.payingPersonId !== ctx.resident.personId)
  if (code !== 'someone-is-paying' || held === undefined) return new AppError(code)
  const paying = await whoPays(ctx, held, account.people)
  return new AppError(code, {
    minutes: Math.max(1, Math.ceil((Date.parse(paying.takeOverAt) - ctx.clock.now()) / 60_000)),
    ...(paying.name === null ? {} : { name: paying.name }),
  })
}

/** Both are offered: the older one, and the one that was asked for. */
export function refuseToPassOver(wanted: readonly BillRow[], { open }: Pick<AccountToPay, 'open'>): void {
  const aged = (one: Pick<BillRow, '_id' | 'period'>) => ({ id: one._id, period: one.period })
  const older = passedOver(wanted.map(aged), open.map(aged))
  if (older === null) return
  const asked = [...wanted].sort(byPeriod).at(-1)
  throw new AppError('older-first', {
    ...{ older: older.id, olderPeriod: older.period, asked: asked?._id ?? '', askedPeriod: asked?.period ?? '' },
  })
}

async function resume(ctx: ResidentCtx, orderId: string): Promise<string> {
  const order = await orderById(ctx, orderId)
  if (order === null)
    return await open(ctx, orderId, (await bills.find(ctx, { orderId }, { limit: 12 })).sort(byPeriod), 0)
  if (order.state === 'CLOSING' || order.state === 'CLOSED') throw new AppError('still-closing')
  return (await prepayOrder(ctx, order))._id
}

async function open(ctx: ResidentCtx, orderId: string, taken: readonly BillRow[], advance: number): Promise<string> {
  crashPoint('bill-taken')
  const wish = orderWish(orderId, taken, advance)
  return (await openOrder(ctx, { ...wish, validMs: (await settingOf(ctx, orderMinutes)) * MINUTE_MS }))._id
}
