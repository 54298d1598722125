/** Ages as the immunisation schedule counts them: by calendar months, and a day that a month lacks is its last one (immunisation.json, `conventions`). */
import { addDays } from '@xlb/shared/platform/time.ts'

/** So long after something. */
export type Interval = { readonly days: number } | { readonly months: number }

/** `2026-01-31` and 1 → `2026-02-28`. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const lastDate = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return addDays(first.toISOString().slice(0, 10), Math.min(date, lastDate) - 1)
}

export function after(day: string, interval: Interval): string {
  return 'days' in interval ? addDays(day, interval.days) : addMonths(day, interval.months)
}

/** Completed months on a day: born on 31 January, one month old on 28 February. */
export function ageInMonths(birthDay: string, day: string): number {
  const monthsOf = (one: string): number => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7))
  const months = monthsOf(day) - monthsOf(birthDay)
  return Math.max(0, addMonths(birthDay, months) > day ? months - 1 : months)
}
