import { expect, test } from '@jest/globals'
import { askAfterHint, isOver, nextAskAt, retryAt } from './ask-schedule.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BEGUN = Date.parse('2026-11-23T01:12:00Z')
const END = BEGUN + 2 * HOUR

/** The questions about an order that stays silent for so long, in seconds after it was made. */
function questions(until: number): number[] {
  const asked: number[] = []
  for (let now = nextAskAt(BEGUN, END, BEGUN); now - BEGUN <= until; now = nextAskAt(BEGUN, END, now))
    asked.push((now - BEGUN) / SECOND)
  return asked
}

test('an open order is asked about after 30 s, 2, 10 and 30 minutes, 2 hours, and a minute after its end', () => {
  expect(questions(2 * HOUR + MINUTE)).toEqual([30, 120, 600, 1800, 7200, 7260])
})

test('an order of half an hour is asked about right after its end, whatever the timetable says', () => {
  expect(nextAskAt(BEGUN, BEGUN + 5 * MINUTE, BEGUN + 3 * MINUTE)).toBe(BEGUN + 6 * MINUTE)
})

test('past its end it is asked about soon, then ever more rarely, at most a day apart, and never for the last time', () => {
  const late = questions(20 * DAY).filter((at) => at > 7260)
  expect(late.slice(0, 5)).toEqual([7290, 7320, 7380, 7500, 7740])
  const pauses = late.map((at, index) => at - (late[index - 1] ?? 7260))
  expect(Math.max(...pauses)).toBe(DAY / SECOND)
  expect(late.at(-1)).toBeGreaterThan((18 * DAY) / SECOND)
})

test('once closing was asked for the bill waits for the answer: soon, then ever more rarely, whatever the timetable says', () => {
  const closing = BEGUN + 16 * MINUTE
  const next = (now: number): number => (nextAskAt(BEGUN, END, now, closing) - now) / SECOND
  expect([0, 30, 60, 120, 3600].map((since) => next(closing + since * SECOND))).toEqual([30, 30, 60, 120, 3600])
  expect(nextAskAt(BEGUN, END, BEGUN, null)).toBe(BEGUN + 30 * SECOND)
})

test('a hint brings the question to five seconds from now, never further away', () => {
  expect(askAfterHint(BEGUN + HOUR, BEGUN)).toBe(BEGUN + 5 * SECOND)
  expect(askAfterHint(BEGUN + SECOND, BEGUN)).toBe(BEGUN + SECOND)
  expect(askAfterHint(null, BEGUN)).toBe(BEGUN + 5 * SECOND)
})

test('an order is over a minute after its last second', () => {
  expect([isOver(END, END), isOver(END, END + 59_999), isOver(END, END + MINUTE)]).toEqual([false, false, true])
})

test('a posting is tried again after 10 and 30 s, 2, 5 and then every 10 minutes', () => {
  const pauses = [0, 1, 2, 3, 4, 5, 500].map((tries) => (retryAt(tries, BEGUN) - BEGUN) / SECOND)
  expect(pauses).toEqual([10, 30, 120, 300, 600, 600, 600])
})
