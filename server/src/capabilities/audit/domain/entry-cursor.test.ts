import { expect, test } from '@jest/globals'
import { readCursor, writeCursor } from './entry-cursor.ts'

test('a place comes back as it was written', () => {
  expect([1, 50, 999_999_999_999].map((seq) => readCursor(writeCursor(seq)))).toEqual([1, 50, 999_999_999_999])
})

test.each([
  '',
  'x',
  '5',
  Buffer.from('bills.list 5').toString('base64url'),
  Buffer.from('audit.entries 05').toString('base64url'),
  `${writeCursor(5)}=`,
])('what was not made here is refused: %j', (cursor) => {
  expect(readCursor(cursor)).toBeNull()
})
