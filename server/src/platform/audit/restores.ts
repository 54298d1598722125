/**
 * What a restore did to a county's chain: it goes on from the backup's end, and what was published of it after the backup is gone. The record tells
 * which heads these are, so that `audit:verify` shows the gap and still finds any other. It is authenticated: whoever can only write to the
 * database cannot explain a cut tail with it; and audited, so that the chain itself speaks of the restore.
 */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx, Scope } from '../context.ts'
import { macMatches, macOf, type NamedKey } from '../crypto/keys.ts'
import { defineCollection } from '../db/collection.ts'
import { createRecord, type AuditedRow } from '../db/record.ts'
import { newId } from '../ids.ts'
import { readTail } from './chain.ts'
import { auditEntries } from './entries.ts'
import type { Head } from './heads.ts'

export interface RestoreRow extends AuditedRow {
  readonly state: 'DONE'
  readonly at: string
  readonly backupAt: string
  /** Where the chain of the backup ended. */
  readonly seq: number
  /** Heads published after the backup. */
  readonly lost: readonly Pick<Head, 'day' | 'seq' | 'mac'>[]
  readonly mac: string
}

const restores = defineCollection<RestoreRow>({
  name: 'restores',
  fields: {
    state: String,
    at: String,
    backupAt: String,
    seq: Number,
    lost: [{ _id: false, day: String, seq: Number, mac: String }],
    mac: String,
  },
  indexes: [{ name: 'at', fields: { tenant: 1, at: 1 }, unique: true }],
  audited: true,
})

type Covered = Pick<RestoreRow, 'tenant' | 'at' | 'backupAt' | 'seq' | 'lost'>

function coveredBy({ tenant, at, backupAt, seq, lost }: Covered): Covered {
  return { tenant, at, backupAt, seq, lost: lost.map((head) => ({ day: head.day, seq: head.seq, mac: head.mac })) }
}

/** Writes the record of a restore that was just made, before anything is chained after it. */
export async function recordRestore(
  ctx: Ctx,
  { auditKeys }: { readonly auditKeys: readonly NamedKey[] },
  backupAt: string,
  published: readonly Head[],
): Promise<RestoreRow> {
  const { seq } = await readTail(ctx)
  const lost = await lostHeads(ctx, { seq, backupAt }, published)
  const covered = coveredBy({ tenant: ctx.tenant, at: ctx.clock.instant(), backupAt, seq, lost })
  const row = { _id: newId('pnd'), ...covered, state: 'DONE' as const, mac: macOf(auditKeys, covered) }
  return await createRecord(ctx, restores, row, {
    act: 'audit.restore',
    note: { backupAt, seq, lostHeads: lost.length },
  })
}

/** Only what was published after the backup: a head of before it that does not fit is no work of the restore. */
async function lostHeads(
  scope: Scope,
  { seq, backupAt }: { seq: number; backupAt: string },
  published: readonly Head[],
): Promise<Head[]> {
  const backupDay = dayOf(Date.parse(backupAt))
  const lost: Head[] = []
  for (const head of published.filter((one) => one.tenant === scope.tenant)) {
    if (head.seq <= seq && head.day <= backupDay) continue
    const entry = await auditEntries.findOne(scope, { seq: head.seq }, { projection: { mac: 1 } })
    if (entry?.mac !== head.mac) lost.push(head)
  }
  return lost
}

export interface Explained {
  /** Whether a restore took this head away. */
  covers(head: Head): boolean
  /** A line for each restore. */
  readonly told: readonly string[]
  readonly differences: readonly string[]
}

/** What the restores of a county explain. */
export async function explainedByRestores(
  scope: Scope,
  { auditKeys }: { readonly auditKeys: readonly NamedKey[] },
): Promise<Explained> {
  const rows = await restores.find(scope, {}, { sort: { at: 1 } })
  const genuine = rows.filter((row) => typeof row.mac === 'string' && macMatches(auditKeys, coveredBy(row), row.mac))
  const nameOf = ({ day, seq, mac }: Pick<Head, 'day' | 'seq' | 'mac'>): string => `${day} ${String(seq)} ${mac}`
  const lost = new Set(genuine.flatMap((row) => row.lost.map(nameOf)))
  return {
    covers: (head) => lost.has(nameOf(head)),
    told: genuine.map(tell),
    differences: rows
      .filter((row) => !genuine.includes(row))
      .map((row) => `restores:${row._id}: it was changed, or written without the key`),
  }
}

function tell({ at, backupAt, seq, lost }: RestoreRow): string {
  const gone = Math.max(seq, ...lost.map((head) => head.seq)) - seq
  const heads = lost.map((head) => `entry ${String(head.seq)} of ${head.day}`)
  const gap =
    heads.length === 0
      ? 'no head was published in between'
      : `at least ${String(gone)} entries are gone, ${String(heads.length)} published heads lie after the backup (${heads.join(', ')})`
  return `restored at ${at} from the backup of ${backupAt}, chain goes on after entry ${String(seq)}: ${gap}`
}
