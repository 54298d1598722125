/** The registry's first doses against the facts: the invented children were vaccinated as their years had it, each with one peculiarity. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import * as z from 'zod'
import { addDays } from '@xlb/shared/platform/time.ts'
import { knownPeople, type KnownPerson } from '../../world/src/registry/people.ts'
import { productCodes } from '../../world/src/registry/products.ts'
import { addMonths } from '../../world/src/registry/schedule.ts'

const FIRST_DAY = '2026-11-26'
const LIVE_GAP_DAYS = 28
const stepSchema = z.object({
  minAgeMonths: z.number().nullable(),
  minIntervalDays: z.number().optional(),
  minIntervalMonths: z.number().optional(),
})
const productSchema = z.object({ code: z.string(), injectableLive: z.boolean().optional() })
const factsSchema = z.object({
  productsProgramme: z.array(productSchema.extend({ doses: z.array(stepSchema) })),
  productsPaid: z.array(productSchema),
})
const file = join(import.meta.dirname, '../../server/src/capabilities/vaccines/domain/immunisation.json')
const facts = factsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
const everyProduct = [...facts.productsProgramme, ...facts.productsPaid]
const live = new Set(everyProduct.filter((one) => one.injectableLive === true).map(({ code }) => code))

/** Children born before had another schedule (registry/schedule.ts). */
const CHANGED = new Map([
  ['IPV', '2019-11-01'],
  ['bOPV', '2019-11-01'],
  ['DTaP', '2024-11-01'],
  ['DT', FIRST_DAY],
])

const daysOf = ({ doses }: KnownPerson, code: string): string[] =>
  doses
    .filter(({ product }) => product === code)
    .map(({ day }) => day)
    .sort()

/** The first day on which this step may be given, after the dose before. */
function earliest(birthDay: string, step: z.infer<typeof stepSchema>, before: string | undefined): string {
  const byAge = addMonths(birthDay, step.minAgeMonths ?? 0)
  if (before === undefined) return byAge
  const bySince = addDays(addMonths(before, step.minIntervalMonths ?? 0), step.minIntervalDays ?? 1)
  const since = step.minIntervalDays === undefined ? addMonths(before, step.minIntervalMonths ?? 0) : bySince
  return since > byAge ? since : byAge
}

function tooEarly(person: KnownPerson): string[] {
  return facts.productsProgramme.flatMap(({ code, doses: steps }) => {
    if (person.birthDay < (CHANGED.get(code) ?? '')) return []
    const days = daysOf(person, code)
    const wrong = steps.flatMap((step, at) => {
      const day = days[at]
      return day !== undefined && day < earliest(person.birthDay, step, days[at - 1]) ? [`${code} ${day}`] : []
    })
    const more = days.slice(steps.length).map((day) => `${code} ${day} too many`)
    return [...wrong, ...more].map((text) => `${person.key} ${text}`)
  })
}

describe('the people whom the registry knows first', () => {
  it('have vaccines of the national file, and the registry knows no others', () => {
    expect([...productCodes].sort()).toEqual(everyProduct.map(({ code }) => code).sort())
  })

  it('were given nothing before birth, on the first day or later, or twice on one day', () => {
    for (const { birthDay, doses } of knownPeople) {
      expect(doses.every(({ day }) => day >= birthDay && day < FIRST_DAY)).toBe(true)
      expect(new Set(doses.map(({ product, day }) => `${product} ${day}`)).size).toBe(doses.length)
      expect(doses.length).toBeGreaterThan(0)
    }
  })

  it('were given nothing too early or too soon by the schedule of their years', () => {
    expect(knownPeople.flatMap(tooEarly)).toEqual([])
  })

  it('were given live vaccines on one day or four weeks apart', () => {
    for (const { doses } of knownPeople) {
      const days = doses
        .filter(({ product }) => live.has(product))
        .map(({ day }) => day)
        .sort()
      for (const [at, day] of days.entries()) {
        const next = days[at + 1] ?? '9999-12-31'
        expect(next === day || next >= addDays(day, LIVE_GAP_DAYS)).toBe(true)
      }
    }
  })

  it.each([
    ['he-anan', 'IPV', []],
    ['he-yiran', 'bOPV', ['2023-02-14']],
    ['he-yiran', 'FLU-IIV', ['2026-11-12']],
    ['xu-yinuo', 'HepB', ['2026-06-26', '2026-11-05']],
    ['wu-zimo', 'JE-L', ['2024-11-19']],
    ['wu-zimo', 'VAR', ['2026-11-12']],
    ['wu-muqing', 'MPSV-AC', ['2023-09-15', '2026-09-15']],
    ['wu-muyang', 'MPSV-AC', ['2023-09-15']],
    ['zhou-xiaoman', 'DT', ['2024-05-22']],
    ['li-haoran', 'HepB', ['2012-12-02', '2013-01-10']],
    ['ye-yutong', 'MMR', ['2009-08-06']],
    ['ye-xinyi', 'HPV9', ['2026-10-20']],
    ['lei-zihan', 'MPSV-AC', ['2020-04-28']],
    ['liu-siyuan', 'DT', []],
    ['zhou-keyi', 'MMR', ['2021-10-06']],
    ['liu-yuhan', 'HPV2', ['2026-03-10']],
    ['li-xingye', 'BCG', []],
    ['ye-qingning', 'MPSV-AC', []],
    ['wang-xiulan', 'RZV', ['2026-09-10']],
    ['chen-songlin', 'RZV', ['2026-10-30']],
  ])('stand where the demonstration wants them: %s, %s', (key, product, days) => {
    expect(knownPeople.filter((one) => one.key === key).map((one) => daysOf(one, product))).toEqual([days])
  })
})
