/**
 * The product as real processes with one of them armed to die: database, world, API and worker come from `startProduct`; the drill moves the
 * common clock, sets the world's faults and reads the database and the world's books directly.
 */
import path from 'node:path'
import mongoose from 'mongoose'
import type { z } from 'zod'
import type { BillRow } from '../../../server/src/capabilities/bills/data/bills.ts'
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import type { ProviderEventRow } from '../../../server/src/capabilities/payments/data/provider-events.ts'
import type { ReceiptRow } from '../../../server/src/capabilities/payments/data/receipts.ts'
import type { RefundRow } from '../../../server/src/capabilities/payments/data/refunds.ts'
import type { AuditEntry } from '../../../server/src/platform/audit/entries.ts'
import type { OutboxRow } from '../../../server/src/platform/outbox/outbox.ts'
import { run } from '../../../scripts/child.mjs'
import { environmentOf } from '../../../scripts/environment.mjs'
import { launch, waitUntilDone } from '../../../scripts/process.mjs'
import { root } from '../../../scripts/terminal.mjs'
import { callbackSchema, orderSchema, refundSchema } from '../../../world/src/pay/records.ts'
import { postingSchema } from '../../../world/src/water/records.ts'
import { SERVER, startWhole } from '../../support/whole.ts'

export type Killed = 'api' | 'worker'

export interface Death {
  readonly name: string
  readonly signal: string | null
}

/** What the server's processes are told besides the product's own environment. */
const ENV = { NODE_OPTIONS: '', NODE_ENV: 'development', LOG_LEVEL: 'warn', XLB_CRASH_AT: '' }
/** Longer than any run but those of the night. */
const NUDGE_MS = 10_000

export type Stage = Awaited<ReturnType<typeof openStage>>

/** Starts everything on `port` and the four after it, in a folder of its own. About ten seconds. */
export async function openStage(port: number, log: (sentence: string) => void) {
  const deaths: Death[] = []
  let heard: (() => void) | undefined
  const { product, dataDir, end } = await startWhole({
    port,
    env: ENV,
    log,
    onDeath: ({ name, signal }) => {
      deaths.push({ name, signal })
      heard?.()
    },
  })
  const client = await new mongoose.mongo.MongoClient(product.urls.mongo).connect()
  const db = client.db()
  const { world } = product.urls

  async function control(what: string, body: unknown): Promise<unknown> {
    const answer = await fetch(`${world}/control/api/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the world refused ${what}: ${String(answer.status)} ${await answer.text()}`)
    return await answer.json()
  }

  async function offsetMs(): Promise<number> {
    const told: unknown = await (await fetch(`${world}/control/api/clock`)).json()
    return typeof told === 'object' && told !== null && 'offsetMs' in told ? Number(told.offsetMs) : 0
  }

  async function listed<T>(what: string, schema: z.ZodType<T>): Promise<T[]> {
    const told: unknown = await (await fetch(`${world}/control/api/${what}`)).json()
    const items: unknown[] =
      typeof told === 'object' && told !== null && 'items' in told && Array.isArray(told.items) ? told.items : []
    return items.map((item) => schema.parse(item))
  }

  return {
    /** The whole database, by its own names. */
    raw: db,
    dataDir,
    db: {
      bills: db.collection<BillRow>('bills'),
      orders: db.collection<OrderRow>('orders'),
      receipts: db.collection<ReceiptRow>('receipts'),
      refunds: db.collection<RefundRow>('refunds'),
      events: db.collection<ProviderEventRow>('providerEvents'),
      outbox: db.collection<OutboxRow>('outbox'),
      chain: db.collection<AuditEntry>('auditEntries'),
    },
    urls: product.urls,
    /** Everything a process of this stage is configured with: for the operator's commands. */
    environment: () => ({
      ...environmentOf({ port, dataDir, mongoUri: product.urls.mongo, h5Dir: undefined }).api,
      ...ENV,
    }),
    control,

    /** Turns one entry of the world's fault menu on, for so many occurrences (default: until `calm`). */
    fault: (id: string, params: Record<string, number | boolean> = {}, times?: number) =>
      control('faults', { id, on: true, params, ...(times === undefined ? {} : { times }) }),
    calm: () => control('faults/clear', {}),

    /** What the world has in its books. */
    books: {
      orders: () => listed('orders', orderSchema.omit({ raw: true })),
      refunds: () => listed('refunds', refundSchema),
      callbacks: () => listed('callbacks', callbackSchema),
      postings: () => listed('postings', postingSchema),
    },

    /** Everybody's "now", milliseconds. */
    now: async () => Date.now() + (await offsetMs()),
    advance: (ms: number) => control('clock', { advanceMs: ms }),

    /** Starts the process anew so that it kills itself at the `nth` time it comes to the point. */
    arm: (name: Killed, point: string, nth: number) =>
      product.restart(name, { XLB_CRASH_AT: `${point}:${String(nth)}` }),
    revive: (name: Killed) => product.restart(name),
    /** Ends a process in order and leaves it ended; `revive` brings it back. */
    async halt(name: Killed): Promise<void> {
      const child = product.processes[name]
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await ended
      }
      deaths.length = 0
    },
    /** Stops a process in the middle of whatever it does, and lets it go on. */
    freeze: (name: Killed) => product.processes[name].kill('SIGSTOP'),
    thaw: (name: Killed) => product.processes[name].kill('SIGCONT'),
    /** Has the worker do a job now. A run under way may have read already, and writes its own next time when it ends: it has so many ms to end. */
    async nudge(job: string, ms = NUDGE_MS): Promise<void> {
      const rows = db.collection('timetable')
      const now = () => ({ $set: { nextRunAt: new Date() } })
      for (const end = Date.now() + ms; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
        const { matchedCount } = await rows.updateOne({ name: job, lockedAt: null }, now())
        if (matchedCount > 0) return
      }
      await rows.updateOne({ name: job }, now())
    },
    /** One of the operator's commands, as production runs it. */
    operate: (words: readonly string[]) =>
      run(process.execPath, ['server/dist/operate.js', ...words], {
        cwd: root,
        env: {
          ...process.env,
          ...environmentOf({ port, dataDir, mongoUri: product.urls.mongo, h5Dir: undefined }).api,
          ...ENV,
        },
      }),

    /** The next death of a process that nobody ended; null when none died in time. */
    async death(seconds: number): Promise<Death | null> {
      const end = Date.now() + seconds * 1000
      while (deaths.length === 0 && Date.now() < end) {
        await Promise.race([
          new Promise<void>((resolve) => {
            heard = resolve
          }),
          new Promise((resolve) => setTimeout(resolve, 200)),
        ])
      }
      return deaths.shift() ?? null
    },

    /** Runs the seed again: it reads what the water companies have issued meanwhile. */
    async seed(): Promise<void> {
      const { api } = environmentOf({ port, dataDir, mongoUri: product.urls.mongo, h5Dir: undefined })
      const logs = path.join(dataDir, 'logs')
      await waitUntilDone(launch({ name: 'seed', entry: SERVER.seed, logs, env: { ...api, ...ENV } }))
    },

    async close(): Promise<void> {
      await client.close()
      await end()
    },
  }
}
