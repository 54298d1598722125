/** Days and windows as the two views say them. Pure. */
import { localMinute, speakDay } from '@xlb/shared/platform/day-words.ts'
import { uiWords } from '#ui/strings.zh-CN.ts'
import { timeWords } from './strings.zh-CN.ts'

const WEEK = 7

/** 0 is Monday. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + WEEK - 1) % WEEK

export const weekdayWords = (day: string): string => timeWords.weekday(timeWords.weekdays.charAt(weekdayOf(day)))

/** `11-24 周二`, `11 月 24 日 周二`. */
export const dayWords = (day: string, elder: boolean): string =>
  `${elder ? speakDay(day) : day.slice(5)} ${weekdayWords(day)}`

/** `08:30` → `上午 8 点 30 分`. */
export const spokenTime = (time: string): string => uiWords.spokenTime(Number(time.slice(0, 2)), Number(time.slice(3)))

/** `11-24 08:30`, `11 月 24 日上午 8 点 30 分`. */
export const whenWords = (day: string, from: string, elder: boolean): string =>
  elder ? `${speakDay(day)}${spokenTime(from)}` : `${day.slice(5)} ${from}`

/** With the year: `2026-11-24`, `2026 年 11 月 24 日`. */
export const wholeDay = (day: string, elder: boolean): string =>
  elder ? uiWords.spokenDay(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))) : day

/** `09:12:40` at +08:00. */
export const secondsOf = (instant: string): string => `${localMinute(instant).slice(11)}${instant.slice(16, 19)}`

/** `7F3K 29QD`. */
export const codeInTwo = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`

/** `0830` → `08:30`. */
export const timeOf = (windowId: string): string => `${windowId.slice(0, 2)}:${windowId.slice(2)}`

/** A window is named by its beginning. */
export const windowIdOf = (from: string): string => from.replace(':', '')
