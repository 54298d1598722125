/** Messages by the day they came. Pure. */
import type { MessageRow } from '@xlb/shared/messages/contract.ts'
import { addDays, dayOf } from '@xlb/shared/platform/day-words.ts'
import { tabWords } from '../strings.zh-CN.ts'

export interface MessageGroup {
  day: string
  title: string
  rows: readonly MessageRow[]
}

/** `now` in milliseconds. Rows come newest first and stay so. */
export function groupByDay(rows: readonly MessageRow[], now: number): MessageGroup[] {
  const today = dayOf(now)
  const days = [...new Set(rows.map((row) => dayOf(row.at)))]
  return days.map((day) => ({
    day,
    title: titleOf(day, today),
    rows: rows.filter((row) => dayOf(row.at) === day),
  }))
}

function titleOf(day: string, today: string): string {
  if (day === today) return tabWords.today(day)
  return day === addDays(today, -1) ? tabWords.yesterday(day) : day
}
