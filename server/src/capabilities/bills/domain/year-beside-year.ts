/** A year of an account beside the year before, and one sentence about it. Periods compare with the same month; amounts are fen. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { unitWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'

export interface PeriodFigures {
  readonly period: string
  readonly amount: number
  readonly usage: number
}

export interface Beside<T extends PeriodFigures> {
  readonly row: T
  readonly before: { readonly amount: number; readonly usage: number } | null
}

const yearBefore = (period: string): string => `${String(Number(period.slice(0, 4)) - 1)}${period.slice(4)}`

/** `rows` of the year and of the one before, in any order; oldest first out. */
export function besideYearBefore<T extends PeriodFigures>(rows: readonly T[], year: string): Beside<T>[] {
  const byPeriod = new Map(rows.map((row) => [row.period, row]))
  return rows
    .filter(({ period }) => period.startsWith(year))
    .sort((one, other) => (one.period < other.period ? -1 : 1))
    .map((row) => {
      const before = byPeriod.get(yearBefore(row.period))
      return { row, before: before === undefined ? null : { amount: before.amount, usage: before.usage } }
    })
}

/** Only periods that both years have are compared. */
export function yearSentence(
  utility: Utility,
  year: string,
  thisYear: string,
  pairs: readonly Beside<PeriodFigures>[],
): string {
  const both = pairs.flatMap(({ row, before }) => (before === null ? [] : [{ row, before }]))
  const name = year === thisYear ? '今年' : `${year} 年`
  if (pairs.length === 0) return `${name}还没有账单。`
  if (both.length === 0) return `${name}已有 ${String(pairs.length)} 期账单，去年同期没有记录，没法比。`
  const usage = both.reduce((sum, { row, before }) => sum + row.usage - before.usage, 0)
  const amount = both.reduce((sum, { row, before }) => sum + row.amount - before.amount, 0)
  const beside = year === thisYear ? '去年同期' : '上一年同期'
  return `${name}比${beside}${usageWords(utility, usage)}，${amountWords(amount)}。`
}

function usageWords(utility: Utility, usage: number): string {
  if (usage === 0) return '用得一样多'
  return `${usage < 0 ? '少用' : '多用'} ${String(Math.abs(usage))} ${unitWords[utility].unit}`
}

function amountWords(amount: number): string {
  if (amount === 0) return '钱数一样'
  return `${amount < 0 ? '少' : '多'} ${formatYuan(Math.abs(amount))} 元`
}
