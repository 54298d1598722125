/**
 * `npm run audit:verify`: every audited record's version against its entries, chained or still pending, and the chain itself: numbers without a
 * gap, links, MACs, fences. Heads kept outside find a cut tail, a chain made anew and a county that is gone. May run beside a working server:
 * records are read before the chain, and an entry leaves its record only after it stands in the chain.
 */
import type { Verified } from '../capability.ts'
import type { Scope } from '../context.ts'
import type { NamedKey } from '../crypto/keys.ts'
import { collectionNamed, collections } from '../db/collection.ts'
import type { AuditedRow } from '../db/record.ts'
import { sortPending } from '../outbox/pending.ts'
import { ageOfKey, entryIsGenuine, type Tail } from './chain.ts'
import { auditEntries, GENESIS, type AuditEntry } from './entries.ts'
import { storedHeads, type Head } from './heads.ts'
import { explainedByRestores } from './restores.ts'

/** A record that was lawfully removed keeps its entries; the last one says so: `persons.erase`. */
const ERASED = '.erase'

export interface AuditVerified extends Verified {
  /** Entries still pending in their records. */
  readonly unchained: number
  /** Where the chain ends: what to write down. */
  readonly tail: Tail
  /** Restores from a backup, and which published heads went with them: shown every time, no difference. */
  readonly known: readonly string[]
}

export async function verifyAudit(
  scope: Scope,
  { auditKeys }: { readonly auditKeys: readonly NamedKey[] },
  published: readonly Head[],
): Promise<AuditVerified> {
  const records = await readRecords(scope)
  const heads = [...published.filter((head) => head.tenant === scope.tenant), ...(await storedHeads(scope, 0))]
  const restores = await explainedByRestores(scope, { auditKeys })
  const binding = heads.filter((head) => !restores.covers(head))
  const chain = await walkChain(scope, auditKeys, binding, records.all)
  const versions = await compare(scope, records.all, chain.records)
  return {
    checked: { entries: chain.count, records: records.all.size, heads: heads.length },
    differences: [...records.differences, ...chain.differences, ...versions.differences, ...restores.differences],
    unchained: versions.unchained,
    tail: chain.tail,
    known: restores.told,
  }
}

interface Standing {
  readonly version: number
  /** Pending audit entries: version → entry id. */
  readonly pending: ReadonlyMap<number, string>
}

async function readRecords(scope: Scope): Promise<{ all: Map<string, Standing>; differences: string[] }> {
  const all = new Map<string, Standing>()
  const differences: string[] = []
  for (const { name } of collections().filter((spec) => spec.audited)) {
    for await (const row of collectionNamed<AuditedRow>(name).walk(scope, {}, { version: 1, pending: 1, tenant: 1 })) {
      const { genuine, refused } = sortPending(name, row)
      const audits = genuine.filter((entry) => entry.kind === 'audit')
      all.set(`${name}:${row._id}`, {
        version: row.version,
        pending: new Map(audits.map((entry) => [entry.version, entry.id])),
      })
      differences.push(
        ...refused.map(
          (entry) => `${name}:${row._id}: the pending entry ${entry} was changed, or written without the key`,
        ),
      )
    }
  }
  return { all, differences }
}

interface Chained {
  /** Versions 1 to this one are chained. */
  readonly upTo: number
  readonly lastAct: string
}

interface Walked {
  readonly count: number
  readonly tail: Tail
  readonly records: ReadonlyMap<string, Chained>
  readonly differences: readonly string[]
}

async function walkChain(
  scope: Scope,
  keys: readonly NamedKey[],
  heads: readonly Head[],
  standing: ReadonlyMap<string, Standing>,
): Promise<Walked> {
  const differences: string[] = []
  const records = new Map<string, Chained>()
  const unseen = new Set(heads)
  let before: AuditEntry | null = null
  let count = 0
  for await (const entry of inOrder(scope)) {
    const name = `${entry.record}:${entry.recordId}`
    differences.push(...linkFaults(entry, before, keys))
    differences.push(...versionFaults(entry, records.get(name)?.upTo ?? 0, standing.get(name)))
    differences.push(...headFaults(entry, unseen))
    records.set(name, { upTo: entry.version, lastAct: entry.act })
    before = entry
    count += 1
  }
  const numberless = await auditEntries.countUpTo(scope, { seq: { $not: { $gte: 1 } } }, PAGE)
  if (numberless > 0) differences.push(`${String(numberless)} entries have no place in the chain`)
  for (const head of unseen) differences.push(`entry ${String(head.seq)}, published on ${head.day}, is gone`)
  return { count, tail: { seq: before?.seq ?? 0, mac: before?.mac ?? GENESIS }, records, differences }
}

const PAGE = 1_000

/** By number, in pages: a chain may be longer than memory. */
async function* inOrder(scope: Scope): AsyncGenerator<AuditEntry> {
  let after = 0
  for (;;) {
    const page = await auditEntries.find(scope, { seq: { $gt: after } }, { sort: { seq: 1 }, limit: PAGE })
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = last.seq
  }
}

function linkFaults(entry: AuditEntry, before: AuditEntry | null, keys: readonly NamedKey[]): string[] {
  const at = `entry ${String(entry.seq)}`
  return [
    ...(entry.seq === (before?.seq ?? 0) + 1 ? [] : [`${at}: the number before it is missing`]),
    ...(entry.prev === (before?.mac ?? GENESIS) ? [] : [`${at}: it does not follow the entry before it`]),
    ...(entry.fence >= (before?.fence ?? 0) ? [] : [`${at}: written by a sequencer whose time was over`]),
    ...(ageOfKey(keys, entry.mac) <= ageOfKey(keys, before?.mac ?? entry.mac)
      ? []
      : [`${at}: written with a key that had been replaced before`]),
    ...(entryIsGenuine(keys, entry) ? [] : [`${at}: it was changed, or written without the key`]),
  ]
}

/** A record's entries come one version after the other, and an entry that is pending as well is the same one. */
function versionFaults(entry: AuditEntry, upTo: number, standing: Standing | undefined): string[] {
  const at = `entry ${String(entry.seq)}: version ${String(entry.version)} of ${entry.record}:${entry.recordId}`
  const pending = standing?.pending.get(entry.version)
  return [
    ...(entry.version === upTo + 1 ? [] : [`${at} comes after version ${String(upTo)}`]),
    ...(pending === undefined || pending === entry.entryId ? [] : [`${at} is pending once more, as another entry`]),
  ]
}

function headFaults(entry: AuditEntry, unseen: Set<Head>): string[] {
  const here = [...unseen].filter((head) => head.seq === entry.seq)
  for (const head of here) unseen.delete(head)
  return here
    .filter((head) => head.mac !== entry.mac)
    .map((head) => `entry ${String(entry.seq)} is not the one published on ${head.day}`)
}

async function compare(
  scope: Scope,
  standing: ReadonlyMap<string, Standing>,
  chained: ReadonlyMap<string, Chained>,
): Promise<{ unchained: number; differences: string[] }> {
  const differences: string[] = []
  let unchained = 0
  for (const [name, { version, pending }] of standing) {
    const upTo = chained.get(name)?.upTo ?? 0
    const missing = range(upTo + 1, version).filter((one) => !pending.has(one))
    unchained += [...pending.keys()].filter((one) => one > upTo).length
    if (missing.length > 0)
      differences.push(`${name} stands at version ${String(version)} without an entry for ${missing.join(', ')}`)
  }
  for (const [name, { upTo, lastAct }] of chained) {
    if (upTo > (standing.get(name)?.version ?? 0)) differences.push(...(await behindFaults(scope, name, upTo, lastAct)))
  }
  return { unchained, differences }
}

/** The chain knows more of a record than was read before it: the record moved on meanwhile, or somebody put it back or took it away. */
async function behindFaults(scope: Scope, name: string, upTo: number, lastAct: string): Promise<string[]> {
  const [record = '', id = ''] = name.split(':')
  const spec = collections().find((one) => one.name === record)
  const row =
    spec === undefined
      ? null
      : await collectionNamed<AuditedRow>(record).findOne(scope, { _id: id }, { projection: { version: 1 } })
  if (row !== null && row.version >= upTo) return []
  if (row !== null) return [`${name} stands at version ${String(row.version)}, and its entries go to ${String(upTo)}`]
  return lastAct.endsWith(ERASED) ? [] : [`${name} has entries, but the record is gone`]
}

const MOST_NAMED = 20

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.min(Math.max(0, to - from + 1), MOST_NAMED) }, (_one, at) => from + at)
}
