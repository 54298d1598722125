import { expect, test } from '@jest/globals'
import { AppError } from '../errors.ts'
import type { Row } from './collection.ts'
import { newestFirst } from './paging.ts'

interface Note extends Row {
  readonly at: string
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const notes = newestFirst<Note>('notes.list', 'at', INSTANT)
const row = (n: number): Note => ({
  _id: `msg_${String(n).padStart(20, '0')}`,
  tenant: '331123',
  at: new Date(Date.UTC(2026, 10, 23, 0, n)).toISOString(),
})
const rows = [row(9), row(8), row(7)]
const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function refusal(cursor: string): unknown {
  try {
    notes.read({ cursor })
    return null
  } catch (error) {
    return error instanceof AppError ? { code: error.code, fields: error.fields } : error
  }
}

test('the first page asks for one row more than it shows, newest first', () => {
  expect(notes.read({ limit: 2 })).toEqual({ filter: {}, options: { sort: { at: -1, _id: -1 }, limit: 3 } })
  expect(notes.read({}).options.limit).toBe(21)
})

test('a cursor leads to the rows after the last one shown', () => {
  const { rows: shown, next } = notes.page(rows, { limit: 2 })
  expect(shown).toEqual(rows.slice(0, 2))
  const { filter } = notes.read({ limit: 2, cursor: next ?? '' })
  expect(filter).toEqual({
    at: { $lte: row(8).at },
    $or: [{ at: { $lt: row(8).at } }, { at: row(8).at, _id: { $lt: row(8)._id } }],
  })
})

test('the last page has no cursor, and neither has an empty one', () => {
  expect(notes.page(rows, { limit: 3 }).next).toBeNull()
  expect(notes.page([], {})).toEqual({ rows: [], next: null })
})

const good = ['notes.list', row(8).at, row(8)._id]

test.each([
  ['of another list', cursorOf(['bills.list', row(8).at, row(8)._id])],
  ['with an operator in it', cursorOf(['notes.list', { $gt: '' }, row(8)._id])],
  ['with a value of another shape', cursorOf(['notes.list', '2026-11', row(8)._id])],
  ['with an id that is none', cursorOf(['notes.list', row(8).at, 'x'])],
  ['with a part too many', cursorOf([...good, 1])],
  ['written with spaces', Buffer.from(JSON.stringify(good, undefined, 1)).toString('base64url')],
  ['cut short', cursorOf(good).slice(0, -3)],
  ['with a letter put in front', `A${cursorOf(good)}`],
  ['that is not a list', cursorOf('notes.list')],
  ['that is no JSON', 'zzzz'],
])('a cursor %s is refused and named', (_what, cursor) => {
  expect(refusal(cursor)).toEqual({
    code: 'invalid-input',
    fields: [{ path: 'query.cursor', code: 'wrong-format', message: '这一项的格式不对。' }],
  })
})

test('the cursor that was made here is taken', () => {
  expect(refusal(cursorOf(good))).toBeNull()
})
