import { expect, test } from '@jest/globals'
import { actsForThemselves, readIdentity } from './read-identity.ts'

const TODAY = '2026-11-26'

test('both fields are judged at once', () => {
  expect(readIdentity({ name: 'Wang', idNo: '110105194912310021' }, TODAY)).toEqual({
    faults: [
      { path: 'body.name', code: 'wrong-format' },
      { path: 'body.idNo', code: 'wrong-check-digit' },
    ],
  })
})

test('a name is kept byte for byte and a small x becomes a capital', () => {
  expect(readIdentity({ name: '阿依古丽·买买提', idNo: '11010519491231002x' }, TODAY)).toEqual({
    identity: { name: '阿依古丽·买买提', idNo: '11010519491231002X', birthday: '1949-12-31' },
  })
})

test.each([
  ['2012-11-26', true],
  ['2012-11-27', false],
  ['2012-02-29', true],
])('somebody born on %s acts for themselves on that day: %s', (birthday, able) => {
  expect(actsForThemselves(birthday, TODAY)).toBe(able)
})
