/** Days and instants as a view says them: `2026-12-05 09:12` in the standard view, spoken in the elder view. */
import { dayOf, localMinute } from '@xlb/shared/platform/day-words.ts'
import { useElder } from '../use-elder.ts'
import { uiWords } from '../strings.zh-CN.ts'

/** With the year: what lies years ahead or back (a child's eighteenth birthday). */
export const spokenDay = (day: string): string =>
  uiWords.spokenDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)))

/** `2026 年 11 月 23 日上午 9 点 12 分` at +08:00. */
export function spokenMinute(instant: string): string {
  const minute = localMinute(instant)
  return `${spokenDay(dayOf(instant))}${uiWords.spokenTime(Number(minute.slice(11, 13)), Number(minute.slice(14, 16)))}`
}

export function useWhen(): { day: (day: string) => string; minute: (instant: string) => string } {
  return useElder() ? { day: spokenDay, minute: spokenMinute } : { day: (day) => day, minute: localMinute }
}
