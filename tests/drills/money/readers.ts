/** Residents who read on and on; every answer is timed, and every one that is not a success is told. */
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { bills } from '@xlb/shared/bills/contract.ts'
import { home } from '@xlb/shared/home/contract.ts'
import { addressOf } from '../../support/call.ts'

/** Under the limit of 240 reads a minute for one account. */
const READ_EVERY_MS = 300
const ROUTES = [accounts.me, home.get, bills.list] as const
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export interface Window {
  readonly requests: number
  readonly p50: number
  readonly p95: number
  readonly failures: readonly string[]
}

export interface Readers {
  /** What was read since the last look. */
  look(): Window
  stop(): Promise<Window>
}

/** The value that so many of a hundred do not exceed; 0 of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return Math.round(sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0)
}

/** One reader for each token. */
export function startReaders(url: string, tokens: readonly string[]): Readers {
  let times: number[] = []
  let failures: string[] = []
  const state = { over: false }
  const isOver = (): boolean => state.over

  async function read(token: string, route: (typeof ROUTES)[number]): Promise<void> {
    const begun = performance.now()
    try {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(`${url}${addressOf(route, {})}`, { headers, signal: AbortSignal.timeout(15_000) })
      await answer.arrayBuffer()
      if (answer.status !== 200) failures.push(`${route.id} answered ${String(answer.status)}`)
    } catch (error) {
      failures.push(`${route.id}: ${causeOf(error)}`)
    }
    times.push(performance.now() - begun)
  }

  async function readOnAndOn(token: string): Promise<void> {
    for (let round = 0; !isOver(); round += 1) {
      await read(token, ROUTES[round % ROUTES.length] ?? accounts.me)
      await pause(READ_EVERY_MS)
    }
  }

  function look(): Window {
    const seen = { requests: times.length, p50: percentile(times, 50), p95: percentile(times, 95), failures }
    times = []
    failures = []
    return seen
  }

  const lanes = tokens.map(readOnAndOn)
  return {
    look,
    async stop() {
      state.over = true
      await Promise.all(lanes)
      return look()
    },
  }
}

export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
