/** The last look at a dose before it is given: on its day, with everything known but its own booking (DOMAIN.md vaccines 3). */
import { activeStates } from '@xlb/shared/vaccines/states.ts'
import { givenOf, type History } from './book.ts'
import type { Product } from './facts.ts'
import { firstDay, judge, longestOver, type FirstDay, type Refusal } from './judge.ts'
import { positionOf } from './position.ts'

export type LastLook =
  | {
      readonly dose: number
      /** The day on which the longest advised interval was over; null: it is not, or there is none. */
      readonly longestOver: string | null
    }
  | { readonly refused: readonly Refusal[]; readonly first: FirstDay }

interface Visit {
  readonly id: string
  readonly day: string
}

/** Later bookings of the same series come after this dose and are judged by it, not it by them. */
function knownFor(product: Product, history: History, { id, day }: Visit): History {
  const bookings = history.bookings.filter(
    (one) => one.id !== id && activeStates.includes(one.state) && (one.day <= day || one.series !== product.series),
  )
  return { ...history, bookings }
}

export function lastLook(product: Product, history: History, visit: Visit): LastLook {
  const { day } = visit
  const given = givenOf(knownFor(product, history, visit))
  const refused = judge(product, history.person, given, day)
  const position = positionOf(product, history.person, given, day)
  if (refused.length > 0 || typeof position === 'string')
    return { refused, first: firstDay(product, history.person, given, day) }
  return { dose: position.doseInSeries, longestOver: longestOver(position, day) }
}
