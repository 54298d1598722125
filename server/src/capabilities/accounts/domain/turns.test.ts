import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { standingMarks, waitFor, type Mark } from './turns.ts'

const HOUR = 3_600_000
const limits = [
  { most: 5, ms: HOUR },
  { most: 10, ms: 24 * HOUR },
]
const marksAt = (...times: number[]): Mark[] => times.map((at, n) => ({ mark: String(n), at }))

describe('a limit', () => {
  test('lets the fifth through and makes the sixth wait until the first is an hour old', () => {
    const now = 10 * HOUR
    expect(waitFor(marksAt(now - 4, now - 3, now - 2, now - 1), limits, now)).toBe(0)
    expect(waitFor(marksAt(now - 1000, now - 4, now - 3, now - 2, now - 1), limits, now)).toBe(HOUR - 1000)
    expect(waitFor(marksAt(now - HOUR, now - 4, now - 3, now - 2, now - 1), limits, now)).toBe(0)
  })

  test('of the day holds although the hour is free', () => {
    const now = 30 * HOUR
    const spread = Array.from({ length: 10 }, (_, n) => now - 2 * HOUR * (n + 1))
    expect(waitFor(marksAt(...spread), limits, now)).toBe(4 * HOUR)
  })

  test('is never passed, whenever somebody tries', () => {
    const steps = fc.array(fc.integer({ min: 1, max: HOUR }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (pauses) => {
        let now = 0
        let marks: readonly Mark[] = []
        const taken: number[] = []
        for (const pause of pauses) {
          now += pause
          marks = standingMarks(marks, limits, now)
          if (waitFor(marks, limits, now) > 0) continue
          marks = [...marks, { mark: '', at: now }]
          taken.push(now)
        }
        for (const { most, ms } of limits)
          for (const end of taken)
            expect(taken.filter((at) => at > end - ms && at <= end).length).toBeLessThanOrEqual(most)
      }),
    )
  })
})
