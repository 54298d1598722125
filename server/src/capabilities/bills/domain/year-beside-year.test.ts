import { expect, test } from '@jest/globals'
import { besideYearBefore, yearSentence } from './year-beside-year.ts'

const rows = [
  { period: '2025-09', amount: 10_000, usage: 180 },
  { period: '2025-10', amount: 12_213, usage: 227 },
  { period: '2026-10', amount: 11_567, usage: 215 },
  { period: '2026-08', amount: 9_000, usage: 160 },
]

test('a period is compared with the same one of the year before', () => {
  expect(besideYearBefore(rows, '2026')).toEqual([
    { row: rows[3], before: null },
    { row: rows[2], before: { amount: 12_213, usage: 227 } },
  ])
})

test('the sentence says how much less was used and paid, of what can be compared', () => {
  const pairs = besideYearBefore(rows, '2026')
  expect(yearSentence('electricity', '2026', '2026', pairs)).toBe('今年比去年同期少用 12 度，少 6.46 元。')
})

test('more, equal, another year, and nothing to compare are said too', () => {
  const more = [
    { period: '2024-10', amount: 100, usage: 1 },
    { period: '2025-10', amount: 100, usage: 3 },
  ]
  expect(yearSentence('water', '2025', '2026', besideYearBefore(more, '2025'))).toBe(
    '2025 年比上一年同期多用 2 立方米，钱数一样。',
  )
  expect(yearSentence('gas', '2024', '2026', besideYearBefore(more, '2024'))).toContain('没法比')
  expect(yearSentence('gas', '2026', '2026', [])).toBe('今年还没有账单。')
})
