/**
 * The fault menu. A fault that is on takes effect at each occurrence of its point; with `times` it switches itself off after so many.
 * Several may be on together (late and duplicate: three copies after forty minutes).
 */
import * as z from 'zod'
import type { Table } from './platform/journal.ts'

export interface FaultKind {
  readonly id: string
  readonly label: string
  /** Numbers and switches with their defaults. */
  readonly params: Readonly<Record<string, number | boolean>>
}

const kind = (id: string, label: string, params: FaultKind['params'] = {}): FaultKind => ({ id, label, params })

export const faultKinds: readonly FaultKind[] = [
  kind('pay.callback.lost', '付款通知丢失（不再发）'),
  kind('pay.callback.duplicate', '付款通知重复发', { n: 3 }),
  kind('pay.callback.late', '付款通知晚到', { delayMs: 2_400_000 }),
  kind('pay.callback.after-close', '关单以后才付款成功'),
  kind('pay.callback.wrong-amount', '付款金额与订单不符', { byFen: -1, onlyCallback: false }),
  kind('pay.callback.wrong-currency', '付款币种不是人民币'),
  kind('pay.callback.other-merchant', '通知里写着别的商户号'),
  kind('pay.callback.signtest', '先发一次签名探测'),
  kind('pay.callback.old-timestamp', '通知的时间戳过旧', { bySeconds: 301 }),
  kind('pay.callback.corrupt-tag', '通知密文被改动'),
  kind('pay.create.5xx', '下单时系统错误', { made: false }),
  kind('pay.create.slow', '下单很慢', { delayMs: 10_000 }),
  kind('pay.create.rate', '下单被限频'),
  kind('pay.create.lost-answer', '下单成功但应答丢失'),
  kind('pay.query.notpay-until-callback', '查单一直未支付，直到通知送达'),
  kind('pay.query.5xx', '查单时系统错误'),
  kind('pay.query.slow', '查单很慢', { delayMs: 10_000 }),
  kind('pay.close.5xx', '关单时系统错误', { closed: false }),
  kind('pay.refund.abnormal', '退款先受理后异常'),
  kind('pay.refund.closed', '退款先受理后关闭'),
  kind('pay.refund.5xx', '退款时系统错误', { made: false }),
  kind('pay.refund.not-enough', '退款时商户余额不足'),
  kind('pay.refund.slow', '退款处理很慢', { delayMs: 3_600_000 }),
  kind('pay.bill.not-ready', '交易账单还没有生成'),
  kind('pay.bill.missing-row', '交易账单少一笔'),
  kind('pay.bill.extra-row', '交易账单多一笔'),
  kind('pay.bill.other-amount', '交易账单金额不同', { byFen: 1 }),
  kind('pay.bill.corrupt', '下载的账单与摘要不符'),
  kind('pay.client.user-cancels', '居民取消付款'),
  kind('pay.client.told-fail', '付款成功但手机显示失败'),
  kind('pay.client.told-ok-unpaid', '手机显示成功但没有付款'),
  kind('water.down', '自来水公司停机', { drop: false }),
  kind('water.slow', '自来水公司很慢', { delayMs: 10_000 }),
  kind('water.refusing', '自来水公司拒绝入账'),
  kind('water.answer-lost', '自来水公司已入账但应答丢失'),
  kind('power.down', '供电公司停机', { drop: false }),
  kind('power.slow', '供电公司很慢', { delayMs: 10_000 }),
  kind('power.file-missing', '当晚没有账单文件（变化并入下一晚）'),
  kind('power.file-late', '文件晚到', { delayMs: 21_600_000, results: false }),
  kind('power.sum-wrong', '文件尾的金额合计不对', { byFen: 1, correctedAfterMs: 3_600_000, results: false }),
  kind('power.line-broken', '文件里有一行断了', { correctedAfterMs: 3_600_000, results: false }),
  kind('power.file-twice', '同一份文件给两次', { results: false }),
  kind('power.refused-lines', '供电公司拒收缴费文件里的行', { each: 1 }),
  kind('gas.down', '燃气公司停机', { drop: false }),
  kind('gas.slow', '燃气公司很慢', { delayMs: 10_000 }),
  kind('gas.job-slow', '燃气入账任务很久才完成', { delayMs: 3_600_000 }),
  kind('gas.job-lost', '燃气入账任务查不到了（入账照做）'),
  kind('gas.twice', '燃气公司把一笔入账记了两次'),
  kind('gas.refusing', '燃气公司拒绝入账'),
  kind('utility.statement.not-ready', '公司对账单还没有生成'),
  kind('utility.statement.missing-row', '公司对账单少一笔'),
  kind('utility.statement.extra-row', '公司对账单多一笔'),
  kind('utility.statement.other-amount', '公司对账单金额不同', { byFen: 1 }),
  kind('bureau.down', '公安核验停机', { drop: false }),
  kind('bureau.slow', '公安核验很慢', { delayMs: 10_000 }),
  kind('bureau.mismatch', '姓名和身份证号对也答不一致'),
  kind('bureau.deceased', '核验时答已登记死亡'),
  kind('bureau.garbled', '公安核验的应答是乱的（不是 JSON）'),
  kind('registry.down', '免疫登记停机', { drop: false }),
  kind('registry.slow', '免疫登记很慢', { delayMs: 30_000 }),
  kind('registry.garbled', '免疫登记的应答断在半路（上报照收）'),
  kind('registry.wrong-child', '免疫登记答成别的孩子的记录'),
  kind('registry.dose-twice', '免疫登记把同一剂列了两次'),
  kind('registry.stale', '免疫登记的数据是 30 小时前的'),
  kind('sms.down', '短信网关停机', { drop: false }),
  kind('sms.slow', '短信网关很慢', { delayMs: 10_000 }),
  kind('sms.lost', '短信受理了但收不到'),
  kind('sms.duplicate', '同一条短信收到两次'),
  kind('wechat.phone.bad-code', '手机号码凭证无效（40029）'),
  kind('wechat.phone.quota', '取手机号过于频繁（45011）'),
  kind('wechat.phone.swapped', '手机号凭证被换成登录码'),
  kind('wechat.login.bad-code', '登录码无效（40029）'),
  kind('wechat.login.blocked', '高风险用户（40226）'),
  kind('wechat.login.rate', '登录过于频繁（45011）'),
  kind('wechat.login.slow', '登录很慢', { delayMs: 10_000 }),
  kind('wechat.login.no-unionid', '登录不给 unionid'),
  kind('wechat.token.invalid', '接口令牌失效（40001）'),
  kind('wechat.token.quota', '接口令牌当天次数用完（45009）'),
  kind('wechat.token.ip', '服务器地址不在白名单（40164）'),
  kind('wechat.token.slow', '接口令牌很慢', { delayMs: 10_000 }),
  kind('wechat.message.no-credit', '订阅次数已用完（43101）'),
  kind('wechat.message.banned', '订阅消息能力被封禁（43107）'),
  kind('wechat.message.busy', '同一个人有消息正在发（43108）'),
  kind('wechat.message.slow', '订阅消息发得很慢', { delayMs: 10_000 }),
  kind('wechat.message.bad-value', '字段内容不合规则（47003）'),
  kind('wechat.message.answer-lost', '订阅消息已送达但应答丢失'),
]

export const faultSchema = z.object({
  id: z.string(),
  on: z.boolean(),
  params: z.record(z.string(), z.union([z.number(), z.boolean()])),
  /** Occurrences left before it switches itself off; absent: until switched off. */
  times: z.number().int().positive().optional(),
})
export type Fault = z.infer<typeof faultSchema>

export interface Faults {
  list(): (Fault & { readonly label: string })[]
  /** Throws RangeError on an unknown fault, parameter or a parameter of the wrong type. */
  set(change: { id: string; on: boolean; params?: Fault['params'] | undefined; times?: number | undefined }): Fault
  clear(): void
  /** One occurrence: the parameters if the fault is on (and counts it), else undefined. */
  take(id: string): Taken | undefined
}

export interface Taken {
  number(name: string): number
  flag(name: string): boolean
}

function kindOf(id: string): FaultKind {
  const found = faultKinds.find((one) => one.id === id)
  if (found === undefined) throw new RangeError(`unknown fault: ${id}`)
  return found
}

function checkParams(known: FaultKind, params: Fault['params']): void {
  for (const [name, value] of Object.entries(params)) {
    if (typeof known.params[name] !== typeof value)
      throw new RangeError(`fault ${known.id} takes no such parameter: ${name}`)
  }
}

function takenFrom(params: Readonly<Record<string, number | boolean>>): Taken {
  return { number: (name) => Number(params[name] ?? 0), flag: (name) => params[name] === true }
}

export function createFaults(table: Table<Fault>): Faults {
  const stateOf = (known: FaultKind): Fault => table.get(known.id) ?? { id: known.id, on: false, params: {} }
  const count = (fault: Fault): void => {
    if (fault.times === undefined) return
    const { times, ...rest } = fault
    table.put(fault.id, times > 1 ? { ...rest, times: times - 1 } : { ...rest, on: false })
  }
  return {
    list: () =>
      faultKinds.map((known) => {
        const fault = stateOf(known)
        return { ...fault, label: known.label, params: { ...known.params, ...fault.params } }
      }),
    set: ({ id, on, params = {}, times }) => {
      const known = kindOf(id)
      checkParams(known, params)
      const fault = faultSchema.parse({ id, on, params, ...(times === undefined ? {} : { times }) })
      table.put(id, fault)
      return fault
    },
    clear: () => {
      for (const fault of table.all()) table.remove(fault.id)
    },
    take: (id) => {
      const known = kindOf(id)
      const fault = stateOf(known)
      if (!fault.on) return undefined
      count(fault)
      return takenFrom({ ...known.params, ...fault.params })
    },
  }
}
