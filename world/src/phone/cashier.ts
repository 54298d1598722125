/** What the WeChat client does with `requestPayment`: checks the signature, shows the sheet, pays or not, tells the page. */
import * as z from 'zod'
import { lines, verifyText } from '../pay/crypto.ts'
import { shownState } from '../pay/orders.ts'
import { pay } from '../pay/payment.ts'
import type { Order } from '../pay/records.ts'
import { personByKey, type World } from '../state.ts'

const PREPAY_MS = 2 * 3_600_000

export const paramsSchema = z.object({
  phone: z.string(),
  appId: z.string(),
  timeStamp: z.string().regex(/^\d{1,11}$/),
  nonceStr: z.string().min(1).max(32),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
})
export type PayParams = z.infer<typeof paramsSchema>

export type Readiness = { readonly order: Order; readonly merchantName: string } | { readonly failed: string }

function signatureFits(world: World, order: Order, params: PayParams): boolean {
  const merchant = world.keys.merchants.find((one) => one.mchid === order.mchid)
  if (merchant === undefined || params.appId !== order.appid) return false
  const text = lines(params.appId, params.timeStamp, params.nonceStr, params.package)
  return verifyText(text, params.paySign, merchant.merchantKey.publicKeyPem)
}

/** Whether this phone could pay now, and if not what WeChat would say. */
export function readiness(world: World, params: PayParams): Readiness {
  const person = personByKey(params.phone)
  if (person === undefined) return { failed: '这部手机没有登录' }
  const order = world.orders.all().find((one) => params.package === `prepay_id=${one.prepayId}`)
  if (order === undefined) return { failed: '缺少参数prepay_id' }
  if (!signatureFits(world, order, params)) return { failed: '支付验证签名失败' }
  if (order.openid !== person.openid) return { failed: '下单账号与支付账号不一致' }
  const now = world.clock.now()
  if (order.paid !== undefined || order.inFlight !== undefined) return { failed: '该订单已支付' }
  if (shownState(order, now) === 'CLOSED') return { failed: '该订单已关闭' }
  if (now >= order.expiresAt || now > order.prepayAt + PREPAY_MS) return { failed: '该订单已过期' }
  const merchantName = world.keys.merchants.find((one) => one.mchid === order.mchid)?.name ?? ''
  return { order, merchantName }
}

/** The decision on the sheet; the answer is the `errMsg` the page gets. */
export function decide(world: World, params: PayParams, decision: 'pay' | 'cancel'): string {
  if (decision === 'cancel' || world.faults.take('pay.client.user-cancels')) return 'requestPayment:fail cancel'
  const ready = readiness(world, params)
  if ('failed' in ready) return `requestPayment:fail ${ready.failed}`
  if (world.faults.take('pay.client.told-ok-unpaid')) return 'requestPayment:ok'
  pay(world, ready.order)
  return world.faults.take('pay.client.told-fail') ? 'requestPayment:fail 网络异常' : 'requestPayment:ok'
}
