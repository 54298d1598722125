import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { fen } from '@xlb/shared/platform/money.ts'
import { notFound } from '#platform/errors.ts'
import { bind, bindOnce, type Route } from '#platform/http/bind.ts'
import { orderById, presentOrder } from '../payments/index.ts'
import { readCounterBills } from './acts/read-counter-bills.ts'
import { loadCash, payCash } from './acts/pay-cash.ts'
import { cashTenders } from './data/cash-tenders.ts'

export const counterRoutes: readonly Route[] = [
  bind(contract.counterBills, {
    handle: (ctx, { query }) => readCounterBills(ctx, query),
  }),
  bindOnce(contract.payCash, {
    load: (ctx, { body }) => loadCash(ctx, body),
    authorise() {
      // Who may take cash where, and for whom, needs the account: loadCash refuses.
    },
    act: (ctx, loaded, { body }) => payCash(ctx, loaded, body),
    async present(ctx, orderId) {
      const order = await orderById(ctx, orderId)
      if (order === null) throw notFound()
      const tender = await cashTenders.findOne(ctx, { orderId })
      return { order: presentOrder(ctx, order), change: fen((tender?.tendered ?? order.amount) - order.amount) }
    },
  }),
]
