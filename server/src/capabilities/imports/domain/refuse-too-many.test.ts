import { expect, test } from '@jest/globals'
import { IMPORT_MAX_ROWS } from '@xlb/shared/imports/contract.ts'
import { MOST_PROBLEMS, refuseTooMany } from './refuse-too-many.ts'

test('as much as a table may have passes, one more is refused by name', () => {
  const refused = (rows: number, problems: number) => () => {
    refuseTooMany(rows, problems)
  }
  expect(refused(IMPORT_MAX_ROWS, MOST_PROBLEMS)).not.toThrow()
  expect(refused(IMPORT_MAX_ROWS + 1, 0)).toThrow('too-many-rows')
  expect(refused(1, MOST_PROBLEMS + 1)).toThrow('too-many-problems')
})
