import { payments } from '@xlb/shared/payments/contract.ts'
import { notFound } from '#platform/errors.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { hintOrder } from './acts/hint-order.ts'
import { loadMyOrder } from './acts/load-order.ts'
import { storeCallback } from './acts/store-callback.ts'
import { receipts, type ReceiptRow } from './data/receipts.ts'
import { financeRoutes } from './finance-http.ts'
import { presentOrder, presentReceipt, presentReceiptRow } from './present.ts'

const byCreditedAt = newestFirst<ReceiptRow>('payments.receipts', 'creditedAt')
const acknowledged = { code: 'SUCCESS' as const }

export const paymentRoutes: readonly Route[] = [
  ...financeRoutes,
  bind(payments.order, {
    async handle(ctx, { params }) {
      return presentOrder(ctx, await loadMyOrder(ctx, params.orderId))
    },
  }),
  bind(payments.hint, {
    async handle(ctx, { params, body }) {
      const order = await loadMyOrder(ctx, params.orderId)
      return presentOrder(ctx, await hintOrder(ctx, order, body.outcome))
    },
  }),
  bind(payments.receipts, {
    async handle(ctx, { query }) {
      const { personId } = ctx.resident
      const { filter, options } = byCreditedAt.read(query)
      if (personId === null) return { items: [], next: null }
      const { rows, next } = byCreditedAt.page(await receipts.find(ctx, { personId, ...filter }, options), query)
      return { items: rows.map(presentReceiptRow), next }
    },
  }),
  bind(payments.receipt, {
    async handle(ctx, { params }) {
      const { personId } = ctx.resident
      const receipt = personId === null ? null : await receipts.findOne(ctx, { _id: params.receiptId, personId })
      if (receipt === null) throw notFound()
      return presentReceipt(receipt)
    },
  }),
  bind(payments.payCallback, {
    async handle(ctx, { params, raw }) {
      await storeCallback(ctx, { mchid: params.mchid, ...raw })
      return acknowledged
    },
  }),
  bind(payments.refundCallback, {
    async handle(ctx, { params, raw }) {
      await storeCallback(ctx, { mchid: params.mchid, ...raw })
      return acknowledged
    },
  }),
]
