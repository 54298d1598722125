/**
 * The sequencer puts entries into a county's chain, one holder of the lease at a time. Read the end, prove the lease after the reading, insert:
 * a holder who slept in between finds its number taken by the next one and is refused by the unique (tenant, seq), whatever it believes, so
 * that fences never fall along the chain. Between two batches of the same holder the end is known and costs no command.
 */
import { crashPoint } from '../crash-point.ts'
import type { Scope } from '../context.ts'
import type { NamedKey } from '../crypto/keys.ts'
import type { PendingEntry } from '../db/record.ts'
import { giveBackLease, renewLease, takeLease, type Lease } from '../jobs/lease.ts'
import { chainedAmong, linkAfter, readTail, type Tail } from './chain.ts'
import { auditEntries, type AuditEntry } from './entries.ts'

export interface Appended {
  /** false: another sequencer is at work; nothing may be taken out of `pending`. */
  readonly done: boolean
  /** Ids of entries whose (record, version) stands in the chain under another id: a record was put back by hand. They stay where they are. */
  readonly refused: ReadonlySet<string>
}

export interface Sequencer {
  /** true: this one may write the county's chain for the moment. */
  holds(scope: Scope): Promise<boolean>
  /** Appends, in order, whatever does not stand there yet. */
  append(scope: Scope, entries: readonly PendingEntry[]): Promise<Appended>
  /** Gives all leases back. */
  release(): Promise<void>
}

export interface SequencerParts {
  /** Newest first. `tailMac` is the MAC the next entry is bound to: keys never go back along a chain. */
  readonly auditKeys: (tailMac: string) => readonly NamedKey[]
  /** Unique among all processes. */
  readonly holder: string
  readonly leaseMs?: number
}

const LEASE = 'audit-sequencer'
/** A dead holder delays the chain by this much at most; the promise is 5 s. */
const LEASE_MS = 2_500
const MOST_STEPS = 20

interface Held {
  readonly lease: Lease
  /** null: not known, to be read. */
  readonly tail: Tail | null
}

type Step = { readonly kind: 'done' | 'again' | 'lost' } | { readonly kind: 'refused'; readonly id: string }

export function createSequencer({ auditKeys, holder, leaseMs = LEASE_MS }: SequencerParts): Sequencer {
  const held = new Map<string, Held>()

  async function hold(scope: Scope): Promise<Held | null> {
    const before = held.get(scope.tenant)
    if (before !== undefined && before.lease.aliveUntil - performance.now() > leaseMs / 2) return before
    const lease = await takeLease(scope, { name: LEASE, holder, ms: leaseMs })
    held.delete(scope.tenant)
    if (lease === null) return null
    // The same fence: nobody else has written since, and the end is still the one we know.
    const now = { lease, tail: before?.lease.fence === lease.fence ? before.tail : null }
    held.set(scope.tenant, now)
    return now
  }

  /** The end as it stands, with the lease proven after the reading: only then may something be bound to it. */
  async function withTail(scope: Scope, { lease }: Held): Promise<{ lease: Lease; tail: Tail } | null> {
    const tail = await readTail(scope)
    const proven = await renewLease(lease, leaseMs)
    return proven === null ? null : { lease: proven, tail }
  }

  async function step(scope: Scope, entries: readonly PendingEntry[]): Promise<Step> {
    const before = await hold(scope)
    if (before === null) return { kind: 'lost' }
    const known =
      before.tail === null
        ? await chainedAmong(
            scope,
            entries.map((one) => one.id),
          )
        : new Set<string>()
    const now = before.tail === null ? await withTail(scope, before) : { lease: before.lease, tail: before.tail }
    if (now === null) return { kind: 'lost' }
    const fresh = entries.filter((one) => !known.has(one.id))
    const rows = linkAfter(auditKeys(now.tail.mac), scope, now.tail, fresh, now.lease.fence)
    crashPoint('chain-before-insert')
    const inserted = await auditEntries.insertInOrder(scope, rows)
    crashPoint('chain-after-insert')
    const stopped = rows[inserted]
    held.set(scope.tenant, { lease: now.lease, tail: stopped === undefined ? (rows.at(-1) ?? now.tail) : null })
    if (stopped === undefined) return { kind: 'done' }
    return (await isTakenByAnother(scope, stopped)) ? { kind: 'refused', id: stopped.entryId } : { kind: 'again' }
  }

  async function append(scope: Scope, entries: readonly PendingEntry[]): Promise<Appended> {
    const refused = new Set<string>()
    for (let count = 0; count < MOST_STEPS; count += 1) {
      const rest = entries.filter((one) => !refused.has(one.id))
      if (rest.length === 0) return { done: true, refused }
      const outcome = await step(scope, rest)
      if (outcome.kind === 'done') return { done: true, refused }
      if (outcome.kind === 'lost') break
      if (outcome.kind === 'refused') refused.add(outcome.id)
    }
    return { done: false, refused }
  }

  return {
    holds: async (scope) => (await hold(scope)) !== null,
    async append(scope, entries) {
      try {
        return await append(scope, entries)
      } catch (error) {
        held.delete(scope.tenant) // whether the insert happened is not known: the end must be read again
        throw error
      }
    },
    async release() {
      const all = [...held.values()]
      held.clear()
      for (const { lease } of all) await giveBackLease(lease)
    },
  }
}

async function isTakenByAnother(scope: Scope, row: AuditEntry): Promise<boolean> {
  const { record, recordId, version } = row
  const standing = await auditEntries.findOne(scope, { record, recordId, version }, { projection: { entryId: 1 } })
  return standing !== null && standing.entryId !== row.entryId
}
