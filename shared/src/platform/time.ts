/**
 * Two kinds of time and no third: an instant is an ISO string in UTC on the wire, a day is `YYYY-MM-DD` at +08:00.
 * A day is never a Date: China had summer time from 1986 to 1991, and a birthday has no hour.
 */
import * as z from 'zod/mini'

const DAY_PATTERN = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/
const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/
const PERIOD_PATTERN = /^20\d{2}-(?:0[1-9]|1[0-2])$/

/** A local calendar day that exists (2026-02-30 is refused). */
export const daySchema = z.string().check(z.regex(DAY_PATTERN), z.refine(isRealDay))
/** An instant in UTC with second or millisecond precision. */
export const instantSchema = z.string().check(z.regex(INSTANT_PATTERN))
/** A billing period, named by its last month: `2026-10`. */
export const periodSchema = z.string().check(z.regex(PERIOD_PATTERN))

/** Day 0 of the next month is the last of this one. No text is read as a date: that costs more than all else of a schema. */
function isRealDay(day: string): boolean {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return Number(day.slice(8)) <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export { addDays, dayOf, daysBetween, localMinute, midnightOf, speakDay, speakPeriod } from './day-words.ts'
