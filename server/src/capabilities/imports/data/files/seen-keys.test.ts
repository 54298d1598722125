import { expect, test } from '@jest/globals'
import { IMPORT_MAX_ROWS } from '@xlb/shared/imports/contract.ts'
import { createSeenKeys } from './seen-keys.ts'

test('a key that comes again names the row in which it came first', () => {
  const seen = createSeenKeys()
  expect([seen.meet('a', 2), seen.meet('b', 3), seen.meet('a', 9), seen.meet('a', 12)]).toEqual([null, null, 2, 2])
})

test('as many rows as a table may have are held apart, in memory of a fixed size', () => {
  const seen = createSeenKeys()
  let again = 0
  for (let row = 1; row <= IMPORT_MAX_ROWS; row += 1) if (seen.meet(String(row), row) !== null) again += 1
  expect(again).toBe(0)
  expect(seen.meet(String(IMPORT_MAX_ROWS), 1)).toBe(IMPORT_MAX_ROWS)
})
