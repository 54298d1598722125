/** What a copy of one's data holds, in words. Pure. */
import { exportWords, sectionWords } from './strings.zh-CN.ts'

export interface Part {
  readonly name: string
  readonly words: string
  readonly value: string
}

/** Sections that have a name for people and hold something; the file itself has them all. */
export function knownParts(sections: Readonly<Record<string, unknown>>): Part[] {
  return Object.entries(sections).flatMap(([name, section]) => {
    const words = sectionWords[name]
    const count = countOf(section)
    return words === undefined || count === 0 ? [] : [{ name, words, value: exportWords.count(count) }]
  })
}

function countOf(section: unknown): number {
  if (Array.isArray(section)) return section.length
  return section === null || section === undefined ? 0 : 1
}
