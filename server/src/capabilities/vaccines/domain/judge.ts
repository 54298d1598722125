/**
 * Whether a product may be given to somebody on a day, and from which day it may. Asked when a seat is held, at the check-in, and again when an earlier
 * record is corrected (DOMAIN.md vaccines 3, 4). Minimum ages and intervals refuse, maximum ones only warn.
 */
import { addDays, daysBetween } from '@xlb/shared/platform/time.ts'
import { addMonths, after, ageInMonths } from './ages.ts'
import { LIVE_GAP_DAYS, productOf, type Product } from './facts.ts'
import { positionOf, type Given, type Person, type Position, type Stop } from './position.ts'
import { nextSeason, opensOn } from './season.ts'

export type RefusalCode =
  | 'wrong-sex'
  | 'not-entitled'
  | 'go-now'
  | 'too-young'
  | 'too-old'
  | 'needs-test'
  | 'too-soon'
  | 'live-gap'
  | 'out-of-season'
  | Stop

/** `until`: the first day on which this reason no longer holds; null: it never ends. */
export interface Refusal {
  readonly code: RefusalCode
  readonly until: string | null
}

export type FirstDay = { readonly day: string; readonly dose: number } | { readonly none: RefusalCode }

/** Every reason against this day. Empty: it may be given. */
export function judge(product: Product, person: Person, given: readonly Given[], day: string): Refusal[] {
  const never = neverFor(product, person)
  if (never !== null) return [{ code: never, until: null }]
  const position = positionOf(product, person, given, day)
  if (typeof position === 'string') return [stopped(product, position, day)]
  return [
    ...byAge(product, person, position, day),
    ...byInterval(position, day),
    ...byLiveGap(product, given, day),
    ...bySeason(product, day),
  ]
}

function neverFor(product: Product, person: Person): RefusalCode | null {
  if (product.urgent) return 'go-now'
  if (product.sex !== 'any' && product.sex !== person.sex) return 'wrong-sex'
  if (product.bornFrom !== null && person.birthDay < product.bornFrom) return 'not-entitled'
  return null
}

const stopped = (product: Product, code: Stop, day: string): Refusal => ({
  code,
  until: code === 'done-this-season' ? nextSeason(product, day) : null,
})

function byAge(product: Product, person: Person, { step }: Position, day: string): Refusal[] {
  const { from, below } = product.ages[person.sex]
  const age = ageInMonths(person.birthDay, day)
  if (below !== null && age >= below) return [{ code: 'too-old', until: null }]
  if (product.testFromAge !== null && age >= product.testFromAge) return [{ code: 'needs-test', until: null }]
  // A catch-up may begin earlier than the product's first advised dose (position.ts), so the step's own age is what counts.
  const fromAge = product.dosesBefore > 0 ? step.fromAge : Math.max(from, step.fromAge)
  return age < fromAge ? [{ code: 'too-young', until: addMonths(person.birthDay, fromAge) }] : []
}

function byInterval({ step, previous, first }: Position, day: string): Refusal[] {
  const bounds = [
    // Two doses of one series never share a day, whatever the facts leave open.
    previous === null ? null : after(previous, step.since ?? { days: 1 }),
    first === null || step.sinceFirst === null ? null : after(first, step.sinceFirst),
  ]
  return bounds.flatMap((until) => (until !== null && day < until ? [{ code: 'too-soon' as const, until }] : []))
}

function byLiveGap(product: Product, given: readonly Given[], day: string): Refusal[] {
  if (!product.liveInjected) return []
  const live = given.filter((one) => productOf(one.product)?.liveInjected === true && one.series !== product.series)
  return live.flatMap((one) => {
    const days = daysBetween(one.day, day)
    if (days === 0 || Math.abs(days) >= LIVE_GAP_DAYS) return []
    return [{ code: 'live-gap' as const, until: days < 0 ? one.day : addDays(one.day, LIVE_GAP_DAYS) }]
  })
}

function bySeason(product: Product, day: string): Refusal[] {
  const until = opensOn(product, day)
  return until === null ? [] : [{ code: 'out-of-season', until }]
}

/** Reasons follow each other only so often; more is a mistake in the facts. */
const MOST_TURNS = 60

/** The first day from `from` on which the product may be given, or why there will be none. */
export function firstDay(product: Product, person: Person, given: readonly Given[], from: string): FirstDay {
  let day = from
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const refusals = judge(product, person, given, day)
    const ever = refusals.find((one) => one.until === null)
    if (ever !== undefined) return { none: ever.code }
    const position = positionOf(product, person, given, day)
    if (refusals.length === 0 && typeof position !== 'string') return { day, dose: position.doseInSeries }
    day = refusals.reduce((latest, { until }) => (until !== null && until > latest ? until : latest), day)
  }
  throw new Error(`no end of reasons against ${product.code}`)
}

export type Warning = 'later-than-advised' | 'past-completion-age'

/** The day on which the longest advised interval was over; null: it is not, or there is none. */
export function longestOver({ step, previous }: Position, day: string): string | null {
  const latest = previous === null || step.atMost === null ? null : after(previous, step.atMost)
  return latest !== null && latest < day ? latest : null
}

/** What does not refuse: a longest interval or an age of completion that has passed. */
export function warningsOf(product: Product, person: Person, given: readonly Given[], day: string): Warning[] {
  const position = positionOf(product, person, given, day)
  if (typeof position === 'string') return []
  const { step } = position
  const late = longestOver(position, day) !== null
  const past = step.completeBefore !== null && ageInMonths(person.birthDay, day) >= step.completeBefore
  return [...(late ? ['later-than-advised' as const] : []), ...(past ? ['past-completion-age' as const] : [])]
}
