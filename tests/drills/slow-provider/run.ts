/**
 * HARDENING drill 6: the payment company is slow (30 s), trickles, hangs half-open or answers 502 while people pay and others read. Reading goes on without a
 * failed request, nothing is paid twice, calls to the company are refused within ten seconds, and as soon as it is well everything comes right by itself.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { diceFrom } from '@xlb/shared/demo/random.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { fieldsIn } from '../../support/json.ts'
import { signIn } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { startBeside, type Beside } from '../money/beside.ts'
import { dueBills, type Due } from '../money/due-bills.ts'
import { payAll, STRAIGHT } from '../money/paying.ts'
import { startReaders, type Readers, type Window } from '../money/readers.ts'
import { comeToRest, examineMoney, tallyWords } from '../money/rest.ts'
import type { How, Round } from '../money/run.ts'
import { watchBreaker } from './breaker-watch.ts'
import { openProxy, type ProviderProxy, type Trouble } from './provider-proxy.ts'

const TROUBLES: readonly Trouble[] = ['slow', 'trickle', 'half-open', 'bad-gateway', 'cut']
const READERS = 5
const PAYERS = 2
const CALM_MS = 2_000
const TROUBLED_MS = 2_500
/** Past the server's own deadline of five seconds, and past the second try of a payer. */
const LONG_MS = 7_000
/** Until calls are refused. */
const OPEN_WITHIN_MS = 10_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function slowProvider(stage: Stage, { seed, log }: How): Promise<Round> {
  const proxy = await openProxy(stage.urls.world)
  const env = { PROVIDERS_FILE: throughProxy(stage, proxy) }
  const beside: Beside[] = []
  try {
    await stage.halt('worker')
    beside.push(await startBeside(stage, 'api', 'api-behind-proxy', env))
    beside.push(await startBeside(stage, 'worker', 'worker-behind-proxy', env))
    const [api] = beside
    return await troubles({ stage: seenAt(stage, api?.url ?? ''), metrics: api?.metrics ?? '', proxy, seed, log })
  } finally {
    for (const one of beside) await one.end()
    await proxy.close()
    await stage.revive('worker')
  }
}

/** The configuration with the payment company's address changed, and nothing else. */
function throughProxy(stage: Stage, proxy: ProviderProxy): string {
  const folder = path.join(stage.dataDir, 'world')
  const config = fieldsIn(JSON.parse(readFileSync(path.join(folder, 'server.env.json'), 'utf8')))
  const file = path.join(folder, 'behind-proxy.env.json')
  writeFileSync(file, JSON.stringify({ ...config, pay: { baseUrl: proxy.url } }), { mode: 0o600 })
  return file
}

/** The same product, spoken to at another address. */
function seenAt(stage: Stage, url: string): Stage {
  return { ...stage, urls: { ...stage.urls, app: url, api: `${url}/api` } }
}

interface Scene {
  readonly stage: Stage
  /** Of the API that stands behind the proxy. */
  readonly metrics: string
  readonly proxy: ProviderProxy
  readonly seed: number
  readonly log: How['log']
}

async function troubles(scene: Scene): Promise<Round> {
  const { stage, seed, log } = scene
  const due = await dueBills(stage, seed, { count: (PAYERS + 1) * TROUBLES.length, each: 1 })
  const billIds = due.map(({ billId }) => billId)
  const tokens = new Map<string, string>()
  const readers = startReaders(stage.urls.app, await tokensOf(stage, seed))
  const windows: Window[] = []
  const unbroken: string[] = []
  try {
    await pause(CALM_MS)
    const before = readers.look()
    log(`before: ${wordsOf(before)}`)
    const long = diceFrom(seed).one(TROUBLES.slice(0, 3))
    for (const [at, trouble] of TROUBLES.entries()) {
      const mine = due.slice(at * (PAYERS + 1), (at + 1) * (PAYERS + 1))
      const seen = await oneTrouble(scene, {
        trouble,
        mine,
        tokens,
        readers,
        ms: trouble === long ? LONG_MS : TROUBLED_MS,
      })
      windows.push(seen.window)
      unbroken.push(...seen.unbroken)
      const after = seen.openedAfter === null ? 'not refused' : `refused after ${String(seen.openedAfter)} ms`
      log(`${trouble}: ${wordsOf(seen.window)}, ${timesOf(seen.window, before)} of before, ${after}`)
    }
  } finally {
    windows.push(await readers.stop())
    await stage.calm()
  }
  const open = await comeToRest(stage, billIds, { ms: 40_000 })
  const tally = await examineMoney(stage, billIds)
  const failures = windows.flatMap((one) => one.failures)
  const requests = windows.reduce((sum, one) => sum + one.requests, 0)
  return {
    did: `${String(requests)} reads meanwhile, ${String(failures.length)} failed; ${tallyWords(tally)}`,
    done: requests,
    faults: [
      ...new Set(failures),
      ...unbroken,
      ...open,
      ...tally.faults,
      ...(tally.receipts === due.length ? [] : [`${String(due.length)} bills, ${String(tally.receipts)} receipts`]),
    ],
  }
}

const wordsOf = ({ requests, p50, p95 }: Window): string =>
  `${String(requests)} reads, p50 ${String(p50)} ms, p95 ${String(p95)} ms`
const timesOf = (now: Window, before: Window): string => `${(now.p95 / Math.max(1, before.p95)).toFixed(1)} ×`

interface Suffering {
  readonly trouble: Trouble
  readonly mine: readonly Due[]
  readonly tokens: Map<string, string>
  readonly readers: Readers
  readonly ms: number
}

interface Suffered {
  readonly window: Window
  /** Milliseconds; null: never. */
  readonly openedAfter: number | null
  readonly unbroken: readonly string[]
}

/**
 * One has just paid and only the phone tells of it, so that the worker has to ask; the others tap "pay" again and again until an order is made. Answers what
 * was read while it lasted, and whether calls to the company were refused meanwhile and not any more afterwards.
 */
async function oneTrouble({ stage, proxy, metrics }: Scene, how: Suffering): Promise<Suffered> {
  const { trouble, mine, tokens, readers, ms } = how
  await stage.fault('pay.callback.lost', {}, 1)
  await payAll(stage, tokens, mine.slice(0, 1), { ...STRAIGHT, hints: true })
  await stage.advance(5_000)
  const breaker = await watchBreaker(metrics)
  proxy.suffer(trouble)
  readers.look()
  const paying = payAll(stage, tokens, mine.slice(1))
  await pause(ms)
  const window = readers.look()
  proxy.suffer(null)
  await paying
  await breaker.stop()
  const openedAfter = breaker.openedAfter()
  // One that hangs is known for it after a deadline, which only the long trouble outlasts.
  const mustOpen = ms === LONG_MS || trouble === 'bad-gateway' || trouble === 'cut'
  const isLate = mustOpen && (openedAfter === null || openedAfter > OPEN_WITHIN_MS)
  const unbroken = [
    ...(isLate ? [`${trouble}: calls were refused after ${String(openedAfter)} ms`] : []),
    ...((await breaker.isClosed()) ? [] : [`${trouble}: calls are refused though the company is well`]),
  ]
  return { window, openedAfter, unbroken }
}

async function tokensOf(stage: Stage, seed: number): Promise<string[]> {
  const tokens: string[] = []
  for (let at = 0; at < READERS; at += 1) {
    const person = demoPeople[(seed * READERS + at) % demoPeople.length]
    if (person !== undefined) tokens.push(await signIn(stage, person))
  }
  return tokens
}
