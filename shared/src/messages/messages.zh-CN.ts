import type { messagesErrors } from './errors.ts'
import type { DeliveryState } from './states.ts'

export const messagesMessages: Readonly<Record<keyof typeof messagesErrors, string>> = {}

/** What became of a message to WeChat, in both views; the inbox has it in every case. */
export const deliveryStateWords: Readonly<Record<DeliveryState, { standard: string; elder: string }>> = {
  QUEUED: { standard: '等待发送', elder: '还没发' },
  SENDING: { standard: '发送中', elder: '正在发' },
  RETRY: { standard: '稍后再发', elder: '等会儿再发' },
  ACCEPTED: { standard: '已发到微信', elder: '微信里能看到' },
  NO_CREDIT: { standard: '没有订阅次数', elder: '没有允许，没发' },
  REFUSED: { standard: '微信不允许发送', elder: '微信没让发' },
  FAILED: { standard: '没有发出', elder: '没有发出去' },
  UNKNOWN: { standard: '不清楚是否送达', elder: '不知道收到没有' },
}
