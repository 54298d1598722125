/** A product's rules as this system applies them, in Chinese, a line each: what a clinic reads before it signs. */
import type { Interval } from './ages.ts'
import type { Product, Sex, Step } from './facts.ts'

const YEAR = 12
const SEX_WORDS: Readonly<Record<Sex, string>> = { female: '女', male: '男' }

/** Whole years as years: `18 月龄`, `6 周岁`. */
function ageWords(months: number): string {
  return months >= 2 * YEAR && months % YEAR === 0 ? `${String(months / YEAR)} 周岁` : `${String(months)} 月龄`
}

function intervalWords(interval: Interval): string {
  return 'days' in interval ? `${String(interval.days)} 天` : `${String(interval.months)} 个月`
}

function stepWords({ dose, fromAge, since, sinceFirst, atMost, completeBefore }: Step): string {
  const parts = [
    `第 ${String(dose)} 剂：满 ${ageWords(fromAge)}`,
    since === null ? '' : `离上一剂至少 ${intervalWords(since)}`,
    sinceFirst === null ? '' : `离第 1 剂至少 ${intervalWords(sinceFirst)}`,
    atMost === null ? '' : `超过 ${intervalWords(atMost)} 提醒，不重打`,
    completeBefore === null ? '' : `${ageWords(completeBefore)}前打完`,
  ]
  return parts.filter((one) => one !== '').join('，')
}

function rangeWords({ from, below }: Product['ages'][Sex]): string {
  return below === null ? `满 ${ageWords(from)} 起` : `满 ${ageWords(from)}、不到 ${ageWords(below)}`
}

function ageLines({ ages, sex }: Product): string[] {
  const sexes: readonly Sex[] = sex === 'any' ? ['female', 'male'] : [sex]
  const lines = sexes.map((one) => `${SEX_WORDS[one]}：${rangeWords(ages[one])}`)
  const same = sex === 'any' && rangeWords(ages.female) === rangeWords(ages.male)
  return same ? [`年龄：${rangeWords(ages.female)}`] : lines
}

export function ruleWords(product: Product): string[] {
  const { season, liveInjected, bornFrom, testFromAge, courses } = product
  return [
    ...ageLines(product),
    ...(bornFrom === null ? [] : [`${bornFrom} 及以后出生`]),
    ...courses.flatMap(({ id, sex, steps }) => [
      ...(courses.length > 1 ? [`程序 ${id}${sex === 'any' ? '' : `（${SEX_WORDS[sex]}）`}`] : []),
      ...steps.map(stepWords),
    ]),
    ...(season === null ? [] : [`接种季：${String(season.fromMonth)} 月到 ${String(season.toMonth)} 月`]),
    ...(liveInjected ? ['注射的减毒活疫苗：和别的同类同一天打，或隔 28 天'] : []),
    ...(testFromAge === null ? [] : [`满 ${ageWords(testFromAge)} 先做皮试`]),
  ]
}
