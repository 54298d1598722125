import { randomFillSync, randomInt } from 'node:crypto'
import { ID_ALPHABET, ID_LENGTH, type IdPrefix } from '@xlb/shared/platform/ids.ts'

/** Random bytes are drawn in bulk: one call to the system for some two hundred ids. Each byte is used once. */
const pool = Buffer.alloc(4096)
let used = pool.length

function randomBytes(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += length
  return pool.subarray(used - length, used)
}

function random(length: number, alphabet: string): string {
  // 32 and fewer letters: the low five bits of a random byte are unbiased for the full alphabet of 32.
  let text = ''
  for (const byte of randomBytes(length)) text += alphabet.charAt(byte % alphabet.length)
  return text
}

/** A new opaque id, 100 random bits. */
export function newId(prefix: IdPrefix | 'pnd' | 'evt'): string {
  return `${prefix}_${random(ID_LENGTH, ID_ALPHABET)}`
}

/** For codes that people read out: no 0 and O, no 1, I and L, no vowels that make words. */
const READABLE = '23456789BCDFGHJKMNPQRSTVWXYZ'

export function readableCode(length: number): string {
  return Array.from({ length }, () => READABLE.charAt(randomInt(READABLE.length))).join('')
}

/** So many random decimal digits (a byte modulo 10 is biased by under 3 %: fine for numbers that only need to differ). */
export function randomDigits(length: number): string {
  return random(length, '0123456789')
}
