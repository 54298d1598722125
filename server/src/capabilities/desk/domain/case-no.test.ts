import { expect, test } from '@jest/globals'
import { caseNoSchema } from '@xlb/shared/platform/desk-case.ts'
import { caseNoOf } from './case-no.ts'

test.each([
  [1, 'ZD20261126-0001'],
  [9_999, 'ZD20261126-9999'],
  [10_000, 'ZD20261126-10000'],
])('the case number %i of a day is %s, as the contract spells it', (sequence, expected) => {
  expect(caseNoOf('2026-11-26', sequence)).toBe(expected)
  expect(caseNoSchema.safeParse(expected).success).toBe(true)
})
