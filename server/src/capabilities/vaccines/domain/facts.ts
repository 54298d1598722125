/**
 * The vaccines as the national schedule of 2026 and public texts have them, from immunisation.json: each fact with its state of verification.
 * What is not verified is bookable only after the clinic signed it off (DOMAIN.md vaccines 9).
 */
import * as z from 'zod/mini'
import type { Interval } from './ages.ts'
import file from './immunisation.json' with { type: 'json' }

export type Sex = 'female' | 'male'

/** One dose of a course. Ages in completed months. */
export interface Step {
  readonly dose: number
  readonly fromAge: number
  /** Since the dose before. */
  readonly since: Interval | null
  /** Later warns, and never restarts. */
  readonly atMost: Interval | null
  readonly sinceFirst: Interval | null
  /** Later is late, and still given. */
  readonly completeBefore: number | null
}

/** Which doses somebody gets who begins at such an age. */
export interface Course {
  readonly id: string
  readonly sex: Sex | 'any'
  readonly fromAge: number
  /** Not any more at this age; null: no end. */
  readonly belowAge: number | null
  readonly steps: readonly Step[]
}

export interface Product {
  readonly code: string
  readonly name: string
  readonly series: string
  /** Doses of the series that come from the products before this one (IPV before bOPV). */
  readonly dosesBefore: number
  /** The product of its series that is offered when nothing was given yet. */
  readonly byDefault: boolean
  readonly free: boolean
  readonly sex: Sex | 'any'
  readonly liveInjected: boolean
  readonly bornFrom: string | null
  readonly ages: Readonly<Record<Sex, { readonly from: number; readonly below: number | null }>>
  readonly courses: readonly Course[]
  /** Only for those who missed another product's doses. */
  readonly catchUpOnly: boolean
  /** From this age a skin test comes first. */
  readonly testFromAge: number | null
  readonly season: { readonly fromMonth: number; readonly toMonth: number } | null
  /** Goes to the clinic at once; never waits for a seat. */
  readonly urgent: boolean
  readonly contraindications: readonly string[]
  /** false: the clinic signs first. */
  readonly verified: boolean
}

const optionalNumber = z.optional(z.nullable(z.number()))
const doseSchema = z.object({
  dose: z.number(),
  seriesDose: z.optional(z.number()),
  minAgeMonths: optionalNumber,
  minIntervalDays: optionalNumber,
  minIntervalMonths: optionalNumber,
  maxIntervalDays: optionalNumber,
  maxIntervalMonths: optionalNumber,
  minIntervalFromDose1Months: optionalNumber,
  completeBeforeAgeMonths: optionalNumber,
})
type DoseFacts = z.infer<typeof doseSchema>
const sexSchema = z.enum(['female', 'male', 'any'])
const common = {
  code: z.string(),
  nameZh: z.string(),
  family: z.optional(z.string()),
  free: z.boolean(),
  sex: sexSchema,
  injectableLive: z.optional(z.boolean()),
  contraindications: z.array(z.string()),
  verification: z.string(),
}
const programmeSchema = z.object({
  ...common,
  optionDefault: z.optional(z.boolean()),
  catchUpOnly: z.optional(z.boolean()),
  bornOnOrAfter: z.optional(z.string()),
  doses: z.array(doseSchema),
  catchUp: z.object({ latestAgeMonths: z.number(), skinTestFromAgeMonths: z.optional(z.number()) }),
})
const limits = { minAgeMonths: z.number(), maxAgeMonths: z.nullable(z.number()) }
const limitsSchema = z.object(limits)
const paidSchema = z.object({
  ...common,
  ...limits,
  bySex: z.optional(z.object({ female: limitsSchema, male: limitsSchema })),
  schedules: z.array(
    z.object({
      ...limits,
      id: z.string(),
      sex: z.optional(sexSchema),
      doses: z.array(doseSchema),
      intervalVerification: z.optional(z.string()),
    }),
  ),
  seasonStartMonth: z.optional(z.number()),
  seasonEndMonth: z.optional(z.number()),
  urgent: z.optional(z.boolean()),
  verificationNote: z.optional(z.string()),
})
type ProgrammeFacts = z.infer<typeof programmeSchema>
type PaidFacts = z.infer<typeof paidSchema>

/** A source that several public codes or texts agree on. */
const READ = new Set(['public-text', 'public-code', 'news'])

const interval = (days: number | null | undefined, months: number | null | undefined): Interval | null => {
  if (typeof days === 'number') return { days }
  return typeof months === 'number' ? { months } : null
}

function stepOf(facts: DoseFacts): Step {
  return {
    dose: facts.dose,
    fromAge: facts.minAgeMonths ?? 0,
    since: interval(facts.minIntervalDays, facts.minIntervalMonths),
    atMost: interval(facts.maxIntervalDays, facts.maxIntervalMonths),
    sinceFirst: interval(null, facts.minIntervalFromDose1Months),
    completeBefore: facts.completeBeforeAgeMonths ?? null,
  }
}

/** The last month that counts → the first that does not. */
const below = (last: number | null): number | null => (last === null ? null : last + 1)
const range = (facts: z.infer<typeof limitsSchema>) => ({ from: facts.minAgeMonths, below: below(facts.maxAgeMonths) })

function programme(facts: ProgrammeFacts): Product {
  const [first] = facts.doses
  const steps = facts.doses.map(stepOf)
  const [fromAge, belowAge] = [steps[0]?.fromAge ?? 0, facts.catchUp.latestAgeMonths]
  const ages = { from: fromAge, below: belowAge }
  return {
    ...shared(facts),
    dosesBefore: (first?.seriesDose ?? 1) - 1,
    byDefault: facts.optionDefault ?? true,
    catchUpOnly: facts.catchUpOnly ?? false,
    bornFrom: facts.bornOnOrAfter ?? null,
    ages: { female: ages, male: ages },
    courses: [{ id: 'programme', sex: facts.sex, fromAge, belowAge, steps }],
    testFromAge: facts.catchUp.skinTestFromAgeMonths ?? null,
    season: null,
    urgent: false,
    verified: READ.has(facts.verification),
  }
}

/** A course that only some makers' products have is left to the clinic: which maker a person got is not known before the lot is. */
const makersOwn = (id: string): boolean => id.endsWith('-domestic')

function paid(facts: PaidFacts): Product {
  const { seasonStartMonth: fromMonth, seasonEndMonth: toMonth } = facts
  return {
    ...shared(facts),
    dosesBefore: 0,
    byDefault: true,
    catchUpOnly: false,
    bornFrom: null,
    ages:
      facts.bySex === undefined
        ? { female: range(facts), male: range(facts) }
        : { female: range(facts.bySex.female), male: range(facts.bySex.male) },
    courses: facts.schedules
      .filter((one) => !makersOwn(one.id))
      .map((one) => ({
        id: one.id,
        sex: one.sex ?? 'any',
        fromAge: one.minAgeMonths,
        belowAge: below(one.maxAgeMonths),
        steps: one.doses.map(stepOf),
      })),
    testFromAge: null,
    season: fromMonth === undefined || toMonth === undefined ? null : { fromMonth, toMonth },
    urgent: facts.urgent ?? false,
    verified:
      READ.has(facts.verification) &&
      facts.verificationNote === undefined &&
      facts.schedules.every((one) => one.intervalVerification === undefined || READ.has(one.intervalVerification)),
  }
}

function shared(facts: ProgrammeFacts | PaidFacts) {
  return {
    code: facts.code,
    name: facts.nameZh,
    series: facts.family ?? facts.code,
    free: facts.free,
    sex: facts.sex,
    liveInjected: facts.injectableLive ?? false,
    contraindications: facts.contraindications,
  }
}

/** Every product, those of the programme first, in the order of the schedule. */
export const products: readonly Product[] = [
  ...z.array(programmeSchema).parse(file.productsProgramme).map(programme),
  ...z.array(paidSchema).parse(file.productsPaid).map(paid),
]

export const productOf = (code: string): Product | null => products.find((one) => one.code === code) ?? null

/** Two live vaccines that are injected: the same day, or at least so many days apart. */
export const LIVE_GAP_DAYS = z
  .number()
  .parse(file.rulesAcrossProducts.find((one) => one.code === 'live-injectable-gap')?.minIntervalDays)

/** Chinese headings of the questions before a dose. */
export const contraindicationWords: Readonly<Record<string, string>> = file.contraindicationHeadings
export const factsSource = `${file.source.issuer}《${file.source.title}》${file.source.documentNumber}`
