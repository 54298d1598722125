/** What a screen of the mini-program may cost (PERFORMANCE.md P11, P12), and what every screen must be. */
import { expect } from '@jest/globals'
import type { DataCount } from './counting.ts'
import type { Weapp } from './launch.ts'

type Counts = Readonly<Record<string, number>>

export const FIRST_RENDER = { calls: 2, bytes: 16 * 1024 }
export const TAP = { calls: 1, bytes: 1024 }
const PAGE = { elements: 800, depth: 16 }

export const countOf = ({ calls, bytes }: DataCount): Counts => ({ calls, bytes })

/** `phoneNow`: the phone in hand at that moment; a test may change it. */
export function costsOf(phoneNow: () => Weapp) {
  function expectWithin(found: Counts, most: Counts): void {
    const page = phoneNow().currentPage().route
    const over = Object.entries(found).filter(([name, value]) => value > (most[name] ?? 0))
    expect({ page, over }).toEqual({ page, over: [] })
  }

  /** Nothing nameless, nothing thrown, shallow and small. */
  function expectSound(): void {
    expect(phoneNow().nameless()).toEqual([])
    expect(phoneNow().errors).toEqual([])
    expectWithin({ ...phoneNow().size() }, PAGE)
  }

  /** Of the page in front, since the counting was set back. */
  const ofThisPage = (): Counts => countOf(phoneNow().counting.total(phoneNow().currentPage().route))

  /** Opens a page and counts what it takes until it stands. */
  async function openCounted(url: string, words: string | RegExp): Promise<void> {
    phoneNow().counting.reset()
    await phoneNow().open(url)
    await phoneNow().waitFor(words)
    expectWithin(ofThisPage(), FIRST_RENDER)
    expectSound()
  }

  return { expectWithin, expectSound, ofThisPage, openCounted }
}
