/** How often on a day a code or a person was asked about without a match. Keys are `person:per_…` and `code:water:3311…`. */
import { defineDayCounter } from '#platform/day-counters/day-counter.ts'

const counter = defineDayCounter('bindMisses', 'key')

export const bindMisses = counter.rows
export const { take: takeTry, giveBack: giveTryBack } = counter
