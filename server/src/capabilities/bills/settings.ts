/** Numbers of bills that a county sets. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { defineSetting, settingOf, type Setting } from '#platform/settings/settings.ts'
import type { Ctx } from '#platform/context.ts'

const penaltySetting = (utility: Utility, title: string, fallback: number, source: string): Setting =>
  defineSetting({ key: `bills.penalty-${utility}`, title, unit: '每天万分之', fallback, min: 0, max: 30, source })

/** 0: the county has not entered its contract's terms, nothing is charged and the page says 按合同约定. */
const PENALTIES: Readonly<Record<Utility, Setting>> = {
  water: penaltySetting(
    'water',
    '水费违约金（按供水合同填写，0 为没有填）',
    0,
    '《民法典》第六百五十四条、第六百五十六条：按合同约定',
  ),
  gas: penaltySetting(
    'gas',
    '燃气费违约金（按供气合同填写，0 为没有填）',
    0,
    '《浙江省燃气管理条例》第四十条：按合同约定',
  ),
  electricity: penaltySetting(
    'electricity',
    '居民电费违约金（到期次日起）',
    10,
    '《电力供应与使用条例》第三十九条；供电营业规则：居民用户每日千分之一',
  ),
}

export const takeOverMinutes = defineSetting({
  key: 'bills.take-over-minutes',
  title: '别人付款多久没有付成，可以接着付',
  unit: '分钟',
  fallback: 15,
  min: 5,
  max: 120,
  source: '本系统的约定：给付款人留出付款时间',
})

export const orderMinutes = defineSetting({
  key: 'bills.order-minutes',
  title: '点了付款以后，多久之内可以付',
  unit: '分钟',
  fallback: 120,
  min: 30,
  max: 120,
  source: '微信支付开发文档：预支付交易会话标识 2 小时内有效',
})

export const bindTriesADay = defineSetting({
  key: 'bills.bind-misses',
  title: '每人、每个户号每天可以填错的次数',
  unit: '次',
  fallback: 5,
  min: 1,
  max: 20,
  source: '《个人信息保护法》第五十一条：防止未经授权的访问',
})

export async function penaltyRate(ctx: Ctx, utility: Utility): Promise<number | null> {
  const rate = await settingOf(ctx, PENALTIES[utility])
  return rate === 0 ? null : rate
}
