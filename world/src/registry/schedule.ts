/**
 * What a child was given by the national schedule of its own years: polio vaccines changed in 2016 and 2020, DTaP in 2025 (before: 3, 4, 5 and 18
 * months and DT at six). Invented children, true schedules; only the days differ from child to child.
 */
import { addDays } from '@xlb/shared/platform/time.ts'
import type { ProductCode } from './products.ts'

export interface PlannedDose {
  /** `MMR/2`: the second dose of MMR. */
  readonly name: string
  readonly product: ProductCode
  readonly day: string
}

type Course = readonly [product: ProductCode, ...ages: number[]]

/** Children born on or after this day began polio with two IPV. */
const TWO_IPV_FROM = '2019-11-01'
/** Children born on or after this day began polio with one IPV. */
const ONE_IPV_FROM = '2016-03-01'
/** Children born on or after this day are given DTaP at 2, 4, 6 and 18 months. */
const NEW_DTAP_FROM = '2024-11-01'
/** From this day on the dose at six years is DTaP and no longer DT. */
const DTAP_AT_SIX_FROM = '2025-01-01'
const SIX_YEARS = 72

/** `2026-01-31` and 1 → `2026-02-28`: a day that the month lacks is its last one. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0))
  return `${last.toISOString().slice(0, 8)}${String(Math.min(date, last.getUTCDate())).padStart(2, '0')}`
}

function polioOf(birthDay: string): Course[] {
  if (birthDay >= TWO_IPV_FROM)
    return [
      ['IPV', 2, 3],
      ['bOPV', 4, 48],
    ]
  if (birthDay >= ONE_IPV_FROM)
    return [
      ['IPV', 2],
      ['bOPV', 3, 4, 48],
    ]
  return [['bOPV', 2, 3, 4, 48]]
}

function tetanusOf(birthDay: string): Course[] {
  const infant = birthDay >= NEW_DTAP_FROM ? [2, 4, 6, 18] : [3, 4, 5, 18]
  const isDtap = addMonths(birthDay, SIX_YEARS) >= DTAP_AT_SIX_FROM
  return isDtap
    ? [['DTaP', ...infant, SIX_YEARS]]
    : [
        ['DTaP', ...infant],
        ['DT', SIX_YEARS],
      ]
}

function coursesOf(birthDay: string): Course[] {
  return [
    ['HepB', 0, 1, 6],
    ['BCG', 0],
    ...polioOf(birthDay),
    ...tetanusOf(birthDay),
    ['MMR', 8, 18],
    ['JE-L', 8, 24],
    ['MPSV-A', 6, 9],
    ['MPSV-AC', 36, SIX_YEARS],
    ['HepA-L', 18],
  ]
}

/** Every dose of the schedule up to and with `lastDay`; those after the day of birth come `lateDays` after the age is reached. */
export function scheduleOf(birthDay: string, lateDays: number, lastDay: string): PlannedDose[] {
  const all = coursesOf(birthDay).flatMap(([product, ...ages]) =>
    ages.map((age, at) => ({
      name: `${product}/${String(at + 1)}`,
      product,
      day: age === 0 ? birthDay : addDays(addMonths(birthDay, age), lateDays),
    })),
  )
  return all.filter(({ day }) => day <= lastDay)
}
