/** Vaccines of a season: influenza from September to March. A season is named by the year in which it begins. */
import { addMonths } from './ages.ts'
import type { Product } from './facts.ts'

const monthOf = (day: string): number => Number(day.slice(5, 7))
const yearOf = (day: string): number => Number(day.slice(0, 4))
const firstOf = (year: number, month: number): string => `${String(year)}-${String(month).padStart(2, '0')}-01`

/** The season of a day; a day between two belongs to the one that comes. Products without seasons have one for ever. */
export function seasonOf({ season }: Product, day: string): number {
  if (season === null) return 0
  return monthOf(day) <= season.toMonth ? yearOf(day) - 1 : yearOf(day)
}

/** null on a day of the season, else the day on which the next one begins. */
export function opensOn(product: Product, day: string): string | null {
  if (product.season === null) return null
  const { fromMonth, toMonth } = product.season
  const month = monthOf(day)
  return month <= toMonth || month >= fromMonth ? null : firstOf(yearOf(day), fromMonth)
}

/** The day on which the season after this day's begins. */
export function nextSeason(product: Product, day: string): string {
  const begins = firstOf(seasonOf(product, day), product.season?.fromMonth ?? 1)
  return addMonths(begins, 12)
}
