/**
 * Which keys of a table came before, and in which row. A table of fixed size outside the heap: a file of 200,000 rows costs what one of ten costs, and
 * no ID number is kept, only 64 bits of a hash under a salt of this moment.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { IMPORT_MAX_ROWS } from '@xlb/shared/imports/contract.ts'

/** A power of two, more than twice the rows. */
const SLOTS = 524_288

export interface SeenKeys {
  /** The row in which the key came first; null: it is new, and now known with this row. */
  meet(key: string, row: number): number | null
}

export function createSeenKeys(): SeenKeys {
  if (SLOTS < 2 * IMPORT_MAX_ROWS) throw new Error('the table of keys is too small')
  const salt = randomBytes(16)
  const hashes = new BigUint64Array(SLOTS)
  const rows = new Uint32Array(SLOTS)
  return {
    meet(key, row) {
      // 0 means a free slot.
      const hash = createHmac('sha256', salt).update(key).digest().readBigUInt64LE() | 1n
      let slot = Number(hash >> 44n) % SLOTS
      while (hashes[slot] !== 0n) {
        if (hashes[slot] === hash) return rows[slot] ?? null
        slot = (slot + 1) % SLOTS
      }
      hashes[slot] = hash
      rows[slot] = row
      return null
    },
  }
}
