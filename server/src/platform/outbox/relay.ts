/**
 * The relay: takes entries out of records' `pending`, hands events to the outbox and audit entries to the chain, and empties them. Killed at any
 * point it repeats, and the unique keys make the repeat harmless. Entries that are not authentic stay, are told once, and hold nobody up.
 */
import { chainedAmong } from '../audit/chain.ts'
import { raiseAlarmSeldom } from '../alarms/alarms.ts'
import type { Sequencer } from '../audit/sequencer.ts'
import type { Ctx } from '../context.ts'
import { crashPoint } from '../crash-point.ts'
import { collectionNamed, collections, HOLDS_PENDING, type Collection } from '../db/collection.ts'
import type { AuditedRow, PendingEntry } from '../db/record.ts'
import { collectionsWithPending } from '../db/with-pending.ts'
import { newId } from '../ids.ts'
import type { Metrics } from '../metrics.ts'
import { KEPT_MS, outbox, type OutboxRow } from './outbox.ts'
import { sortPending } from './pending.ts'

const BATCH = 200
const MOST_TOLD = 10_000

export interface RelayParts {
  readonly sequencer: Sequencer
  readonly metrics: Metrics
  /** Only these collections, where the caller knows that nothing else changed. */
  readonly only?: ReadonlySet<string>
}

interface Carrier {
  readonly id: string
  readonly entries: readonly PendingEntry[]
}

/** Everything pending in the county's audited collections; answers how many entries moved. */
export async function relayPending(ctx: Ctx, parts: RelayParts): Promise<number> {
  const audited = collections().flatMap((spec) => (spec.audited ? [spec.name] : []))
  const asked = parts.only ?? (await collectionsWithPending(ctx, audited))
  let moved = 0
  for (const name of audited.filter((one) => asked.has(one)))
    moved += await relayCollection(ctx, parts, collectionNamed<AuditedRow>(name))
  return moved
}

/** In batches by key, past records whose entries had to stay. */
async function relayCollection(ctx: Ctx, parts: RelayParts, collection: Collection<AuditedRow>): Promise<number> {
  let [moved, after] = [0, '']
  for (;;) {
    const rows = await collection.find(
      ctx,
      { ...HOLDS_PENDING, _id: { $gt: after } },
      { sort: { _id: 1 }, limit: BATCH, projection: { pending: 1, tenant: 1, version: 1 }, hint: 'pending' },
    )
    const carriers = rows
      .map((row) => ({ id: row._id, entries: soundEntries(ctx, parts, collection.spec.name, row) }))
      .filter((one) => one.entries.length > 0)
    // Another process is at this county's chain: it will take these along.
    if (carriers.length > 0 && !(await parts.sequencer.holds(ctx))) return moved
    moved += await relayBatch(ctx, parts, collection, carriers)
    if (rows.length < BATCH) return moved
    after = rows.at(-1)?._id ?? ''
  }
}

async function relayBatch(
  ctx: Ctx,
  parts: RelayParts,
  collection: Collection<AuditedRow>,
  carriers: readonly Carrier[],
): Promise<number> {
  if (carriers.length === 0) return 0
  await outbox.insertMissing(ctx, await eventsOf(ctx, carriers))
  crashPoint('relay-after-outbox')
  const audits = carriers.flatMap((one) => one.entries).filter((one) => one.kind === 'audit')
  const { done, refused } = await parts.sequencer.append(ctx, audits)
  for (const id of refused) tell(ctx, parts, 'audit-version-taken', collection.spec.name, id)
  if (!done) return 0
  crashPoint('relay-after-chain')
  const taken = carriers.map((one) => ({ id: one.id, entries: one.entries.filter((entry) => !refused.has(entry.id)) }))
  await collection.bulk(
    ctx,
    taken.map((one) => ({ filter: { _id: one.id }, update: { $pullAll: { pending: one.entries } } })),
  )
  crashPoint('relay-after-pull')
  return taken.reduce((sum, one) => sum + one.entries.length, 0)
}

/**
 * Outbox rows leave some time after they are done. Entries as old as that, put back by hand or by a restore, must not be sent again: the chain,
 * which forgets nothing, knows their record's version.
 */
async function eventsOf(ctx: Ctx, carriers: readonly Carrier[]): Promise<OutboxRow[]> {
  const old = ctx.clock.now() - KEPT_MS / 2
  const suspects = carriers.filter((one) => one.entries.some((entry) => Date.parse(entry.at) < old))
  const audits = suspects.flatMap((one) => one.entries).filter((entry) => entry.kind === 'audit')
  const chained =
    audits.length === 0
      ? new Set<string>()
      : await chainedAmong(
          ctx,
          audits.map((entry) => entry.id),
        )
  const passed = new Set(
    audits.filter((entry) => chained.has(entry.id)).map((entry) => `${entry.recordId}:${String(entry.version)}`),
  )
  return carriers
    .flatMap((one) => one.entries)
    .filter((entry) => entry.kind === 'event' && !passed.has(`${entry.recordId}:${String(entry.version)}`))
    .map((entry) => outboxRow(ctx, entry))
}

function soundEntries(ctx: Ctx, parts: RelayParts, record: string, row: AuditedRow): readonly PendingEntry[] {
  const { genuine, refused } = sortPending(record, row)
  for (const name of refused) tell(ctx, parts, 'pending-mac-refused', record, `${row._id}:${name}`)
  return genuine
}

const told = new Set<string>()

/** Counted and logged once in a process, not at every round. */
function tell(ctx: Ctx, parts: RelayParts, name: string, collection: string, entry: string): void {
  const which = `${collection}:${entry}`
  const key = `${ctx.tenant}:${name}:${which}`
  if (told.has(key) || told.size >= MOST_TOLD) return
  told.add(key)
  parts.metrics.events.inc({ name })
  void raiseAlarmSeldom(ctx, { kind: name, recordId: collection, data: { entry } })
  ctx.log.error(
    { alarm: name, tenant: ctx.tenant, entry: which },
    'a pending entry is not what this server wrote; it stays and is not relayed',
  )
}

function outboxRow(ctx: Ctx, entry: PendingEntry): OutboxRow {
  return {
    _id: newId('evt'),
    tenant: ctx.tenant,
    eventId: entry.id,
    name: entry.name,
    recordId: entry.recordId,
    at: entry.at,
    data: entry.data,
    state: 'NEW',
    nextTryAt: ctx.clock.now(),
    run: '',
    unsettled: 0,
    progress: [],
    expireAt: null,
  }
}
