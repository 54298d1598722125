import { expect, test } from '@jest/globals'
import { dueDaysOf, reminderSteps } from './reminder-days.ts'

test('a bill is reminded of four times at most', () => {
  expect(reminderSteps.map((one) => one.daysAfterDue)).toEqual([-3, 0, 7, 14])
})

test('three days before its due day, and a day late where the worker slept', () => {
  expect(dueDaysOf('2026-11-25', -3)).toEqual({ from: '2026-11-27', to: '2026-11-28' })
  expect(dueDaysOf('2026-12-05', 7)).toEqual({ from: '2026-11-27', to: '2026-11-28' })
})
