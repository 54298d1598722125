import { expect, test } from '@jest/globals'
import { penaltyOf } from './penalty.ts'

const water = { utility: 'water' as const, amount: 8640, dueOn: '2026-12-05' }
const power = { utility: 'electricity' as const, amount: 11_567, dueOn: '2026-11-28' }

test('on the due day nothing is late', () => {
  expect(penaltyOf(water, '2026-12-05', 5).amount).toBe(0)
  expect(penaltyOf(power, '2026-11-28', 10).amount).toBe(0)
})

test('without the contract’s terms nothing is charged and the words say so', () => {
  const { amount, words } = penaltyOf(water, '2026-12-15', null)
  expect(amount).toBe(0)
  expect(words).toContain('合同')
})

test('with terms each late day counts, rounded once', () => {
  expect(penaltyOf(water, '2026-12-15', 5).amount).toBe(43)
})

test('electricity counts from the day after the due day: one in a thousand a day', () => {
  expect(penaltyOf(power, '2026-11-29', 10).amount).toBe(12)
  expect(penaltyOf(power, '2026-12-08', 10).amount).toBe(116)
})
