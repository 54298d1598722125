/** What is said of a plan and of bookings. Pure. */
import { addDays, dayOf } from '@xlb/shared/platform/day-words.ts'
import type { PlanLine, VaccinePlan } from '@xlb/shared/vaccines/contract.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { bookingStateWords, refusalWords } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import { activeStates } from '@xlb/shared/vaccines/states.ts'
import type { RefusalCode } from '@xlb/shared/vaccines/vaccine-schemas.ts'
import type { Tone } from '#ui/state-tag.tsx'
import { doseOf, planWords } from './strings.zh-CN.ts'
import { wholeDay, whenWords } from './times.ts'

/** Sessions are shown so far ahead. */
const SEATS_AHEAD_DAYS = 28

export interface Due extends PlanLine {
  readonly next: NonNullable<PlanLine['next']>
}

const hasNext = (line: PlanLine): line is Due => line.next !== null
export const isDue = (line: PlanLine): line is Due => hasNext(line) && line.next.state !== 'later'
const isLater = (line: PlanLine): line is Due => hasNext(line) && line.next.state === 'later'

export interface Grouped {
  readonly now: readonly Due[]
  /** Not yet, but near enough that a seat can be had already. */
  readonly soon: readonly Due[]
  readonly later: readonly Due[]
  /** Not now, and no day is known. */
  readonly cannot: readonly PlanLine[]
  readonly done: readonly PlanLine[]
}

/** As a person reads it: the late ones first, later ones by their day. */
export function groupLines({ lines, asOf }: Pick<VaccinePlan, 'lines' | 'asOf'>): Grouped {
  const now = lines.filter(isDue)
  const later = lines.filter(isLater).sort((one, other) => one.next.from.localeCompare(other.next.from))
  const near = addDays(dayOf(asOf), SEATS_AHEAD_DAYS)
  const none = lines.filter((line) => line.next === null)
  return {
    now: [...now.filter((one) => one.next.state === 'late'), ...now.filter((one) => one.next.state === 'due')],
    soon: later.filter((one) => one.next.from <= near),
    later: later.filter((one) => one.next.from > near),
    cannot: none.filter((line) => line.none !== 'done'),
    done: none.filter((line) => line.none === 'done'),
  }
}

/** Paid ones that do the same: who has begun none takes one of them. */
const kinds = [
  ['HPV2', 'HPV4', 'HPV9'],
  ['RZV', 'ZVL'],
] as const

/** Another one of its kind stands beside it, and neither was begun. */
export function isOneOf(line: PlanLine, lines: readonly PlanLine[]): boolean {
  const kind = kinds.find((codes) => codes.some((code) => code === line.product))
  const same = lines.filter((one) => kind?.some((code) => code === one.product) === true)
  return same.length > 1 && same.every(({ given }) => given.length === 0)
}

/** Holds that ran out are not among them; nor what is over. */
export const standing = (bookings: readonly VaccineBooking[]): readonly VaccineBooking[] =>
  bookings
    .filter((one) => activeStates.includes(one.state) && (one.state !== 'HELD' || one.can.confirm))
    .sort((one, other) => one.day.localeCompare(other.day))

export const bookingFor = (bookings: readonly VaccineBooking[], product: string): VaccineBooking | undefined =>
  standing(bookings).find((one) => one.product === product)

export const bookingTones: Readonly<Record<VaccineBooking['state'], Tone>> = {
  HELD: 'due',
  CONFIRMED: 'booked',
  CHECKED_IN: 'confirming',
  VACCINATED: 'credited',
  OBSERVED: 'credited',
  DEFERRED: 'due',
  LEFT: 'full',
  LAPSED: 'full',
  CANCELLED: 'full',
  NO_SHOW: 'full',
  REBOOK_NEEDED: 'due',
}

export const stateWords = (state: VaccineBooking['state'], elder: boolean): string =>
  bookingStateWords[state][elder ? 'elder' : 'standard']

/** `day`: the first that works; where there is none the words that name one are cut before it. */
export function reasonWords(code: RefusalCode, day: string | null, elder: boolean): string {
  const words = refusalWords[code][elder ? 'elder' : 'standard']
  if (day !== null) return words.replace('{day}', wholeDay(day, elder))
  return words.replace(/，?\{day\}.*$/, '')
}

/** A plan read aloud. */
export function speakPlan(plan: VaccinePlan, bookings: readonly VaccineBooking[]): string[] {
  const { now, soon, later } = groupLines(plan)
  const booked = standing(bookings)
  const open = now.filter((line) => bookingFor(bookings, line.product) === undefined)
  return [
    ...booked.map((one) =>
      planWords.spokenBooked(doseOf(one.name, one.dose), whenWords(one.day, one.window.from, true)),
    ),
    open.length === 0
      ? planWords.spokenNone
      : planWords.spokenDue(open.map(({ name, free }) => (free ? name : planWords.spokenPaid(name)))),
    ...(open.length === 0 ? [] : [planWords.spokenHow]),
    ...[...soon, ...later].slice(0, 3).map(({ name, next }) => planWords.spokenLater(name, next.from)),
  ]
}

export interface Given {
  readonly name: string
  readonly day: string
  readonly site: string
  readonly lot: string | null
}

/** Newest first. */
export const givenOf = ({ lines }: Pick<VaccinePlan, 'lines'>): readonly Given[] =>
  lines
    .flatMap(({ name, given }) => given.map((dose) => ({ name, ...dose })))
    .sort((one, other) => other.day.localeCompare(one.day))
