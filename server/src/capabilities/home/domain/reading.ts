/**
 * How a word may be typed: each letter as itself, as its syllable, as the syllable's beginning, or as people of the south hear it
 * (z for zh, an for ang). Readings are made once at start.
 */
import { pinyin } from 'pinyin-pro'

/** One letter of a word: `水` with `shui` first, then the spellings that sound alike. Other letters have no spellings. */
export interface Letter {
  readonly text: string
  readonly spellings: readonly string[]
}

const INITIALS = [
  ['zh', 'z'],
  ['ch', 'c'],
  ['sh', 's'],
] as const
const FINALS = [
  ['ang', 'an'],
  ['eng', 'en'],
  ['ing', 'in'],
] as const

/** Full-width letters, capitals and anything between the letters are forgiven. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

function swapped(spelling: string, pairs: readonly (readonly [string, string])[], at: 'start' | 'end'): string[] {
  const stands = (part: string): boolean => (at === 'start' ? spelling.startsWith(part) : spelling.endsWith(part))
  const pair = pairs.find(([long, short]) => stands(long) || stands(short))
  if (pair === undefined) return []
  const [long, short] = pair
  const [from, to] = stands(long) ? [long, short] : [short, long]
  return [at === 'start' ? to + spelling.slice(from.length) : spelling.slice(0, spelling.length - from.length) + to]
}

function soundsLike(syllable: string): string[] {
  const heads = [syllable, ...swapped(syllable, INITIALS, 'start')]
  return heads.flatMap((head) => [head, ...swapped(head, FINALS, 'end')])
}

export function readingOf(word: string): Letter[] {
  return pinyin(normalise(word), { type: 'all', toneType: 'none', v: true }).map(
    ({ origin, pinyin: syllable, isZh }) => ({
      text: origin,
      spellings: isZh ? soundsLike(syllable) : [],
    }),
  )
}

const BY_INITIAL = 1
const BY_SOUND = 2

/** Places of the question after one more letter, each with the least it cost to come there. */
function afterLetter(letter: Letter, question: string, places: ReadonlyMap<number, number>): Map<number, number> {
  const next = new Map<number, number>()
  const reach = (place: number, cost: number): void => {
    if (cost < (next.get(place) ?? Infinity)) next.set(place, cost)
  }
  for (const [place, cost] of places) {
    if (question.startsWith(letter.text, place)) reach(place + letter.text.length, cost)
    letter.spellings.forEach((spelling, rank) => {
      const price = cost + (rank === 0 ? 0 : BY_SOUND)
      if (question.startsWith(spelling, place)) reach(place + spelling.length, price)
      // The last syllable may still be on its way.
      else if (spelling.startsWith(question.slice(place))) reach(question.length, price)
      if (question.startsWith(spelling.charAt(0), place)) reach(place + 1, price + BY_INITIAL)
    })
  }
  return next
}

interface Spelled {
  /** 0: as written or in full pinyin; more: initials, sound-alikes. */
  readonly cost: number
  /** The question ends where the word ends. */
  readonly whole: boolean
}

/** Whether the question spells the word from this letter on, as far as the question goes. Null: it does not. */
export function spells(question: string, word: readonly Letter[], from: number): Spelled | null {
  let places: ReadonlyMap<number, number> = new Map([[0, 0]])
  for (let at = from; at < word.length; at += 1) {
    const letter = word[at]
    if (letter === undefined || places.size === 0) return null
    places = afterLetter(letter, question, places)
    const cost = places.get(question.length)
    if (cost !== undefined) return { cost, whole: at === word.length - 1 }
  }
  return null
}
