import type { paymentsErrors } from './errors.ts'
import type { OrderState, RefundState, SuspenseReason } from './states.ts'

export const paymentsMessages: Readonly<Record<keyof typeof paymentsErrors, string>> = {
  'callback-unreadable': '通知的内容解不开，没有受理。',
  'provider-unreachable': '暂时连不上微信支付，没有扣款。请稍后再试。',
  'difference-resolved': '这笔差异已经了结。',
  'difference-holds-money': '这笔差异里还有钱，请先退款或入账，它会自己了结。',
  'refund-above-left': '退款金额超过还能退的 {left} 分。',
  'refund-left-changed': '还能退的金额已变为 {left} 分，请核对后再提交。',
  'refund-not-now': '这笔款现在不能退，请刷新看看进度。',
  'refund-whole-only': '挂在待处理里的钱只能全额退。',
  'placing-not-now': '这笔款现在不能入账，请刷新看看进度。',
}

/** Every state a view: what the payer reads, in both views. */
export const orderStateWords: Readonly<Record<OrderState, { standard: string; elder: string }>> = {
  CREATED: { standard: '待付款', elder: '还没付' },
  PENDING: { standard: '待付款', elder: '还没付' },
  CLOSING: { standard: '确认中', elder: '正在确认' },
  CLOSED: { standard: '已关闭', elder: '没有付，已关' },
  PAID: { standard: '已收款', elder: '钱收到了' },
  POSTING: { standard: '已收款，入账中', elder: '钱收到了，正在入账' },
  POST_RETRY: { standard: '已收款，等待入账', elder: '钱收到了，还没入账' },
  CREDITED: { standard: '已入账', elder: '交好了' },
  RECEIPTED: { standard: '已入账', elder: '交好了' },
  SUSPENSE: { standard: '核对中', elder: '正在核对' },
  REFUNDING: { standard: '退款中', elder: '正在退钱' },
  REFUNDED: { standard: '已退款', elder: '钱退回了' },
}

export const suspenseWords: Readonly<Record<SuspenseReason, string>> = {
  'amount-differs': '收到的金额和订单不一样，工作人员正在核对。',
  'currency-differs': '收到的币种和订单不一样，工作人员正在核对。',
  'merchant-differs': '收款的商户和订单不一样，工作人员正在核对。',
  'paid-after-close': '订单关闭以后才收到这笔钱，工作人员正在核对，会入账或原路退回。',
  'bill-already-paid': '这笔账单已经缴清，多付的钱会原路退回。',
  'posting-refused': '收费单位没有接受这笔缴费，钱会原路退回。',
}

/** Refunds, as staff read them; the payer sees three words: 退款中, 已退款, 人工办理. */
export const refundStateWords: Readonly<Record<RefundState, string>> = {
  REQUESTED: '已申请退款',
  APPROVED: '已同意退款',
  SUBMITTED: '微信支付退款中',
  SUCCESS: '已退款',
  ABNORMAL: '退款异常，转人工',
  MANUAL: '人工办理退款',
  CLOSED: '退款已关闭',
}
