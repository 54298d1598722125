/** Words about how a bill came about: what was used, tiers, tariff, corrections, the last periods. */
import type { Bill, Utility } from '@xlb/shared/bills/contract.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'
import { speakPeriod } from '@xlb/shared/platform/day-words.ts'
import { counted, unitsOf } from './units.zh-CN.ts'

const tierNames = ['第一', '第二', '第三', '第四']

export const madeWords = {
  how: '这笔钱怎么算的',
  used: (usage: number, utility: Utility): string => `本期${unitsOf(utility).use} ${counted(usage, utility)}`,
  usedElder: (usage: number, utility: Utility): string =>
    `这一期用了 ${counted(usage, utility)}${unitsOf(utility).thing}`,
  more: (usage: number, utility: Utility): string => `，比上期多 ${counted(usage, utility)}。`,
  less: (usage: number, utility: Utility): string => `，比上期少 ${counted(usage, utility)}。`,
  same: '，和上期一样多。',
  stop: '。',
  peakValley: (peak: number, valley: number): string =>
    `峰电（早 8 点到晚 10 点）${String(peak)} 度，谷电（夜里）${String(valley)} 度。`,
  untilNext: (usage: number, tier: number, utility: Utility): string =>
    `今年再用 ${counted(usage, utility)}就到${tierWords(tier)}阶梯。`,
  untilNextElder: (usage: number, utility: Utility): string =>
    `今年再用 ${counted(usage, utility)}，${unitsOf(utility).price}就要涨一档。`,
  lastTier: '今年已经用到最高一级阶梯。',
  lastTierElder: (utility: Utility): string => `今年的${unitsOf(utility).thing}已经算到最贵的一档。`,
  tier: (tier: number): string => `${tierWords(tier)}阶梯`,
  tierElder: (tier: number): string => `${tierWords(tier)}档`,
  tierFull: (usage: number, utility: Utility): string => `${counted(usage, utility)}，用满了`,
  tierPart: (used: number, left: number): string => `用了 ${String(used)}，还剩 ${String(left)}`,
  tierOpen: (usage: number, utility: Utility): string => `用了 ${counted(usage, utility)}`,
  tierNone: '没用到',
  yearTotal: (usage: number, utility: Utility): string => `今年共 ${String(usage)} ${unitsOf(utility).short}`,
  legendBefore: (usage: number): string => `今年前几期 ${String(usage)}`,
  legendNow: (usage: number): string => `本期 ${String(usage)}`,
  legendRest: '还没用',
  tierSaid: (before: number, now: number, utility: Utility): string =>
    `按年算的阶梯：今年前几期用了 ${counted(before, utility)}，本期 ${counted(now, utility)}`,
  columns: (utility: Utility): readonly string[] => ['项目', `用量 ${unitsOf(utility).short}`, '单价 元', '金额 元'],
  tableLabel: '这笔钱的每一项',
  lineNote: (usage: number, price: string, utility: Utility): string => `${counted(usage, utility)} × ${price} 元`,
  peakElder: '峰电',
  valleyElder: '谷电（夜里）',
  sum: '合计',
  sumElder: '一共',
  whose: (office: string, utility: Utility): string =>
    `金额是${office}给的，按这张${unitsOf(utility).price}表再算一遍，一样。`,
  whoseOnly: (office: string): string => `金额是${office}给的。`,
  differsTitle: '以收费单位的数字为准',
  differs: (computed: number, amount: number, utility: Utility): string =>
    `按公布的${unitsOf(utility).price}算是 ${formatYuan(computed)} 元，账单是 ${formatYuan(amount)} 元。工作人员会去核对，有结果告诉您。`,
  tariff: (name: string, utility: Utility): string => `${unitsOf(utility).price}：${name}`,
  assumption: '假设',
  assumptionWords: (utility: Utility): string => `这张${unitsOf(utility).price}表县里还没有确认，只用来说明账单。`,
  adjustedTitle: (difference: number): string =>
    `重新抄表，${difference < 0 ? '多交了' : '少交了'} ${formatYuan(Math.abs(difference))} 元`,
  adjustedSame: '重新抄过表，钱数没有变',
  adjusted: (usage: number, amount: number, utility: Utility): string =>
    `这一期应是 ${counted(usage, utility)}，${formatYuan(amount)} 元。`,
  adjustedThen: (words: string): string => `差的钱：${words}，这一期不用再付。`,
  recent: (count: number): string => `最近 ${String(count)} 期`,
  seeTable: '看表格',
  hideTable: '收起表格',
  recentColumns: (utility: Utility): readonly string[] => [
    '期',
    `${unitsOf(utility).use} ${unitsOf(utility).short}`,
    '金额 元',
  ],
  recentSentence: (most: string, mostAmount: number): string => `${most} 期最多，${formatYuan(mostAmount)} 元。`,
  recentSentenceElder: (most: string, mostAmount: number): string =>
    `${speakPeriod(most)}最多，${formatYuan(mostAmount)} 元。`,
  recentUp: (difference: number): string => `这一期比上一期多 ${formatYuan(difference)} 元。`,
  recentDown: (difference: number): string => `这一期比上一期少 ${formatYuan(difference)} 元。`,
  recentSame: '这一期和上一期一样多。',
  recentOnly: '只有这一期，还没有可以比的。',
} as const

/** 第一档; with time of use 第一档峰电. Names of lines that are no tier stay the utility's. */
export function lineName({ label, tier, kind }: Bill['lines'][number], elder: boolean): string {
  if (!elder || tier === null) return label
  if (kind === 'peak') return `${madeWords.tierElder(tier)}${madeWords.peakElder}`
  return `${madeWords.tierElder(tier)}${kind === 'valley' ? madeWords.valleyElder : ''}`
}

function tierWords(tier: number): string {
  return tierNames[tier - 1] ?? `第 ${String(tier)} `
}

/** 0.1 fen a unit in yuan: 1800 is 1.80, 855 is 0.855. */
export function priceWords(priceTenthFen: number): string {
  const yuan = priceTenthFen / 1000
  return priceTenthFen % 10 === 0 ? yuan.toFixed(2) : yuan.toFixed(3)
}
