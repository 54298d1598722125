/** A person's orders and receipts: handed out as they read them on the page, kept with the accounts when they ask for deletion. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { OrderState } from '@xlb/shared/payments/states.ts'
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { orders, type OrderRow } from './data/orders.ts'
import { receipts, type ReceiptRow } from './data/receipts.ts'

const KEPT_YEARS = 30
const KEPT_BY = '《会计档案管理办法》（财政部、国家档案局令第 79 号）附表：会计凭证、账簿保存 30 年'
const MOST = 5_000

/** Nothing moves any more; everything else is money or an order on its way. */
const AT_REST = ['CLOSED', 'RECEIPTED', 'REFUNDED'] as const satisfies readonly OrderState[]

async function ordersOf(ctx: Ctx, payerPersonId: string): Promise<OrderRow[]> {
  return await orders.find(ctx, { payerPersonId }, { sort: { submittedAt: -1, _id: -1 }, limit: MOST })
}

async function receiptsOf(ctx: Ctx, personId: string): Promise<ReceiptRow[]> {
  return await receipts.find(ctx, { personId }, { sort: { creditedAt: -1, _id: -1 }, limit: MOST })
}

async function kept(ctx: Ctx, personId: string): Promise<readonly Erased[]> {
  const [own, papers] = [await ordersOf(ctx, personId), await receiptsOf(ctx, personId)]
  const line = (what: string, count: number, latest: string | undefined): Erased[] =>
    count === 0
      ? []
      : [{ what, count, outcome: 'kept', why: KEPT_BY, until: latest === undefined ? null : yearsAfter(latest) }]
  return [
    ...line('付款订单', own.length, own[0]?.submittedAt),
    ...line('收据和入账凭证', papers.length, papers[0]?.creditedAt),
  ]
}

/** The retention of the archives ends with a year. */
function yearsAfter(instant: string): string {
  return `${String(Number(dayOf(instant).slice(0, 4)) + KEPT_YEARS)}-12-31`
}

export const personalData: PersonalData = {
  async exportOf(ctx, personId) {
    const [own, papers] = [await ordersOf(ctx, personId), await receiptsOf(ctx, personId)]
    return {
      orders: own.map(({ no, state, title, amount, office, ownerName, submittedAt, receivedAt, creditedAt }) => {
        return { no, state, title, amountFen: amount, office, ownerName, submittedAt, receivedAt, creditedAt }
      }),
      receipts: papers.map(({ no, title, amount, ownerName, office, merchantName, lines, receivedAt, creditedAt }) => {
        const parts = lines.map((one) => ({ label: one.label, amountFen: one.amount }))
        return { no, title, amountFen: amount, ownerName, office, merchantName, parts, receivedAt, creditedAt }
      }),
    }
  },
  erase: kept,
  foretell: kept,
  async blocks(ctx, personId) {
    const own = await ordersOf(ctx, personId)
    const resting: readonly string[] = AT_REST
    return own.filter(({ state }) => !resting.includes(state)).map(({ _id }) => _id)
  },
}
