/**
 * A circuit breaker for one provider (HARDENING drill 6). Opens when three calls in a row failed, or one waited out its deadline while nobody else was
 * answered: within one deadline (5 s) of the trouble's beginning. Open, every call is refused at once for a rest of 5 s; then one call goes out on trial, and
 * its answer closes the breaker or begins the next rest. Nothing but the clock moves it, and a clock set back ends the rest instead of prolonging it.
 */

export const FAILURES_TO_OPEN = 3
export const REST_MS = 5_000
/** A trial whose caller died without a word holds the others back no longer than this: more than any deadline. */
const TRIAL_MS = 90_000

export type Outcome = 'answered' | 'failed' | 'timeout' | 'nothing-learnt'

/** Permission for one call; its outcome is told once. */
export interface Pass {
  settle(outcome: Outcome): void
}

export interface Breaker {
  /** null: not now. */
  admit(): Pass | null
  /** Whether `admit` would refuse. Takes no permission. */
  readonly isResting: () => boolean
}

/** `now` gives milliseconds; `changed` is told when it opens (true) and closes (false). */
export function createBreaker(now: () => number, changed: (open: boolean) => void): Breaker {
  const state: { failures: number; answers: number; restsSince: number | null; trialSince: number | null } = {
    failures: 0,
    answers: 0,
    restsSince: null,
    trialSince: null,
  }
  const within = (since: number | null, ms: number): boolean => {
    const elapsed = since === null ? -1 : now() - since
    return elapsed >= 0 && elapsed < ms
  }
  function isResting(): boolean {
    if (state.restsSince === null) return false
    // Set back: from here on nobody can tell how long it rested.
    if (now() < state.restsSince) state.restsSince = -Infinity
    return within(state.restsSince, REST_MS) || within(state.trialSince, TRIAL_MS)
  }

  function open(): void {
    const before = state.restsSince
    state.restsSince = now()
    if (before === null) changed(true)
  }

  function answered(): void {
    const before = state.restsSince
    Object.assign(state, { failures: 0, answers: state.answers + 1, restsSince: null, trialSince: null })
    if (before !== null) changed(false)
  }

  function failed(isTrial: boolean, isAlone: boolean): void {
    state.failures += 1
    // What was under way when it opened, and fails late, prolongs nothing.
    if (state.restsSince === null ? state.failures >= FAILURES_TO_OPEN || isAlone : isTrial) open()
  }

  return {
    isResting,
    admit() {
      if (isResting()) return null
      const isTrial = state.restsSince !== null
      if (isTrial) state.trialSince = now()
      const answersBefore = state.answers
      return {
        settle(outcome) {
          if (outcome === 'answered') {
            answered()
            return
          }
          if (isTrial) state.trialSince = null
          if (outcome !== 'nothing-learnt') failed(isTrial, outcome === 'timeout' && state.answers === answersBefore)
        },
      }
    },
  }
}
