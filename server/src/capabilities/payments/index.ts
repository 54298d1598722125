/**
 * payments: orders, WeChat Pay, callbacks, automatic refunds, receipts, the double-entry ledger. Promises: a thing is paid once; money that came in is
 * credited, waiting with a reason, or back; nothing is closed unasked. Refuses prices from outside and other people's orders. Knows no
 * capability that sells: they hand themselves in as payables.
 */
import { providePort, type Capability } from '#platform/capability.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { tellOfBreakers } from '#platform/outside/client.ts'
import { admitProvider } from './admit-provider.ts'
import { paymentApprovals } from './approvals.ts'
import { bookEntry } from './acts/book-entry.ts'
import { askLiveOrders } from './acts/ask-live-orders.ts'
import { ownSuspense, suspenseEvents } from './acts/own-suspense.ts'
import { tellPayer, toldEvents } from './acts/tell-payer.ts'
import { orders, type OrderRow } from './data/orders.ts'
import { bookedEvents } from './domain/ledger-lines.ts'
import { paymentRoutes } from './http.ts'
import { paymentJobs } from './jobs/index.ts'
import { setNotifyBase } from './notify-url.ts'
import { personalData } from './personal-data.ts'
import { payProvider } from './providers/pay-provider.ts'
import { createWechatPay } from './providers/wechat-pay.ts'
import { paymentsRetention } from './retention.ts'
import { verifyLedger } from './verify/ledger.ts'

export { closeForTakeOver } from './acts/close-for-take-over.ts'
export { forestallOrder } from './acts/forestall-order.ts'
export { reconcileDay } from './acts/reconcile-day.ts'
export { openCashOrder } from './acts/open-cash-order.ts'
export { openOrder, prepayOrder } from './acts/open-order.ts'
export { returnPartOf as returnPart } from './acts/propose-refund.ts'
export { presentOrder, payParamsOf } from './present.ts'
export { payableOf, utilityFiles, type Payable, type Posting } from './payable.ts'
export { ownOrderStage, type OrderRow } from './data/orders.ts'

/** An order by id, or null; for capabilities that hold its id in their own record. */
export async function orderById(ctx: Ctx, orderId: string): Promise<OrderRow | null> {
  return await orders.findOne(ctx, { _id: orderId })
}

/** An order by id if this person pays it, or null. */
export async function myOrderById(ctx: ResidentCtx, orderId: string): Promise<OrderRow | null> {
  return await orders.findOne(ctx, { _id: orderId, payerPersonId: ctx.resident.personId ?? '' })
}

/** Every order that pays for this capability's things, for its verify command. */
export function ordersFor(ctx: Ctx, purpose: string): AsyncGenerator<OrderRow> {
  return orders.walk(ctx, { purpose })
}

export const payments: Capability = {
  name: 'payments',
  routes: paymentRoutes,
  audiences: (house) => ({
    provider: (koa) => Promise.resolve().then(() => admitProvider(house, koa.path, String(koa.state['requestId']))),
  }),
  jobs: paymentJobs,
  subscribers: [
    ...bookedEvents.map((event) => ({
      name: 'book-entry',
      event,
      handle: (ctx: Ctx, told: Parameters<typeof bookEntry>[2]) => bookEntry(ctx, event, told),
    })),
    ...suspenseEvents.map((event) => ({
      name: 'own-suspense',
      event,
      handle: (ctx: Ctx, told: Parameters<typeof bookEntry>[2]) => ownSuspense(ctx, event, told),
    })),
    ...toldEvents.map((event) => ({
      name: 'tell-payer',
      event,
      handle: (ctx: Ctx, told: Parameters<typeof tellPayer>[2]) => tellPayer(ctx, event, told),
    })),
  ],
  ports: [
    providePort(payProvider, (config, clock) =>
      createWechatPay({
        baseUrl: config.providers.pay.baseUrl,
        appid: config.providers.wechat.appid,
        merchants: config.providers.merchants,
        now: () => clock.now(),
      }),
    ),
  ],
  start: (house) => {
    setNotifyBase(house.config.environment.PUBLIC_URL)
    tellOfBreakers(house)
  },
  afterRestore: askLiveOrders,
  personalData,
  approvals: paymentApprovals,
  verify: { ledger: verifyLedger },
  retention: paymentsRetention,
  searchEntries: [
    {
      key: 'payments:receipts',
      icon: 'receipt',
      title: '缴费收据',
      note: '交过的钱，都有收据',
      link: { route: 'payments.receipts', params: {} },
      words: ['收据', '缴费记录', '付款记录', '票据', '发票', '已缴'],
    },
  ],
}
