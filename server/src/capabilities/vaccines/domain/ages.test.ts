import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addDays } from '@xlb/shared/platform/time.ts'
import { addMonths, ageInMonths } from './ages.ts'

export const someDay = fc.integer({ min: 0, max: 365 * 60 }).map((days) => addDays('1970-01-01', days))

describe('ages by calendar months', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2026-03-31', 6, '2026-09-30'],
    ['2026-05-15', 8, '2027-01-15'],
  ])('%s and %d months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected)
  })

  test('an age is reached on the day that the months name, and not the day before', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: 1, max: 700 }), (birthDay, months) => {
        const day = addMonths(birthDay, months)
        expect(ageInMonths(birthDay, day)).toBe(months)
        expect(ageInMonths(birthDay, addDays(day, -1))).toBe(months - 1)
      }),
    )
  })
})
