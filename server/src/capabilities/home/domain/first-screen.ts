/** What fits on the first screen: ten cards and 6 KB of them, so that the whole answer stays within 8 KB on a 2G line. */
import type { TodoCard } from '@xlb/shared/home/contract.ts'

const MOST_CARDS = 10
const MOST_BYTES = 6_144
const MINUTE = 60_000

/** By rank, lower first; equals keep the order of their capabilities. The cards past the room are the ones that can wait longest. */
export function cardsOfFirstScreen(cards: readonly TodoCard[]): TodoCard[] {
  const ranked = [...cards].sort((a, b) => a.rank - b.rank).slice(0, MOST_CARDS)
  let room = MOST_BYTES
  return ranked.filter((card) => {
    room -= Buffer.byteLength(JSON.stringify(card))
    return room >= 0
  })
}

/** The minute of an instant: the page shows no finer one, and a look in the same minute is answered by 304. */
export function asOfMinute(now: number): string {
  return new Date(Math.floor(now / MINUTE) * MINUTE).toISOString()
}
