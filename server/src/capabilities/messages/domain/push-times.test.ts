import { expect, test } from '@jest/globals'
import { isQuiet, isStale, triedAgainAt } from './push-times.ts'

test.each([
  ['2026-11-26T07:59:59+08:00', true],
  ['2026-11-26T08:00:00+08:00', false],
  ['2026-11-26T20:59:59+08:00', false],
  ['2026-11-26T21:00:00+08:00', true],
])('at %s people are left alone: %j', (at, quiet) => {
  expect(isQuiet(Date.parse(at))).toBe(quiet)
})

test('a push is tried ever later, six times in all, and not after a day', () => {
  expect([1, 2, 3, 4, 5, 6].map((tries) => triedAgainAt(tries, 0))).toEqual([
    5_000,
    30_000,
    120_000,
    600_000,
    1_800_000,
    null,
  ])
  expect(isStale('2026-11-26T08:00:00.000Z', Date.parse('2026-11-27T08:00:00.000Z'))).toBe(false)
  expect(isStale('2026-11-26T08:00:00.000Z', Date.parse('2026-11-27T08:00:00.001Z'))).toBe(true)
})
