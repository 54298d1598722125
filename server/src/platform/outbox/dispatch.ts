/**
 * Delivery of outbox events to their subscribers. A row is claimed by moving its next try past a lease and marking it with this delivery's own
 * name; two dispatchers never hold the same one, and one that slept past its lease cannot write its result. Events of one record are taken
 * in turn as far as possible; no order is promised. A subscriber that fails, hangs or kills the process delays nobody else.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { raiseAlarm } from '../alarms/alarms.ts'
import type { Subscriber } from '../capability.ts'
import type { Ctx } from '../context.ts'
import { crashPoint } from '../crash-point.ts'
import { newId } from '../ids.ts'
import type { Metrics } from '../metrics.ts'
import { KEPT_MS, outbox, type OutboxRow, type Progress } from './outbox.ts'
import { failedOnce, isDue, LONGEST_DELAY_MS, progressOf, settledBy } from './progress.ts'

const HANDLER_MS = 20_000
const LEASE_MS = HANDLER_MS + 10_000
const LANES = 8
const LOOK_AGAIN_MS = 100

export interface DispatchParts {
  readonly subscribers: readonly Subscriber[]
  readonly metrics: Metrics
  /** How long a subscriber may take before its try counts as failed; default 20 s. */
  readonly handlerMs?: number
}

/** Delivers what is due until nothing is; answers how many events it took in hand. */
export async function dispatchDue(ctx: Ctx, parts: DispatchParts): Promise<number> {
  const flying = new Set<Promise<void>>()
  const turns = new Map<string, Promise<void>>()
  let taken = 0
  try {
    for (;;) {
      const row = flying.size < LANES ? await claim(ctx) : null
      if (row !== null) {
        taken += 1
        const flight = deliverInTurn(ctx, parts, row, turns).finally(() => flying.delete(flight))
        flying.add(flight)
      } else if (flying.size === 0) return taken
      else await Promise.race([...flying, sleep(LOOK_AGAIN_MS)])
    }
  } finally {
    await Promise.all(flying)
  }
}

interface Due {
  readonly nextTryAt: { readonly $gt: number; readonly $lte?: number }
  readonly run?: string
}

async function claimOne(ctx: Ctx, due: Due): Promise<OutboxRow | null> {
  const run = { nextTryAt: ctx.clock.now() + LEASE_MS, run: newId('pnd') }
  return await outbox.update(ctx, { ...due }, { $set: run, $inc: { unsettled: 1 } }, { sort: { nextTryAt: 1 } })
}

async function claim(ctx: Ctx): Promise<OutboxRow | null> {
  const now = ctx.clock.now()
  const due = await claimOne(ctx, { nextTryAt: { $gt: 0, $lte: now } })
  // Further off than any delay: written before the clock went back. One that somebody has in hand may have been claimed by a clock that is ahead of ours:
  // taking it away would go on to and fro, each time a lost try.
  return due ?? (await claimOne(ctx, { nextTryAt: { $gt: now + LONGEST_DELAY_MS + LEASE_MS }, run: '' }))
}

/** Never rejects: what fails here is tried again when the lease ends. */
async function deliverInTurn(
  ctx: Ctx,
  parts: DispatchParts,
  row: OutboxRow,
  turns: Map<string, Promise<void>>,
): Promise<void> {
  const before = turns.get(row.recordId)
  const mine = (async () => {
    await before
    try {
      await deliver(ctx, parts, row)
    } catch (error) {
      ctx.log.error(
        { err: error, event: row.name, id: row.eventId },
        'a delivery was broken off and will be taken up again',
      )
    }
  })()
  turns.set(row.recordId, mine)
  await mine
  if (turns.get(row.recordId) === mine) turns.delete(row.recordId)
}

async function deliver(ctx: Ctx, parts: DispatchParts, row: OutboxRow): Promise<void> {
  const handlers = new Map(parts.subscribers.filter((one) => one.event === row.name).map((one) => [one.name, one]))
  let progress = progressOf(row, [...handlers.keys()], ctx.clock.now())
  let first = (row.nextTryAt ?? 0) - ctx.clock.now() > HANDLER_MS
  for (const one of progress.filter((each) => isDue(each, ctx.clock.now()))) {
    if (!first && !(await keep(ctx, row, progress))) return
    first = false
    const after = await tryOne(ctx, parts, row, handlers.get(one.subscriber), one)
    progress = progress.map((each) => (each.subscriber === one.subscriber ? after : each))
  }
  crashPoint('event-delivered')
  await settle(ctx, parts, row, progress)
}

/** Writes down what is done so far, and takes a whole lease for the next one. false: the event is in other hands. */
async function keep(ctx: Ctx, row: OutboxRow, progress: readonly Progress[]): Promise<boolean> {
  const nextTryAt = ctx.clock.now() + LEASE_MS
  return (
    (await outbox.update(ctx, { _id: row._id, run: row.run }, { $set: { progress, nextTryAt, unsettled: 1 } })) !== null
  )
}

async function tryOne(
  ctx: Ctx,
  parts: DispatchParts,
  row: OutboxRow,
  subscriber: Subscriber | undefined,
  one: Progress,
): Promise<Progress> {
  try {
    // Put there by another version of the server: it may be back soon.
    if (subscriber === undefined) throw new Error('this version has no such subscriber')
    const event = { id: row.eventId, recordId: row.recordId, at: row.at, data: row.data }
    await withinTime(subscriber.handle(ctx, event), parts.handlerMs ?? HANDLER_MS)
    return { ...one, state: 'DONE' }
  } catch (error) {
    parts.metrics.events.inc({ name: 'event-failed' })
    ctx.log.warn(
      { err: error, event: row.name, id: row.eventId, subscriber: one.subscriber, tries: one.tries + 1 },
      'a subscriber failed',
    )
    return failedOnce(one, ctx.clock.now())
  }
}

async function withinTime(work: Promise<void>, ms: number): Promise<void> {
  const ending = new AbortController()
  const late = async (): Promise<never> => {
    await sleep(ms, undefined, { signal: ending.signal })
    throw new Error(`no result within ${String(ms)} ms`)
  }
  try {
    await Promise.race([work, late()])
  } finally {
    ending.abort()
  }
}

async function settle(ctx: Ctx, parts: DispatchParts, row: OutboxRow, progress: readonly Progress[]): Promise<void> {
  const settled = settledBy(progress)
  const expireAt = settled.state === 'DONE' ? new Date(ctx.clock.now() + KEPT_MS) : null
  const written = await outbox.update(
    ctx,
    { _id: row._id, run: row.run },
    { $set: { ...settled, progress, expireAt, run: '', unsettled: 0 } },
  )
  if (written === null) return
  const lost = progress.filter(
    (one) =>
      one.state === 'DEAD' && !row.progress.some((was) => was.subscriber === one.subscriber && was.state === 'DEAD'),
  )
  for (const one of lost) {
    parts.metrics.events.inc({ name: 'event-set-aside' })
    ctx.log.error(
      { alarm: 'event-set-aside', tenant: ctx.tenant, event: row.name, id: row.eventId, subscriber: one.subscriber },
      'an event was set aside',
    )
    await raiseAlarm(ctx, { kind: 'event-set-aside', recordId: row.eventId, data: { event: row.name } })
  }
}
