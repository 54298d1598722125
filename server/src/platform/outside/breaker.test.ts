import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { movableClock } from '../clock.ts'
import { createBreaker, FAILURES_TO_OPEN, REST_MS, type Breaker, type Outcome } from './breaker.ts'

function stage() {
  const clock = movableClock(1_000_000)
  const seen: boolean[] = []
  const breaker = createBreaker(clock.now, (open) => seen.push(open))
  return { clock, seen, breaker }
}

function call(breaker: Breaker, outcome: Outcome): boolean {
  const pass = breaker.admit()
  pass?.settle(outcome)
  return pass !== null
}

const fail = (breaker: Breaker, times: number): void => {
  for (let at = 0; at < times; at += 1) call(breaker, 'failed')
}

describe('a breaker', () => {
  test('opens at the third failure in a row, and an answer between them begins the count anew', () => {
    const { breaker, seen } = stage()
    fail(breaker, FAILURES_TO_OPEN - 1)
    call(breaker, 'answered')
    fail(breaker, FAILURES_TO_OPEN - 1)
    expect(breaker.isResting()).toBe(false)
    fail(breaker, 1)
    expect(breaker.isResting()).toBe(true)
    expect(call(breaker, 'answered')).toBe(false)
    expect(seen).toEqual([true])
  })

  test('opens at one call that waited out its deadline while nobody was answered, and not while others were', () => {
    const { breaker } = stage()
    const slow = breaker.admit()
    call(breaker, 'answered')
    slow?.settle('timeout')
    expect(breaker.isResting()).toBe(false)
    call(breaker, 'timeout')
    expect(breaker.isResting()).toBe(true)
  })

  test('lets one call through after its rest, and closes by its answer', () => {
    const { breaker, clock, seen } = stage()
    fail(breaker, FAILURES_TO_OPEN)
    clock.advance(REST_MS - 1)
    expect(breaker.admit()).toBeNull()
    clock.advance(1)
    const trial = breaker.admit()
    expect(breaker.admit()).toBeNull()
    trial?.settle('answered')
    expect(breaker.isResting()).toBe(false)
    expect(seen).toEqual([true, false])
  })

  test('rests anew when the trial fails, and a call that was under way before prolongs nothing', () => {
    const { breaker, clock, seen } = stage()
    const early = breaker.admit()
    fail(breaker, FAILURES_TO_OPEN)
    clock.advance(REST_MS - 1)
    early?.settle('timeout')
    clock.advance(1)
    expect(call(breaker, 'failed')).toBe(true)
    expect(breaker.isResting()).toBe(true)
    clock.advance(REST_MS)
    expect(call(breaker, 'nothing-learnt')).toBe(true)
    expect(call(breaker, 'answered')).toBe(true)
    expect(seen).toEqual([true, false])
  })

  test('does not rest longer because a clock is set back', () => {
    const { breaker, clock } = stage()
    fail(breaker, FAILURES_TO_OPEN)
    clock.advance(-3_600_000)
    expect(call(breaker, 'answered')).toBe(true)
  })

  test('whatever happened to it and to the clock, a provider that answers again is spoken to again after a rest', () => {
    const outcome = fc.constantFrom<Outcome>('answered', 'failed', 'timeout', 'nothing-learnt')
    const steps = fc.array(fc.tuple(outcome, fc.integer({ min: -2 * REST_MS, max: 2 * REST_MS })), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (walk) => {
        const { breaker, clock, seen } = stage()
        for (const [what, ms] of walk) {
          call(breaker, what)
          clock.advance(ms)
        }
        clock.advance(3 * REST_MS) // two of them were perhaps set back last
        expect(call(breaker, 'answered')).toBe(true)
        expect(call(breaker, 'answered')).toBe(true)
        expect(seen.every((open, at) => open === (at % 2 === 0))).toBe(true)
        expect(seen.length % 2).toBe(0)
      }),
    )
  })
})
