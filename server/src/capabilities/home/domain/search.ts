/**
 * Finding a service by what people type: words, parts of words, everyday synonyms, pinyin and its initials, or a whole sentence. The index is built once
 * at start; a question costs one pass over it.
 */
import type { SearchEntry } from '@xlb/shared/home/contract.ts'
import { normalise, readingOf, spells, type Letter } from './reading.ts'
import synonyms from './synonyms.json' with { type: 'json' }

export interface WordedEntry extends SearchEntry {
  readonly words: readonly string[]
}

interface Word {
  readonly text: string
  readonly letters: readonly Letter[]
  /** What finding the entry by this word is worth: title 3, own word 2, synonym 1. */
  readonly worth: number
}

export interface Indexed {
  readonly entry: SearchEntry
  readonly words: readonly Word[]
}

const MOST_FOUND = 10
const HAN = /\p{Script=Han}/u

/** Every everyday name of what an entry is called: the groups in which one of its own words stands. */
function synonymsOf(own: readonly string[]): string[] {
  return synonyms.groups.filter((group) => group.some((one) => own.includes(normalise(one)))).flat()
}

function indexed({ words, ...entry }: WordedEntry): Indexed {
  const own = [entry.title, ...words].map(normalise)
  const worth = new Map<string, number>()
  const add = (text: string, value: number): void => {
    if (text !== '' && !worth.has(text)) worth.set(text, value)
  }
  own.forEach((text, at) => {
    add(text, at === 0 ? 3 : 2)
  })
  synonymsOf(own).forEach((text) => {
    add(normalise(text), 1)
  })
  return { entry, words: [...worth].map(([text, value]) => ({ text, worth: value, letters: readingOf(text) })) }
}

/** Throws where two entries share a key: the second would hide the first. */
export function buildIndex(entries: readonly WordedEntry[]): readonly Indexed[] {
  const keys = new Set(entries.map((one) => one.key))
  if (keys.size !== entries.length) throw new Error('two search entries have the same key')
  return entries.map(indexed)
}

const WHOLE = 80
const BEGINNING = 60
const INSIDE = 40
const SENTENCE = 20

/** 0: the word does not answer the question; higher is better. Ten points separate the kinds of match, cost and worth decide inside. */
function scoreOf(word: Word, question: string): number {
  const inSentence = word.text.length >= 2 && HAN.test(word.text) && question.includes(word.text)
  const start = spells(question, word.letters, 0)
  if (start !== null) return (start.whole ? WHOLE : BEGINNING) + word.worth - 5 * Math.min(start.cost, 3)
  const inside = question.length < 2 && !HAN.test(question) ? null : spelledInside(word, question)
  if (inside !== null) return INSIDE + word.worth - 5 * Math.min(inside, 3)
  return inSentence ? SENTENCE + word.worth + Math.min(word.text.length, 9) : 0
}

function spelledInside(word: Word, question: string): number | null {
  const costs = word.letters
    .flatMap((_letter, from) => (from === 0 ? [] : [spells(question, word.letters, from)?.cost ?? []]))
    .flat()
  return costs.length === 0 ? null : Math.min(...costs)
}

/** Best first, at most ten; nothing for a question without a letter or digit. */
export function findEntries(index: readonly Indexed[], text: string): SearchEntry[] {
  const question = normalise(text)
  if (question === '') return []
  return (
    index
      .map(({ entry, words }) => ({ entry, score: Math.max(0, ...words.map((word) => scoreOf(word, question))) }))
      .filter(({ score }) => score > 0)
      // Of two that answer equally well, the plainer title.
      .sort((a, b) => b.score - a.score || a.entry.title.length - b.entry.title.length)
      .slice(0, MOST_FOUND)
      .map(({ entry }) => entry)
  )
}
