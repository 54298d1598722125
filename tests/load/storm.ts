/**
 * A storm of payment notices against its floor: the same notices, three of ten sent twice and all shuffled, to the house (verified, opened, stored, answered)
 * and to node:http with the driver (stored, answered). CPU a notice, and how long each waits for its answer.
 */
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { diceFrom } from '@xlb/shared/demo/random.ts'
import { headersOf, type Signer } from '../drills/callback-storm/letters.ts'
import { envelope, seal } from '../support/callbacks.ts'
import type { Arm, Ground } from './ground.ts'
import { costOf, quantile, type Slice } from './slices.ts'

const PER_SECOND = 200
const OF_TEN_FRESH = 7
const ARMS = ['house', 'floor'] as const
const ROUTE = 'notice'

interface Notice {
  readonly path: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

export interface StormSlice extends Slice {
  /** Milliseconds until the answer, of each notice. */
  readonly times: readonly number[]
}

export interface Storm {
  readonly perSecond: number
  /** Of the house, one notice. */
  readonly commands: number
  readonly slices: readonly StormSlice[]
}

interface Size {
  readonly rounds: number
  readonly slices: number
  readonly ms: number
}

/** A payment that fits no order: what comes before the answer does not ask for one. */
function noticeOf(mchid: string, signer: Signer): Notice {
  const amount = { total: 8_495, payer_total: 8_495, currency: 'CNY', payer_currency: 'CNY' }
  const plain = {
    ...{
      appid: 'wxd1a0000000000001',
      mchid,
      out_trade_no: `XLB26${String(Math.random()).slice(2, 19).padEnd(17, '0')}`,
    },
    ...{ transaction_id: `4200${randomBytes(12).toString('hex')}`, trade_type: 'JSAPI', trade_state: 'SUCCESS' },
    ...{ bank_type: 'OTHERS', success_time: '2026-11-26T09:12:00+08:00', payer: { openid: 'oBench' }, amount },
  }
  const body = envelope(seal(signer.apiV3Key, JSON.stringify(plain)))
  return { path: `/api/payments/wechat/${mchid}/paid`, body, headers: headersOf(signer, body, Date.now()) }
}

/** So many for one slice; signed just before, for they are good for five minutes. */
function notices(signers: ReadonlyMap<string, Signer>, count: number, seed: number): Notice[] {
  const dice = diceFrom(seed)
  const merchants = [...signers]
  const fresh = Array.from({ length: Math.ceil((count * OF_TEN_FRESH) / 10) }, () => noticeOf(...dice.one(merchants)))
  const repeats = Array.from({ length: count - fresh.length }, () => dice.one(fresh))
  return [...fresh, ...repeats]
    .map((one) => ({ one, at: dice.between(0, 1_000_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

async function sendOne(url: string, { path, body, headers }: Notice, agent: Agent): Promise<number> {
  const begun = performance.now()
  await new Promise<void>((resolve, reject) => {
    const sent = request(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`a notice was answered ${String(response.statusCode)}`))
      response.on('end', resolve).resume()
    })
    sent.on('error', reject).end(body)
  })
  return performance.now() - begun
}

/** By the clock, whether the one before was answered or not. */
async function blow(arm: Arm, letters: readonly Notice[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const begun = performance.now()
  const flying: Promise<number>[] = []
  for (const [place, letter] of letters.entries()) {
    const wait = begun + (place * 1000) / PER_SECOND - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    flying.push(sendOne(arm.url, letter, agent))
  }
  const times = await Promise.all(flying)
  agent.destroy()
  return times
}

export async function measureStorm(
  ground: Ground,
  { rounds, slices, ms }: Size,
  log: (sentence: string) => void,
): Promise<Storm> {
  const { signers } = ground
  const count = Math.ceil((PER_SECOND * ms) / 1000)
  const found: StormSlice[] = []
  let seed = 0
  const commands = await commandsOf(ground, notices(signers, 1, (seed += 1)), notices(signers, 10, (seed += 1)))
  for (let round = 1; round <= rounds; round += 1) {
    const arms: Arm[] = []
    for (const name of ARMS) arms.push(await ground.arm(name))
    for (const arm of arms) await blow(arm, notices(signers, count * 2, (seed += 1)))
    for (let slice = 0; slice < slices; slice += 1) {
      const letters = notices(signers, count, (seed += 1))
      for (const arm of arms) {
        const before = await arm.mark()
        const times = await blow(arm, letters)
        const after = await arm.mark()
        const requests = after.requests - before.requests
        const [cpu, user] = [(after.cpu - before.cpu) / requests, (after.user - before.user) / requests]
        found.push({ arm: arm.name, route: ROUTE, round, requests, cpu, user, times })
      }
    }
    for (const arm of arms) await arm.end()
    log(`storm: round ${String(round)} of ${String(rounds)} done`)
  }
  return { perSecond: PER_SECOND, commands, slices: found }
}

async function commandsOf(ground: Ground, letters: readonly Notice[], before: readonly Notice[]): Promise<number> {
  const house = await ground.recorder()
  // Once before, so that what is kept in memory is there.
  await blow(house, before)
  await house.ask('record')
  await blow(house, letters)
  const told = await house.ask('recorded')
  await house.end()
  return Array.isArray(told) ? told.length : Number.NaN
}

export function reportStorm({ perSecond, commands, slices }: Storm): void {
  const of = (arm: string): StormSlice[] => slices.filter((one) => one.arm === arm)
  const floor = costOf(of('floor'))
  process.stdout.write(
    `\ncallback storm: ${String(perSecond)} notices a second, three of ten repeats; CPU of the server a notice, against node:http and the driver\n`,
  )
  for (const arm of ['floor', 'house']) {
    const { median, spread, processes } = costOf(of(arm))
    const times = of(arm).flatMap((one) => one.times)
    const waits = [0.5, 0.99, 1].map((share) => `${quantile(times, share).toFixed(1)} ms`)
    process.stdout.write(
      `  ${arm.padEnd(6)} ${median.toFixed(0).padStart(6)} µs ${(median / floor.median).toFixed(2).padStart(5)} ×   ` +
        `${String(processes)} processes ${spread[0].toFixed(0)}–${spread[1].toFixed(0)} µs   answered p50 ${waits[0] ?? ''}, p99 ${waits[1] ?? ''}, slowest ${waits[2] ?? ''}\n`,
    )
  }
  process.stdout.write(
    `  P3: commands before the answer ${String(commands)} (goal 1) ${commands === 1 ? '✓' : '✗'}; p99 below 500 ms ${
      quantile(
        of('house').flatMap((one) => one.times),
        0.99,
      ) < 500
        ? '✓'
        : '✗'
    }\n`,
  )
}
