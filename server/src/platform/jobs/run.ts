/** All jobs of the house, the platform's own first; how one job runs for every county; and running all of them once. */
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { raiseAlarmSeldom } from '../alarms/alarms.ts'
import { publishHead } from '../audit/heads.ts'
import { createSequencer, type Sequencer } from '../audit/sequencer.ts'
import { keepCalendar } from '../calendar/keep-calendar.ts'
import type { Job } from '../capability.ts'
import { tenantsOf } from '../config/config.ts'
import type { Ctx } from '../context.ts'
import { keyring } from '../crypto/key-file.ts'
import { kidOf, type NamedKey } from '../crypto/keys.ts'
import { collections } from '../db/collection.ts'
import type { House } from '../house.ts'
import { newId } from '../ids.ts'
import { dispatchDue } from '../outbox/dispatch.ts'
import { relayPending } from '../outbox/relay.ts'
import { keepRetention } from '../retention/keep-retention.ts'
import { rewrapFields } from './rewrap-fields.ts'

/** A job, and what it need do when only these collections changed. */
export interface HouseJob extends Job {
  runFor?(ctx: Ctx, changed: ReadonlySet<string>): Promise<void>
}

interface Machinery {
  readonly sequencer: Sequencer
  readonly relay: (ctx: Ctx, only?: ReadonlySet<string>) => Promise<number>
  readonly dispatch: (ctx: Ctx) => Promise<number>
}

/** One for a house: it remembers where the chains end. */
const machineries = new WeakMap<House, Machinery>()

function machineryOf(house: House): Machinery {
  const standing = machineries.get(house)
  if (standing !== undefined) return standing
  const subscribers = house.capabilities.flatMap((one) => one.subscribers ?? [])
  const sequencer = createSequencer({
    auditKeys: auditKeysAfter,
    holder: `${hostname()}:${String(process.pid)}:${newId('pnd')}`,
  })
  const { metrics } = house
  const made: Machinery = {
    sequencer,
    relay: (ctx, only) => relayPending(ctx, { sequencer, metrics, ...(only === undefined ? {} : { only }) }),
    dispatch: (ctx) => dispatchDue(ctx, { subscribers, metrics }),
  }
  machineries.set(house, made)
  return made
}

/** Right after a change of keys another process may have chained with the new one a moment before this one looks at the file. */
function auditKeysAfter(tailMac: string): readonly NamedKey[] {
  const known = keyring().keys().auditKeys
  return known[0]?.kid === kidOf(tailMac) ? known : keyring().look().auditKeys
}

/** The leases of this house, given back: the next process need not wait for their end. */
export async function releaseLeases(house: House): Promise<void> {
  await machineryOf(house).sequencer.release()
}

export function jobsOf(house: House): HouseJob[] {
  const { relay, dispatch } = machineryOf(house)
  const audited = collections().filter((one) => one.audited)
  return [
    {
      name: 'relay-pending',
      every: '2 seconds',
      wakeOn: audited.map((one) => one.name),
      run: forget(relay),
      runFor: forget(relay),
    },
    { name: 'dispatch-outbox', every: '2 seconds', wakeOn: ['outbox'], run: forget(dispatch) },
    {
      name: 'publish-audit-head',
      every: '10 minutes',
      run: (ctx) => publishHead(ctx, house.config.environment.AUDIT_HEADS_FILE),
    },
    { name: 'keep-calendar', every: '1 day', wakeOn: ['calendarYears'], run: (ctx) => keepCalendar(house, ctx) },
    { name: 'keep-retention', every: '1 day', run: (ctx) => keepRetention(house, ctx, relay) },
    { name: 'rewrap-fields', every: '1 minute', run: (ctx) => rewrapFields(ctx, house.metrics) },
    ...house.capabilities.flatMap((one) => one.jobs ?? []),
  ]
}

/** The step without its count. */
function forget<Given extends readonly unknown[]>(step: (...given: Given) => Promise<number>) {
  return async (...given: Given): Promise<void> => {
    await step(...given)
  }
}

const LANES = 4
/** A run for one county that takes longer is given up as failed, so that a hanging one does not hold the job for ever. */
const MOST_MS = 300_000

export interface RunOptions {
  readonly changed?: ReadonlySet<string> | null
  readonly mostMs?: number
}

/** Runs for every county, a few at a time. One county's failure is logged and does not stop the others; answers how many failed. */
export async function runJob(
  house: House,
  job: HouseJob,
  { changed = null, mostMs = MOST_MS }: RunOptions = {},
): Promise<number> {
  const work = (ctx: Ctx): Promise<void> =>
    changed !== null && job.runFor !== undefined ? job.runFor(ctx, changed) : job.run(ctx)
  return await everyCounty(house, job.name, (ctx) => inTime(work(ctx), mostMs))
}

async function everyCounty(house: House, name: string, work: (ctx: Ctx) => Promise<void>): Promise<number> {
  const waiting = tenantsOf(house.config)
  let failures = 0
  const lane = async (): Promise<void> => {
    for (let tenant = waiting.shift(); tenant !== undefined; tenant = waiting.shift()) {
      const end = house.metrics.jobs.startTimer({ job: name })
      try {
        await work(house.systemCtx(tenant, name))
        end({ outcome: 'done' })
      } catch (error) {
        failures += 1
        end({ outcome: 'failed' })
        house.metrics.events.inc({ name: `job-failed:${name}` })
        house.log.error({ err: error, job: name, tenant }, 'a job failed and will run again')
        await raiseAlarmSeldom(house.systemCtx(tenant, name), { kind: 'job-failed', recordId: name })
      }
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return failures
}

async function inTime(work: Promise<void>, ms: number): Promise<void> {
  const ending = new AbortController()
  const late = async (): Promise<never> => {
    await sleep(ms, undefined, { signal: ending.signal, ref: false })
    throw new Error(`given up after ${String(ms)} ms`)
  }
  try {
    await Promise.race([work, late()])
  } finally {
    ending.abort()
  }
}

const MOST_ROUNDS = 30

/**
 * For tests, the seed and the operator: relay, dispatch and the capabilities' jobs (those named; all without names), in rounds until neither
 * relay nor dispatch finds anything to do. Answers how many runs failed.
 */
export async function runJobsOnce(house: House, names?: readonly string[], rounds = MOST_ROUNDS): Promise<number> {
  const own = new Set(['relay-pending', 'dispatch-outbox'])
  const jobs = jobsOf(house).filter((job) => !own.has(job.name) && (names?.includes(job.name) ?? true))
  let failures = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const job of jobs) failures += await runJob(house, job)
    const { moved, failed } = await relayAndDispatch(house)
    failures += failed
    if (moved === 0) break
  }
  await releaseLeases(house)
  return failures
}

async function relayAndDispatch(house: House): Promise<{ moved: number; failed: number }> {
  const { relay, dispatch } = machineryOf(house)
  let moved = 0
  const counting = (step: (ctx: Ctx) => Promise<number>) => async (ctx: Ctx) => {
    moved += await step(ctx)
  }
  const failed =
    (await everyCounty(house, 'relay-pending', counting(relay))) +
    (await everyCounty(house, 'dispatch-outbox', counting(dispatch)))
  return { moved, failed }
}
