/**
 * Walks every product of the facts over birthdays at month ends and leap days: somebody who takes every first day that is offered. Finds a first day that is
 * refused, a day before it that is accepted, and a course that does not end. Says what a clinic must sign off before it may be booked.
 */
import { addDays } from '@xlb/shared/platform/time.ts'
import type { Interval } from '../domain/ages.ts'
import { products, type Course, type Product, type Sex, type Step } from '../domain/facts.ts'
import { firstDay, judge } from '../domain/judge.ts'
import type { Given, Person } from '../domain/position.ts'

export interface ScheduleCheck {
  readonly days: number
  readonly differences: readonly string[]
  /** Chinese, one line a dose. */
  readonly doses: readonly string[]
  /** Chinese: what is not verified. */
  readonly toSign: readonly string[]
}

const ENDS = ['01-31', '02-28', '03-31', '04-30', '05-31', '08-31', '10-31', '11-30', '12-31', '01-01', '06-15']
const YEARS = [1956, 1976, 1996, 2012, 2016, 2019, 2020, 2021, 2022, 2023, 2024, 2025]
const LEAP = ['1956-02-29', '1976-02-29', '1996-02-29', '2012-02-29', '2016-02-29', '2020-02-29', '2024-02-29']
export const BIRTHDAYS: readonly string[] = [
  ...LEAP,
  ...YEARS.flatMap((year) => ENDS.map((end) => `${String(year)}-${end}`)),
]
/** Influenza has no last dose. */
const MOST_DOSES = 12

function walk(product: Product, person: Person, from: string, differences: string[]): number {
  let given: Given[] = []
  let day = from
  let count = 0
  for (; count < MOST_DOSES; count += 1) {
    const found = firstDay(product, person, given, day)
    if ('none' in found) return count
    const at = `${product.code} ${person.sex} ${person.birthDay} ${found.day}`
    if (judge(product, person, given, found.day).length > 0) differences.push(`${at}: offered and refused`)
    if (found.day > day && judge(product, person, given, addDays(found.day, -1)).length === 0)
      differences.push(`${at}: the day before would do`)
    given = [...given, { product: product.code, series: product.series, day: found.day }]
    day = found.day
  }
  if (product.season === null) differences.push(`${product.code} ${person.birthDay}: no end of doses`)
  return count
}

const ageWords = (months: number): string =>
  months >= 36 && months % 12 === 0 ? `${String(months / 12)} 周岁` : `${String(months)} 月龄`
const intervalWords = (interval: Interval): string =>
  'days' in interval ? `${String(interval.days)} 天` : `${String(interval.months)} 个月`

function doseWords({ name, dosesBefore }: Product, { id, fromAge }: Course, step: Step): string {
  const parts = [
    `满 ${ageWords(Math.max(step.fromAge, fromAge))}起`,
    step.since === null ? null : `离上一剂至少 ${intervalWords(step.since)}`,
    step.sinceFirst === null ? null : `离第 1 剂至少 ${intervalWords(step.sinceFirst)}`,
    step.atMost === null ? null : `宜在 ${intervalWords(step.atMost)}内`,
    step.completeBefore === null ? null : `宜在 ${ageWords(step.completeBefore)}前`,
  ]
  const told = parts.filter((part) => part !== null).join('，')
  return `${name} ${id === 'programme' ? '' : `（${id}）`}第 ${String(dosesBefore + step.dose)} 剂：${told}`
}

export function checkSchedule(): ScheduleCheck {
  const differences: string[] = []
  let days = 0
  for (const product of products)
    for (const birthDay of BIRTHDAYS)
      for (const sex of ['female', 'male'] satisfies Sex[])
        days += walk(product, { birthDay, sex }, birthDay, differences)
  const doses = products.flatMap((product) =>
    product.courses.flatMap((course) => course.steps.map((step) => doseWords(product, course, step))),
  )
  const toSign = products.filter((one) => !one.verified).map((one) => `${one.name}（${one.code}）`)
  return { days, differences, doses, toSign }
}
