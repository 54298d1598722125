/** The rows of the trade bill and the fund flow bill of one day (WECHAT.md §5): amounts in yuan, times at +08:00, the fee of the demo merchants. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { rfc3339 } from '../clock.ts'
import type { World } from '../state.ts'
import type { Order, Paid, Refund } from './records.ts'

/** 0.60 %, rounded to fen a payment; an ASSUMPTION, merchants of public services may have less. */
const FEE_PER_TEN_THOUSAND = 60
const RATE = '0.60%'

export interface Money {
  readonly kind: 'payment' | 'refund'
  /** ms */
  readonly at: number
  readonly order: Order
  readonly paid: Paid
  readonly refund?: Refund
  /** What moved, in fen; above 0. */
  readonly amount: number
}

export const yuan = (fen: number): string => (fen / 100).toFixed(2)
export const feeOf = (fen: number): number => Math.round((fen * FEE_PER_TEN_THOUSAND) / 10_000)
export const timeText = (ms: number): string => rfc3339(ms).slice(0, 19).replace('T', ' ')
const dayAt = (ms: number): string => dayOf(new Date(ms).toISOString())

/** Payments and accepted refunds of this merchant on a day, oldest first. */
export function moneyOf(world: World, mchid: string, day: string): Money[] {
  const paid = world.orders.all().flatMap((order): (Money & { paid: Paid })[] => {
    if (order.mchid !== mchid || order.paid === undefined) return []
    return [{ kind: 'payment', at: order.paid.at, order, paid: order.paid, amount: order.paid.total }]
  })
  const refunds = world.refunds.all().flatMap((refund): Money[] => {
    const of = paid.find(({ order }) => refund.mchid === mchid && order.outTradeNo === refund.outTradeNo)
    return of === undefined ? [] : [{ ...of, kind: 'refund', at: refund.createdAt, refund, amount: refund.amount }]
  })
  return [...paid, ...refunds].filter((one) => dayAt(one.at) === day).sort((a, b) => a.at - b.at)
}

export const TRADE_HEAD =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
export const TRADE_SUM_HEAD =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

/** The state a refund has when the bill is made. */
function refundState(refund: Refund, madeAt: number): string {
  if (refund.settledAt === undefined || refund.settledAt > madeAt) return 'PROCESSING'
  return refund.status === 'SUCCESS' ? 'SUCCESS' : 'FAIL'
}

export function tradeRow(money: Money, madeAt: number): string[] {
  const { order, paid, refund, amount } = money
  const isRefund = refund !== undefined
  const fee = (isRefund ? -1 : 1) * feeOf(amount)
  const gained = yuan(isRefund ? 0 : amount)
  const returned = yuan(isRefund ? amount : 0)
  return [
    ...[timeText(money.at), order.appid, order.mchid, '0', '', paid.transactionId, order.outTradeNo, order.openid],
    ...['JSAPI', isRefund ? 'REFUND' : 'SUCCESS', 'OTHERS', paid.currency, gained, '0.00'],
    ...[refund?.refundId ?? '0', refund?.outRefundNo ?? '0', returned, '0.00'],
    ...(isRefund ? ['ORIGINAL', refundState(refund, madeAt)] : ['', '']),
    ...[order.description, order.attach ?? '', (fee / 100).toFixed(5), RATE, gained, returned, ''],
  ]
}

export function tradeSums(all: readonly Money[]): string[] {
  const sum = (kind: Money['kind']): number =>
    all.filter((one) => one.kind === kind).reduce((total, one) => total + one.amount, 0)
  const fees = all.reduce((total, one) => total + (one.kind === 'refund' ? -1 : 1) * feeOf(one.amount), 0)
  const [gained, returned] = [yuan(sum('payment')), yuan(sum('refund'))]
  return [String(all.length), gained, returned, '0.00', (fees / 100).toFixed(5), gained, returned]
}

export const FLOW_HEAD =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
export const FLOW_SUM_HEAD = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

interface Flow {
  readonly money: Money
  readonly name: string
  readonly type: string
  /** Fen, below 0 for what leaves. */
  readonly amount: number
}

function flowsOf(money: Money): Flow[] {
  const fee = feeOf(money.amount)
  const direction = money.kind === 'payment' ? 1 : -1
  const [name, feeName] = money.kind === 'payment' ? ['交易', '扣除交易手续费'] : ['退款', '退还交易手续费']
  const moved: Flow = { money, name, type: name, amount: direction * money.amount }
  return fee === 0 ? [moved] : [moved, { money, name: feeName, type: feeName, amount: -direction * fee }]
}

/** Rows and sums of the fund flow; the balance begins at `before` fen. Only money that moved: refunds that failed are left out. */
export function flowTable(
  all: readonly Money[],
  before: number,
  madeAt: number,
): { readonly rows: string[][]; readonly sums: string[]; readonly after: number } {
  const moved = all.filter(({ refund }) => refund === undefined || refundState(refund, madeAt) === 'SUCCESS')
  const flows = moved.flatMap(flowsOf)
  let balance = before
  const rows = flows.map(({ money, name, type, amount }, at) => {
    balance += amount
    const { refund, paid, order } = money
    const id = refund?.refundId ?? paid.transactionId
    const direction = amount > 0 ? '收入' : '支出'
    const proof = refund?.outRefundNo ?? order.outTradeNo
    const flowId = `${id}${String(at % 10)}`
    return [
      timeText(money.at),
      id,
      flowId,
      name,
      type,
      direction,
      yuan(Math.abs(amount)),
      yuan(balance),
      'API',
      '',
      proof,
    ]
  })
  const side = (isIn: boolean): string[] => {
    const own = flows.filter((one) => one.amount > 0 === isIn)
    return [String(own.length), yuan(Math.abs(own.reduce((sum, one) => sum + one.amount, 0)))]
  }
  return { rows, sums: [String(flows.length), ...side(true), ...side(false)], after: balance }
}
