/** Words of the result page: never "failed" while nobody knows. */
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { suspenseWords } from '@xlb/shared/payments/messages.zh-CN.ts'
import { dayOf, localMinute } from '@xlb/shared/platform/day-words.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'
import type { OrderPhase } from './order-phase.ts'

interface Head {
  title: string
  words: string
}

/** The electricity company books once a night. An order names its utility in its title only. */
const byNight = (title: string): boolean => title.startsWith(utilityWords.electricity.bill)

export const confirmingWords = {
  submitted: '您已提交付款',
  asking: '微信支付确认中',
  asked: '微信支付已收款',
  posting: (office: string): string => `${office}入账`,
  postingNote: (title: string): string =>
    byNight(title) ? '收款后，第二天早上入账，入账后可看收据' : '收款后约 10 分钟，入账后可看收据',
  postingNow: (title: string): string =>
    byNight(title)
      ? '供电公司夜里对账，第二天早上入账。不用再付'
      : '正在请收费单位入账，一般几分钟到二十分钟。不用再付',
  postingDone: '收据已经发到消息里',
  waited: (seconds: number): string => `已等${waitedWords(seconds)}`,
  nextAsk: (at: string, now: number): string => `下一次自动去问：${clockWords(at, now)}`,
  safeTitle: '您的钱不会丢',
  safe: '结果只有两种：记到这张账单上，或者原路退回您的微信。哪一种都会发消息告诉您。',
  orderNo: '订单号',
  method: '付款方式',
  weChat: '微信支付',
  owner: (title: string, name: string): string => `${title}，户名 ${name}`,
  goHome: '先回首页，有结果告诉我',
  home: '回首页',
  askNow: '现在再查一次',
  askingNow: '正在查',
  seeReceipt: '查看收据',
  backToBill: '回账单',
  refund: (amount: number): string => `退款 ${formatYuan(amount)} 元`,
  refundWorking: '已经交给微信支付，一般 1 到 3 天退到您的微信。',
  refundDone: (at: string): string => `${localMinute(at)} 已退到您的微信。`,
  refundByHand: '自动退款没有成功，工作人员会联系您，把钱退给您。',
} as const

const heads: Readonly<Record<OrderPhase, Head>> = {
  unpaid: { title: '还没有收到付款', words: '账单还在，随时可以付。要是微信里已经扣了钱，请点“现在再查一次”。' },
  confirming: { title: '正在向微信支付确认', words: '请不要再付一次。就算再点，也还是同一笔，不会多扣钱。' },
  closed: { title: '这一笔没有付，已经关闭', words: '没有收您的钱。账单还在，可以重新付。' },
  received: { title: '钱收到了，还在入账', words: '不用再付。入账以后，收据会发到消息里。' },
  credited: { title: '已经入账，交好了', words: '收费单位已经记到您户上。' },
  suspense: { title: '这笔钱正在核对', words: '' },
  refunding: { title: '正在原路退回', words: '' },
  refunded: { title: '钱退回您的微信了', words: '' },
}

export function headWords(phase: OrderPhase, order: OrderView): Head {
  const head = heads[phase]
  return head.words === '' && order.suspense !== null ? { ...head, words: suspenseWords[order.suspense] } : head
}

/** The hour is enough for today. */
function clockWords(at: string, now: number): string {
  return dayOf(at) === dayOf(now) ? localMinute(at).slice(11) : localMinute(at)
}

function waitedWords(seconds: number): string {
  if (seconds < 60) return ` ${String(seconds)} 秒`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return ` ${String(minutes)} 分钟`
  return ` ${String(Math.floor(minutes / 60))} 小时 ${String(minutes % 60)} 分钟`
}
