/** What somebody's schedule looks like today: done, due, next and from which day, and why something cannot be given. One line a series. */
import { addMonths, ageInMonths } from './ages.ts'
import { products, type Product } from './facts.ts'
import { firstDay, type RefusalCode } from './judge.ts'
import { positionOf, type Given, type Person } from './position.ts'

export interface PlanLine {
  readonly product: Product
  /** Doses of the series that stand. */
  readonly given: readonly Given[]
  readonly next:
    | { readonly dose: number; readonly from: string; readonly due: boolean; readonly overdue: boolean }
    | { readonly none: RefusalCode }
}

const GROWN_UP_MONTHS = 216
/** What grown-ups are offered first (issue of vaccines: influenza, zoster, pneumococcal). */
const forGrownUps = ['FLU-IIV', 'RZV', 'ZVL', 'PPV23']

export const isGrownUp = (person: Person, day: string): boolean => ageInMonths(person.birthDay, day) >= GROWN_UP_MONTHS

/** Paid ones that a healthy child is offered; the others are for risks that people at the clinic know. */
const forChildren = ['FLU-IIV', 'VAR', 'HPV2', 'HPV4', 'HPV9']
/** A paid one is no line before this many months ahead. */
const AHEAD_MONTHS = 12

/** Reasons that mean "this is not for this person": no line of their plan. */
const notTheirs = new Set<RefusalCode>(['wrong-sex', 'not-entitled', 'go-now', 'too-old', 'other-first'])

/** Everybody's lines: children the programme first, grown-ups what is for them first. */
export function planOf(person: Person, given: readonly Given[], today: string): PlanLine[] {
  const grown = isGrownUp(person, today)
  const lines = products
    .filter((product) => belongs(product, given))
    .map((product) => lineOf(product, person, given, today))
    .filter((line) => line.given.length > 0 || isTheirs(line, person, grown, today))
  return lines.sort((one, other) => rankOf(one.product, grown) - rankOf(other.product, grown))
}

function isTheirs({ product, next }: PlanLine, person: Person, grown: boolean, today: string): boolean {
  if ('none' in next && notTheirs.has(next.none)) return false
  if (product.catchUpOnly) {
    const { from, below } = product.ages[person.sex]
    const age = ageInMonths(person.birthDay, today)
    return age >= from && (below === null || age < below)
  }
  if (product.free) return true
  const offered = grown ? forGrownUps : forChildren
  return offered.includes(product.code) && 'from' in next && next.from <= addMonths(today, AHEAD_MONTHS)
}

/** Of alternatives the one that was begun, else the default. */
function belongs(product: Product, given: readonly Given[]): boolean {
  const begun = given.filter((one) => one.series === product.series)
  if (begun.length === 0 || product.dosesBefore > 0) return product.byDefault
  return begun.some((one) => one.product === product.code)
}

function lineOf(product: Product, person: Person, given: readonly Given[], today: string): PlanLine {
  const own = given.filter((one) => one.product === product.code)
  const first = firstDay(product, person, given, today)
  if ('none' in first) return { product, given: own, next: first }
  const { dose, day } = first
  return {
    product,
    given: own,
    next: { dose, from: day, due: day === today, overdue: isOverdue(product, person, given, today) },
  }
}

function isOverdue(product: Product, person: Person, given: readonly Given[], today: string): boolean {
  const position = positionOf(product, person, given, today)
  if (typeof position === 'string') return false
  const { completeBefore } = position.step
  return completeBefore !== null && today >= addMonths(person.birthDay, completeBefore)
}

function rankOf(product: Product, grown: boolean): number {
  const at = products.indexOf(product)
  if (!grown) return at
  const first = forGrownUps.indexOf(product.code)
  return first < 0 ? products.length + at : first
}
