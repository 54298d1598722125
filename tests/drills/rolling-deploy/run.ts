/**
 * HARDENING drill 11: a new version, whose events have a field more, comes up beside the old one; API and worker of the old one are told to stop (SIGTERM)
 * under load, in either order, and the new worker is taken back once in between. No request fails, each ends within ten seconds, both workers read the
 * queue as long as both are there, and each alone reads what the other version wrote.
 */
import { diceFrom } from '@xlb/shared/demo/random.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { signIn } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { startBeside, type Beside, type Ended, type Entries } from '../money/beside.ts'
import { dueBills } from '../money/due-bills.ts'
import { startReaders } from '../money/readers.ts'
import { comeToRest, examineMoney, tallyWords } from '../money/rest.ts'
import type { How, Round } from '../money/run.ts'
import { until } from '../restore/people.ts'
import { bundleNext, NEXT } from './next-build.ts'
import { readsEventsOf } from './other-version.ts'
import { openFront, type Front } from './front.ts'
import { startPaying } from './paying.ts'
import { queueRuns } from './queue-runs.ts'

const READERS = 6
const PAYERS = 24
/** Of them, who pay when the new version is there. */
const RESERVE = 10
const WRITTEN_MS = 30_000
const LOADED_MS = 1_500
const TOGETHER_MS = 3_000
const EXIT_MS = 10_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function rollingDeploy(stage: Stage, { seed, log }: How): Promise<Round> {
  const entries = await bundleNext()
  const due = await dueBills(stage, seed, { count: PAYERS, each: 1 })
  const since = new Date(await stage.now()).toISOString()
  const [api, worker] = [await startBeside(stage, 'api', 'old-api'), await startBeside(stage, 'worker', 'old-worker')]
  const running = new Set<Beside>([api, worker])
  await Promise.all([stage.halt('api'), stage.halt('worker')])
  // The product's own address is now the front's: callbacks come that way too.
  const front = await openFront(Number(new URL(stage.urls.app).port))
  try {
    await front.serve([api.url])
    const tokens = await Promise.all(Array.from({ length: READERS }, (_, at) => tokenOf(stage, seed * READERS + at)))
    const readers = startReaders(stage.urls.app, tokens)
    const payers = startPaying(stage, due, RESERVE)
    await pause(LOADED_MS)
    const rolled = await roll(stage, {
      api,
      worker,
      running,
      front,
      entries,
      since,
      seed,
      log,
      release: payers.release,
    })
    const paid = await payers.stop()
    const read = await readers.stop()
    const open = await comeToRest(stage, paid.billIds, { ms: 30_000 })
    const tally = await examineMoney(stage, paid.billIds)
    const failures = [...read.failures, ...paid.failures]
    return {
      did:
        `${String(read.requests + paid.requests)} requests, ${String(failures.length)} failed, ${String(front.handedOn)} connections handed on; ` +
        `${rolled.did}; ${tallyWords(tally)}`,
      done: Math.min(read.requests, paid.billIds.length),
      faults: [
        ...failures,
        ...rolled.faults,
        ...open,
        ...tally.faults,
        ...(tally.receipts === paid.billIds.length
          ? []
          : [`${String(paid.billIds.length)} paid, ${String(tally.receipts)} receipts`]),
      ],
    }
  } finally {
    for (const one of running) await one.end()
    await front.close()
    await Promise.all([stage.revive('api'), stage.revive('worker')])
  }
}

async function tokenOf(stage: Stage, at: number): Promise<string> {
  const person = demoPeople[at % demoPeople.length]
  if (person === undefined) throw new Error('there is nobody')
  return await signIn(stage, person)
}

interface Old {
  readonly api: Beside
  readonly worker: Beside
  readonly running: Set<Beside>
  readonly front: Front
  readonly entries: Entries
  readonly since: string
  readonly release: () => void
  readonly seed: number
  readonly log: How['log']
}

interface Rolled {
  readonly did: string
  readonly faults: readonly string[]
}

async function roll(stage: Stage, old: Old): Promise<Rolled> {
  const { api, worker, running, front, entries, seed, log } = old
  const dice = diceFrom(seed)
  const newApi = await startBeside(stage, 'api', 'new-api', {}, entries)
  const newWorker = await startBeside(stage, 'worker', 'new-worker', {}, entries)
  running.add(newApi).add(newWorker)
  await front.serve([newApi.url, api.url])
  old.release()
  await until(async () => (await stage.db.outbox.countDocuments({ 'data.build': NEXT })) > 0, WRITTEN_MS)
  const together = await readTogether([worker, newWorker], dice.between(0, 1_500))
  const endApi = async (): Promise<Rolled> => {
    running.delete(api)
    const ended = await api.end()
    await front.serve([newApi.url])
    return { did: `the old API ended after ${String(ended.ms)} ms`, faults: endFaults('old API', ended) }
  }
  const steps = [endApi, () => changeWorkers(stage, old, newWorker)]
  const did: string[] = [together.did]
  const faults: string[] = [...together.faults]
  // Whichever is first: neither the API nor the worker of the other version may miss its own.
  for (const step of seed % 2 === 1 ? steps : steps.reverse()) {
    await pause(dice.between(0, LOADED_MS))
    const told = await step()
    log(told.did)
    did.push(told.did)
    faults.push(...told.faults)
  }
  await pause(LOADED_MS)
  return { did: did.join('; '), faults }
}

async function readTogether(workers: readonly Beside[], moreMs: number): Promise<Rolled> {
  const before = await Promise.all(workers.map(queueRuns))
  await pause(TOGETHER_MS + moreMs)
  const runsSince = async (): Promise<number[]> =>
    (await Promise.all(workers.map(queueRuns))).map((count, at) => count - (before[at] ?? 0))
  const both = await until(async () => (await runsSince()).every((count) => count > 0), WRITTEN_MS)
  return {
    did: `the queue was read ${(await runsSince()).join(' and ')} times by the two workers`,
    faults: both ? [] : ['only one of two workers read the queue'],
  }
}

/** The new worker is taken back once, so that the old one has the new one's events in hand; then it takes over for good. */
async function changeWorkers(
  stage: Stage,
  { worker, running, entries, since }: Old,
  newWorker: Beside,
): Promise<Rolled> {
  running.delete(newWorker)
  const takenBack = await newWorker.end()
  const byOld = await readsEventsOf(stage, 'new', since)
  running.add(await startBeside(stage, 'worker', 'new-worker-again', {}, entries))
  running.delete(worker)
  const ended = await worker.end()
  const byNew = await readsEventsOf(stage, 'old', since)
  return {
    did:
      `the old worker ended after ${String(ended.ms)} ms, the old one alone read ${String(byOld.events)} events of the new version, ` +
      `the new one alone ${String(byNew.events)} of the old`,
    faults: [
      ...endFaults('new worker', takenBack),
      ...endFaults('old worker', ended),
      ...byOld.faults,
      ...byNew.faults,
    ],
  }
}

function endFaults(what: string, { code, ms }: Ended): string[] {
  return code === 0 && ms <= EXIT_MS ? [] : [`the ${what} ended with ${String(code)} after ${String(ms)} ms`]
}
