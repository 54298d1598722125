import { describe, expect, test } from '@jest/globals'
import { isRepeatable, MOST_TRIES, waitBefore } from './retry.ts'

const silence = { status: 0, code: 'timeout', retryAfter: null }

describe('sending again', () => {
  test('a read is repeatable, a submit only with its key', () => {
    expect(isRepeatable('GET', false)).toBe(true)
    expect(isRepeatable('PUT', false)).toBe(true)
    expect(isRepeatable('POST', false)).toBe(false)
    expect(isRepeatable('POST', true)).toBe(true)
  })

  test('silence is answered by longer and longer waits, and then by giving up', () => {
    const waits = [1, 2, 3].map((tries) => waitBefore(silence, tries, 1))
    expect(waits).toEqual([400, 800, 1600])
    expect(waitBefore(silence, MOST_TRIES, 1)).toBeNull()
  })

  test('chance halves a wait at most', () => {
    expect(waitBefore(silence, 1, 0)).toBe(200)
  })

  test('the server’s Retry-After wins, unless nobody would wait that long', () => {
    expect(waitBefore({ status: 409, code: 'still-running', retryAfter: '2' }, 1, 0)).toBe(2000)
    expect(waitBefore({ status: 429, code: 'too-many-requests', retryAfter: '60' }, 1, 0)).toBeNull()
    expect(waitBefore({ status: 503, code: 'unavailable', retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' }, 1, 1)).toBe(
      400,
    )
  })

  test('a refusal stands', () => {
    for (const status of [400, 401, 403, 404, 409, 422, 500]) {
      expect(waitBefore({ status, code: 'bill-already-paid', retryAfter: null }, 1, 0)).toBeNull()
    }
  })
})
