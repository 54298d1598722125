/** Load for a slice of time, and what it cost the other side. CPU of the serving process is measured, not the speed of this machine. */
import { Agent, get } from 'node:http'
import type { Arm } from './ground.ts'

const CONNECTIONS = 16
const TICK_MS = 2

export interface Slice {
  readonly arm: string
  readonly route: string
  /** Which of the fresh processes of its arm. */
  readonly round: number
  readonly requests: number
  /** Microseconds of CPU a request. */
  readonly cpu: number
  /** The part of it outside the kernel. */
  readonly user: number
}

/**
 * The same load for every arm, well below what the slowest can bear: who wakes whom costs as much as a request here, and a saturated arm meets other
 * sleepers than an idle one. Every answer must be 200.
 */
async function load(url: string, headers: Record<string, string>, perSecond: number, ms: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const begun = performance.now()
  const running: Promise<void>[] = []
  for (let elapsed = 0; elapsed < ms; elapsed = performance.now() - begun) {
    while (running.length < (elapsed * perSecond) / 1000) running.push(once(url, headers, agent))
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  await Promise.all(running)
  agent.destroy()
}

async function once(url: string, headers: Record<string, string>, agent: Agent): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = get(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${String(response.statusCode)}`))
      response.on('end', resolve).resume()
    })
    request.on('error', reject)
  })
}

export interface Target {
  readonly arm: Arm
  readonly route: string
  readonly path: string
  readonly token: string
  readonly perSecond: number
  readonly round: number
}

export async function measure({ arm, route, path, token, perSecond, round }: Target, ms: number): Promise<Slice> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' }
  const before = await arm.mark()
  await load(`${arm.url}${path}`, headers, perSecond, ms)
  const after = await arm.mark()
  const requests = after.requests - before.requests
  return {
    arm: arm.name,
    route,
    round,
    requests,
    cpu: (after.cpu - before.cpu) / requests,
    user: (after.user - before.user) / requests,
  }
}

/** Of so many values the one below which that share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** Brings an arm to the speed it will have: the compiler has seen what is hot. */
export async function warm(target: Target, ms: number): Promise<void> {
  await measure({ ...target, perSecond: target.perSecond * 3 }, ms * 2)
}

export interface Cost {
  readonly median: number
  /** Lowest and highest of the processes. */
  readonly spread: readonly [number, number]
  readonly processes: number
  readonly slices: number
}

/** 20th percentile of each process's slices, then the median of the processes. */
export function costOf(slices: readonly Slice[], of: 'cpu' | 'user' = 'cpu'): Cost {
  const rounds = [...new Set(slices.map((one) => one.round))]
  const each = rounds.map((round) =>
    quantile(
      slices.filter((one) => one.round === round).map((one) => one[of]),
      0.2,
    ),
  )
  return {
    median: quantile(each, 0.5),
    spread: [Math.min(...each), Math.max(...each)],
    processes: rounds.length,
    slices: slices.length,
  }
}
