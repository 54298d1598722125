/** The payer reads in Messages what happened to the money: credited, waiting, back. One message an event. */
import { formatYuan } from '@xlb/shared/platform/money.ts'
import { suspenseWords } from '@xlb/shared/payments/messages.zh-CN.ts'
import type { Ctx } from '#platform/context.ts'
import { postMessage } from '../../messages/index.ts'
import { orders, type OrderRow } from '../data/orders.ts'

type Telling = (order: OrderRow) => {
  kind: 'receipt' | 'suspense' | 'refund'
  title: string
  body: string
  route: string
  params: Record<string, string>
} | null

const yuan = (amount: number): string => `${formatYuan(amount)} 元`

const suspended: Telling = (order) => ({
  kind: 'suspense',
  title: `${order.title}的付款正在核对`,
  body: `收到 ${yuan(order.receivedAmount ?? order.amount)}。${order.suspense === null ? '' : suspenseWords[order.suspense]}`,
  route: 'bills.confirming',
  params: { orderId: order._id },
})

const TELLINGS: Readonly<Record<string, Telling>> = {
  'payments.receipted': (order) =>
    order.receiptId === null
      ? null
      : {
          kind: 'receipt',
          title: `${order.title}已入账`,
          body: `${order.office}已收到 ${yuan(order.amount)}，户名 ${order.ownerName}。收据可以随时看。`,
          route: 'payments.receipt',
          params: { receiptId: order.receiptId },
        },
  'payments.misfit': suspended,
  'payments.suspended': suspended,
  'payments.refunded': (order) => ({
    kind: 'refund',
    title: `${order.title}的钱退回了`,
    body: `${yuan(order.receivedAmount ?? order.amount)}已原路退回您的微信，到账时间以微信通知为准。`,
    route: 'bills.confirming',
    params: { orderId: order._id },
  }),
}

export const toldEvents = Object.keys(TELLINGS)

export async function tellPayer(ctx: Ctx, name: string, event: { recordId: string }): Promise<void> {
  const order = await orders.findOne(ctx, { _id: event.recordId })
  const telling = order === null ? null : (TELLINGS[name]?.(order) ?? null)
  if (order === null || telling === null) return
  const { route, params, ...text } = telling
  await postMessage(ctx, {
    personId: order.payerPersonId,
    ...text,
    from: order.office,
    link: { route, params },
    source: `${name}:${order._id}`,
  })
}
