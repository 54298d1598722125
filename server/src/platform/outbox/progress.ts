/** What becomes of an event after a try: pure, with the clock's time handed in. */
import type { OutboxRow, Progress } from './outbox.ts'

const DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000]
export const LONGEST_DELAY_MS = 600_000
export const MOST_TRIES = 12

/** 1 s, 5 s, 30 s, 2 min, then every 10 min. */
export function delayAfter(tries: number): number {
  return DELAYS_MS[tries - 1] ?? LONGEST_DELAY_MS
}

export function failedOnce(one: Progress, now: number): Progress {
  const tries = one.tries + 1
  if (tries >= MOST_TRIES) return { ...one, state: 'DEAD', tries }
  return { ...one, tries, nextTryAt: now + delayAfter(tries) }
}

/**
 * The row's progress with a place for every present subscriber. Claims that never came to a result (their process died) count as tries of the
 * one whose turn it was, so that an event that kills its process is set aside like any other.
 */
export function progressOf(row: OutboxRow, subscribers: readonly string[], now: number): readonly Progress[] {
  const fresh = subscribers
    .filter((name) => row.progress.every((one) => one.subscriber !== name))
    .map((subscriber): Progress => ({ subscriber, state: 'WAITING', tries: 0, nextTryAt: 0 }))
  const all = [...row.progress, ...fresh].map((one) => healed(one, now))
  const turn = all.findIndex((one) => isDue(one, now))
  return all.map((one, place) => (place === turn ? withLostTries(one, row.unsettled - 1, now) : one))
}

/** A time further off than any delay was written before the clock went back. */
function healed(one: Progress, now: number): Progress {
  return one.nextTryAt > now + LONGEST_DELAY_MS ? { ...one, nextTryAt: now } : one
}

function withLostTries(one: Progress, lost: number, now: number): Progress {
  if (lost <= 0) return one
  const tries = one.tries + lost
  return tries >= MOST_TRIES ? { ...one, tries, state: 'DEAD' } : { ...one, tries, nextTryAt: now }
}

export function isDue(one: Progress, now: number): boolean {
  return one.state === 'WAITING' && one.nextTryAt <= now
}

export interface Settled {
  readonly state: OutboxRow['state']
  readonly nextTryAt: number | null
}

/** NEW while somebody waits; otherwise DEAD if one gave up, else DONE. */
export function settledBy(progress: readonly Progress[]): Settled {
  const waiting = progress.filter((one) => one.state === 'WAITING')
  if (waiting.length > 0) return { state: 'NEW', nextTryAt: Math.min(...waiting.map((one) => one.nextTryAt)) }
  return { state: progress.some((one) => one.state === 'DEAD') ? 'DEAD' : 'DONE', nextTryAt: null }
}
