/** A small seeded generator (mulberry32), so that every start invents the same people. Not for secrets. */
export interface Dice {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  /** One of the list; throws RangeError on an empty one. */
  one<T>(list: readonly T[]): T
  /** A string of so many characters of the alphabet. */
  text(length: number, alphabet: string): string
}

export function diceFrom(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  const one = <T>(list: readonly T[]): T => {
    const found = list[between(0, list.length - 1)]
    if (found === undefined) throw new RangeError('nothing to choose from')
    return found
  }
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet.charAt(between(0, alphabet.length - 1))).join('')
  return { between, one, text }
}
