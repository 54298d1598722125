/** How often a guardian asked the register on a day without its knowing the child: the number of misses is limited, so that nobody tries numbers out. */
import { defineDayCounter } from '#platform/day-counters/day-counter.ts'

const guardianshipAsks = defineDayCounter('guardianshipAsks', 'personId')

/** By the guardian's person. */
export const { take: takeAsk, giveBack: giveAskBack } = guardianshipAsks
