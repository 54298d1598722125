/** WeChat's payment sheet, or the stand-in phone's. Its answer is a hint: only the server knows whether money moved. */
import type { PayParams } from '@xlb/shared/payments/order-schemas.ts'
import Taro from '@tarojs/taro'
import { wordsOf } from '../api/transport.ts'
import { overlayAnswer } from '../overlay/overlay.ts'
import { worldUrl } from '../session/runtime.ts'
import { rememberedPhone } from '../session/wechat-code.ts'

export type PayHint = 'ok' | 'cancel' | 'unknown'

/** Never throws: what went wrong on the phone is `unknown`, and the server finds out. */
export async function requestPayment(params: PayParams): Promise<PayHint> {
  try {
    return await (process.env.TARO_ENV === 'h5' ? payInWorld(params) : payInWeChat(params))
  } catch {
    return 'unknown'
  }
}

async function payInWeChat({ timeStamp, nonceStr, package: prepay, signType, paySign }: PayParams): Promise<PayHint> {
  try {
    await Taro.requestPayment({ timeStamp, nonceStr, package: prepay, signType, paySign })
    return 'ok'
  } catch (error) {
    return hintOf(wordsOf(error))
  }
}

async function payInWorld(params: PayParams): Promise<PayHint> {
  const world = await worldUrl()
  const phone = rememberedPhone()
  if (world === null || phone === null) return 'unknown'
  const query = Object.entries({ ...params, phone, origin: window.location.origin })
  const url = `${world}/phone/pay?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
  // Closing the sheet is not the same as cancelling: the money may already have moved.
  return (await overlayAnswer(url, '微信支付', readPay)) ?? 'unknown'
}

function readPay(data: unknown): PayHint | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'pay') return null
  return 'errMsg' in data && typeof data.errMsg === 'string' ? hintOf(data.errMsg) : null
}

/** `requestPayment:ok`, `requestPayment:fail cancel`, and anything else. */
function hintOf(errMsg: string): PayHint {
  if (errMsg.endsWith(':ok')) return 'ok'
  return errMsg.includes('cancel') ? 'cancel' : 'unknown'
}
