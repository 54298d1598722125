/** Whether somebody may be booked for a product on a day: the schedule with what is booked already, one booking a dose, one place at a time. */
import { activeStates } from '@xlb/shared/vaccines/states.ts'
import type { BookingState } from '@xlb/shared/vaccines/states.ts'
import { productOf, type Product } from './facts.ts'
import { firstDay, judge, type FirstDay, type Refusal } from './judge.ts'
import { positionOf, type Given, type Person } from './position.ts'

export interface Booked {
  readonly id: string
  readonly state: BookingState
  readonly product: string
  readonly series: string
  readonly dose: number
  readonly day: string
  readonly from: string
  readonly until: string
}

export interface History {
  readonly person: Person
  readonly doses: readonly { readonly product: string; readonly day: string }[]
  readonly bookings: readonly Booked[]
}

export type Admission =
  | { readonly dose: number }
  | { readonly refused: readonly Refusal[]; readonly first: FirstDay }
  | { readonly booked: Booked }

const isActive = ({ state }: { readonly state: BookingState }): boolean => activeStates.includes(state)
/** One that must be placed anew keeps its dose, but no day. */
const isPlaced = ({ state }: { readonly state: BookingState }): boolean => state !== 'REBOOK_NEEDED'

/** What counts as given: doses, and what is booked but for one booking that is being moved. */
export function givenOf({ doses, bookings }: History, except: string | null = null): Given[] {
  const booked = bookings.filter((one) => isActive(one) && isPlaced(one) && one.id !== except)
  return [...doses, ...booked].flatMap(({ product, day }) => {
    const series = productOf(product)?.series
    return series === undefined ? [] : [{ product, series, day }]
  })
}

/** The active booking of the dose that is next without any booking. */
function standingFor(product: Product, history: History, except: string | null): Booked | null {
  const same = history.bookings.filter((one) => isActive(one) && one.id !== except && one.product === product.code)
  return same.at(-1) ?? null
}

/** `except`: the booking that is being moved. */
export function admitDay(product: Product, history: History, day: string, except: string | null = null): Admission {
  const booked = standingFor(product, history, except)
  if (booked !== null) return { booked }
  const given = givenOf(history, except)
  const refused = judge(product, history.person, given, day)
  const position = positionOf(product, history.person, given, day)
  if (refused.length === 0 && typeof position !== 'string') return { dose: position.doseInSeries }
  return { refused, first: firstDay(product, history.person, given, day) }
}

/** Another booking that touches one of this window's quarter hours, at whatever site. */
export function clashing(
  { bookings }: History,
  { day, from, until }: { readonly day: string; readonly from: string; readonly until: string },
  except: string | null = null,
): Booked | null {
  const touches = (one: Booked): boolean => one.day === day && one.from < until && from < one.until
  return bookings.find((one) => isActive(one) && isPlaced(one) && one.id !== except && touches(one)) ?? null
}

/** Every booking of a dose goes on counting where the one before ended: ≤ 3 changes* a dose, a late cancellation is one. */
export function changesUsed(
  bookings: readonly (Booked & { readonly changes: number })[],
  series: string,
  dose: number,
): number {
  const same = bookings.filter((one) => one.series === series && one.dose === dose)
  return Math.max(0, ...same.map((one) => one.changes))
}
