import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { bind, bindOnce, type Route } from '#platform/http/bind.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { placeOf } from '../organisations/index.ts'
import { myOrderById, payParamsOf, presentOrder } from '../payments/index.ts'
import { findJoined, loadMyBill, lookAtMyBill, seenBy } from './acts/load-bill.ts'
import { loadAccountBills } from './acts/load-account-bills.ts'
import { payBills } from './acts/pay-bills.ts'
import { freeForMe } from './acts/take-over.ts'
import type { BillRow } from './data/bills.ts'
import { presentBill, presentBillRow } from './present.ts'

const byPeriod = newestFirst<BillRow>('bills.list', 'period', /^20\d{2}-\d{2}$/)

function refuseUnnamed(ctx: ResidentCtx): void {
  if (ctx.resident.personId === null) throw new AppError('forbidden')
}

/** The order, afresh at every repeat, to whoever pays it. */
async function presentPay(ctx: ResidentCtx, orderId: string) {
  const order = await myOrderById(ctx, orderId)
  if (order === null) throw notFound()
  return { order: presentOrder(ctx, order), pay: payParamsOf(ctx, order) }
}

export const billRoutes: readonly Route[] = [
  bind(contract.list, {
    async handle(ctx, { query }) {
      const { personId } = ctx.resident
      const { filter, options } = byPeriod.read(query)
      if (personId === null) return { items: [], next: null }
      const { sort = {}, limit = 1 } = options
      const found = await findJoined(ctx, { readers: personId, shelf: query.show ?? 'due', ...filter }, { sort, limit })
      const { rows, next } = byPeriod.page(found, query)
      const shown = new Set(rows.map(({ _id }) => _id))
      const mine = seenBy(ctx, personId, found).filter(({ bill }) => shown.has(bill._id))
      return { items: await Promise.all(mine.map((one) => presentBillRow(ctx, one))), next }
    },
  }),
  bind(contract.get, {
    async handle(ctx, { params }) {
      const { order, ...seen } = await lookAtMyBill(ctx, params.billId)
      const { call } = await placeOf(ctx, seen.bill.villageCode)
      return await presentBill(ctx, { ...seen, order: order === null ? null : presentOrder(ctx, order), call })
    },
  }),
  bindOnce(contract.pay, {
    load: (ctx, { params }) => loadMyBill(ctx, params.billId),
    authorise: refuseUnnamed,
    act: (ctx, bill) => payBills(ctx, [bill]),
    present: presentPay,
  }),
  bindOnce(contract.takeOver, {
    load: (ctx, { params }) => loadMyBill(ctx, params.billId),
    authorise: refuseUnnamed,
    act: async (ctx, bill) => await payBills(ctx, [await freeForMe(ctx, bill)]),
    present: presentPay,
  }),
  bindOnce(contract.payAccount, {
    load: (ctx, { params, body }) => loadAccountBills(ctx, params.accountId, body.billIds),
    authorise: refuseUnnamed,
    act: (ctx, bills, { body }) => payBills(ctx, bills, body.advance ?? 0),
    present: presentPay,
  }),
]
