/**
 * The texts of a workbook, which its cells only number. Kept as bytes outside the heap, side by side: a hundred thousand of them cost a few megabytes
 * and the garbage collector nothing.
 */
import { Refusal } from '../../../domain/refusal.ts'

const FIRST_BYTES = 65_536
const MOST_BYTES = 48 * 1_048_576
const MOST_TEXTS = 2_000_000

export interface StringTable {
  /** @throws Refusal when it is more than a list of people has */
  add(text: string): void
  /** undefined: no such number. */
  get(index: number): string | undefined
}

export function createStringTable(): StringTable {
  let bytes = Buffer.allocUnsafe(FIRST_BYTES)
  let ends = new Uint32Array(1_024)
  let count = 0
  let used = 0
  return {
    add(text) {
      const length = Buffer.byteLength(text)
      if (used + length > MOST_BYTES || count >= MOST_TEXTS) throw new Refusal('too-much-inside')
      if (used + length > bytes.length) bytes = grown(bytes, used + length)
      if (count === ends.length) {
        const longer = new Uint32Array(2 * count)
        longer.set(ends)
        ends = longer
      }
      used += bytes.write(text, used)
      ends[count] = used
      count += 1
    },
    get(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return undefined
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index])
    },
  }
}

function grown(bytes: Buffer, needed: number): Buffer<ArrayBuffer> {
  const longer = Buffer.allocUnsafe(Math.max(needed, 2 * bytes.length))
  bytes.copy(longer)
  return longer
}
