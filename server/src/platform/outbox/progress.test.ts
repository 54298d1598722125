import { describe, expect, test } from '@jest/globals'
import type { OutboxRow, Progress } from './outbox.ts'
import { delayAfter, failedOnce, LONGEST_DELAY_MS, MOST_TRIES, progressOf, settledBy } from './progress.ts'

const NOW = 1_000_000

function waiting(subscriber: string, more: Partial<Progress> = {}): Progress {
  return { subscriber, state: 'WAITING', tries: 0, nextTryAt: 0, ...more }
}

function row(progress: readonly Progress[], unsettled = 1): OutboxRow {
  return {
    ...{
      _id: 'evt_1',
      tenant: '331123',
      eventId: 'evt_1',
      name: 'notes.written',
      recordId: 'not_1',
      at: '',
      data: {},
      state: 'NEW',
    },
    ...{ nextTryAt: NOW, run: 'pnd_1', unsettled, progress, expireAt: null },
  }
}

describe('what becomes of an event after a try', () => {
  test('the delays are 1 s, 5 s, 30 s, 2 min and then 10 min', () => {
    expect([1, 2, 3, 4, 5, 6, 11].map(delayAfter)).toEqual([1_000, 5_000, 30_000, 120_000, 600_000, 600_000, 600_000])
  })

  test('a failed try waits; the twelfth is the last', () => {
    expect(failedOnce(waiting('a'), NOW)).toEqual(waiting('a', { tries: 1, nextTryAt: NOW + 1_000 }))
    expect(failedOnce(waiting('a', { tries: MOST_TRIES - 1 }), NOW)).toMatchObject({ state: 'DEAD', tries: MOST_TRIES })
  })

  test('every present subscriber has its place, and keeps what it has', () => {
    const done = waiting('a', { state: 'DONE' })
    expect(progressOf(row([done]), ['a', 'b'], NOW)).toEqual([done, waiting('b')])
  })

  test('lost claims count for the one whose turn it was', () => {
    const before = [
      waiting('a', { state: 'DONE' }),
      waiting('later', { nextTryAt: NOW + 5 }),
      waiting('b', { tries: 2 }),
    ]
    expect(progressOf(row(before, 4), [], NOW).map((one) => one.tries)).toEqual([0, 0, 5])
    expect(progressOf(row([waiting('b')], 20), [], NOW)).toMatchObject([{ state: 'DEAD' }])
  })

  test('a time beyond any delay was written before the clock went back', () => {
    expect(progressOf(row([waiting('a', { nextTryAt: NOW + LONGEST_DELAY_MS + 1 })]), [], NOW)).toEqual([
      waiting('a', { nextTryAt: NOW }),
    ])
    expect(progressOf(row([waiting('a', { nextTryAt: NOW + LONGEST_DELAY_MS })]), [], NOW)[0]?.nextTryAt).toBe(
      NOW + LONGEST_DELAY_MS,
    )
  })

  test('it is open while somebody waits, dead if somebody gave up, else done', () => {
    const [done, dead] = [waiting('a', { state: 'DONE' }), waiting('b', { state: 'DEAD' })]
    expect(settledBy([done, waiting('c', { nextTryAt: 9 }), waiting('d', { nextTryAt: 7 })])).toEqual({
      state: 'NEW',
      nextTryAt: 7,
    })
    expect(settledBy([done, dead])).toEqual({ state: 'DEAD', nextTryAt: null })
    expect(settledBy([done])).toEqual({ state: 'DONE', nextTryAt: null })
    expect(settledBy([])).toEqual({ state: 'DONE', nextTryAt: null })
  })
})
