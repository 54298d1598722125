/** Where somebody stands in a product's course: which dose is next and what it is measured from. Missed doses are caught up, a course never starts again. */
import { ageInMonths } from './ages.ts'
import { productOf, products, type Course, type Product, type Sex, type Step } from './facts.ts'
import { seasonOf } from './season.ts'

export interface Person {
  readonly birthDay: string
  readonly sex: Sex
}

/** A dose that was given, or that is booked. */
export interface Given {
  readonly product: string
  readonly series: string
  readonly day: string
}

export interface Position {
  readonly step: Step
  /** Counted over the whole series: the third dose against polio is the first of bOPV. */
  readonly doseInSeries: number
  readonly previous: string | null
  readonly first: string | null
}

export type Stop =
  /** Every dose of it is there. */
  | 'done'
  /** This season's is there. */
  | 'done-this-season'
  /** An earlier product of the series comes first. */
  | 'other-first'
  /** The series was begun with another product, or with what the facts do not decide: people at the clinic do. */
  | 'ask-clinic'

const daysOf = (given: readonly Given[]): string[] => given.map((one) => one.day).sort()
/** The series is given by one product after the other, and not by one or the other. */
const inStages = (series: string): boolean => products.some((one) => one.series === series && one.dosesBefore > 0)

function courseOf(product: Product, person: Person, begun: string): Course | null {
  const age = ageInMonths(person.birthDay, begun)
  const fits = (course: Course) => course.sex === 'any' || course.sex === person.sex
  const open = product.courses.filter(fits)
  return open.find((one) => age >= one.fromAge && (one.belowAge === null || age < one.belowAge)) ?? open[0] ?? null
}

function at(steps: readonly Step[], index: number, days: readonly string[], before = 0): Position | Stop {
  if (index < 0) return 'other-first'
  const step = steps[index]
  if (step === undefined) return 'done'
  return { step, doseInSeries: before + index + 1, previous: days.at(-1) ?? null, first: days[0] ?? null }
}

/** The next dose of a product for somebody on a day, or why there is none. */
export function positionOf(product: Product, person: Person, given: readonly Given[], day: string): Position | Stop {
  const inSeries = given.filter((one) => one.series === product.series)
  const own = inSeries.filter((one) => one.product === product.code)
  if (product.code === 'MPSV-AC') return afterGroupA(product, inSeries, own)
  if (product.code === 'DT') return afterDtap(product, given, own)
  if (product.season !== null) return inSeason(product, person, own, day)
  if (product.series === 'meningococcal') return at(product.courses[0]?.steps ?? [], own.length, daysOf(inSeries))
  if (!inStages(product.series) && own.length < inSeries.length) return 'ask-clinic'
  const days = daysOf(inSeries)
  const course = courseOf(product, person, daysOf(own)[0] ?? day)
  return at(course?.steps ?? [], inSeries.length - product.dosesBefore, days, product.dosesBefore)
}

/** Groups A and C after none or one dose of group A: earlier than the schedule's three years, and without its year between (facts, `catchUp.rule`). */
function afterGroupA(product: Product, inSeries: readonly Given[], own: readonly Given[]): Position | Stop {
  const position = at(product.courses[0]?.steps ?? [], own.length, daysOf(inSeries), product.dosesBefore)
  const groupA = inSeries.length - own.length
  if (typeof position === 'string' || own.length > 0 || groupA >= product.dosesBefore) return position
  const since = groupA === 0 ? null : { months: 3 }
  return { ...position, step: { ...position.step, fromAge: 24, since } }
}

/** How long after so many doses of DTaP; fewer are weighed by the clinic. */
const DT_AFTER: Readonly<Record<number, number>> = { 3: 6, 4: 12 }

function afterDtap(product: Product, given: readonly Given[], own: readonly Given[]): Position | Stop {
  const dtap = given.filter((one) => one.product === 'DTaP')
  const complete = productOf('DTaP')?.courses[0]?.steps.length ?? 0
  if (own.length > 0 || dtap.length >= complete) return 'done'
  const months = DT_AFTER[dtap.length]
  if (months === undefined) return 'ask-clinic'
  const position = at(product.courses[0]?.steps ?? [], 0, daysOf(dtap))
  return typeof position === 'string' ? position : { ...position, step: { ...position.step, since: { months } } }
}

/** One dose a season; two in the first season of a child who never had one. */
function inSeason(product: Product, person: Person, own: readonly Given[], day: string): Position | Stop {
  const season = seasonOf(product, day)
  const now = own.filter((one) => seasonOf(product, one.day) === season)
  const earlier = own.length - now.length
  const [first, yearly] = product.courses
  const begun = daysOf(now)[0] ?? day
  const age = ageInMonths(person.birthDay, begun)
  const course = earlier === 0 && first?.belowAge !== null && age < (first?.belowAge ?? 0) ? first : yearly
  const position = at(course?.steps ?? [], now.length, daysOf(now), earlier)
  return position === 'done' ? 'done-this-season' : position
}
