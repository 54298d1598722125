/** How entries become a chain: the number, the link and the MAC of each, and reading where a county's chain ends. */
import type { Scope } from '../context.ts'
import { kidOf, macMatches, macOf, type NamedKey } from '../crypto/keys.ts'
import type { PendingEntry } from '../db/record.ts'
import { newId } from '../ids.ts'
import { auditEntries, GENESIS, type AuditEntry } from './entries.ts'

/** Where a chain ends: what the next entry is bound to. */
export interface Tail {
  readonly seq: number
  readonly mac: string
}

/** Everything of an entry that its MAC covers: all of it but the row's own id and the MAC. */
export function coveredBy(entry: Omit<AuditEntry, '_id' | 'mac'>): Omit<AuditEntry, '_id' | 'mac'> {
  const { tenant, seq, entryId, prev, at, actor, record, recordId, version, act, data, fence } = entry
  return { tenant, seq, entryId, prev, at, actor, record, recordId, version, act, data, fence }
}

export function entryIsGenuine(keys: readonly NamedKey[], entry: AuditEntry): boolean {
  return typeof entry.mac === 'string' && macMatches(keys, coveredBy(entry), entry.mac)
}

/** How old the key of a MAC is: 0 for the newest. An unknown one is none of ours, and older than all. */
export function ageOfKey(keys: readonly NamedKey[], mac: unknown): number {
  const at = typeof mac === 'string' ? keys.findIndex(({ kid }) => kid === kidOf(mac)) : -1
  return at < 0 ? keys.length : at
}

/** The rows that continue a county's chain after `tail`, in the order given. */
export function linkAfter(
  keys: readonly NamedKey[],
  scope: Scope,
  tail: Tail,
  entries: readonly PendingEntry[],
  fence: number,
): AuditEntry[] {
  const rows: AuditEntry[] = []
  let last = tail
  for (const one of entries) {
    const covered = coveredBy({
      tenant: scope.tenant,
      seq: last.seq + 1,
      entryId: one.id,
      prev: last.mac,
      at: one.at,
      actor: one.actor,
      record: one.record,
      recordId: one.recordId,
      version: one.version,
      act: one.name,
      data: one.data,
      fence,
    })
    const row = { _id: newId('pnd'), ...covered, mac: macOf(keys, covered) }
    rows.push(row)
    last = row
  }
  return rows
}

export async function readTail(scope: Scope): Promise<Tail> {
  const [last] = await auditEntries.find(scope, {}, { sort: { seq: -1 }, limit: 1, projection: { seq: 1, mac: 1 } })
  return last ?? { seq: 0, mac: GENESIS }
}

/** Which of these entries stand in the chain already. */
export async function chainedAmong(scope: Scope, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await auditEntries.find(scope, { entryId: { $in: [...ids] } }, { projection: { entryId: 1 } })
  return new Set(rows.map((row) => row.entryId))
}
