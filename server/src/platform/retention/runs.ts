/** What the retention job did: a row for each rule and county. A run that removed something is an audited move; one that did not only says when. */
import type { Ctx } from '../context.ts'
import { defineCollection } from '../db/collection.ts'
import { isDuplicateKey } from '../db/proof.ts'
import { createRecord, moveRecord, type AuditedRow } from '../db/record.ts'
import { newId } from '../ids.ts'

export interface RetentionRunRow extends AuditedRow {
  readonly state: 'KEPT'
  /** The rule's record. */
  readonly record: string
  readonly lastAt: string
  /** What was older than this went. */
  readonly before: string
  /** By the last run that removed something, and when it was; null: none did. */
  readonly removed: number
  readonly removedAt: string | null
  readonly total: number
}

export const retentionRuns = defineCollection<RetentionRunRow>({
  name: 'retentionRuns',
  fields: {
    state: String,
    record: String,
    lastAt: String,
    before: String,
    removed: Number,
    removedAt: String,
    total: Number,
  },
  indexes: [{ name: 'record', fields: { tenant: 1, record: 1 }, unique: true }],
  audited: true,
})

export interface Run {
  readonly record: string
  readonly before: string
  readonly removed: number
}

/** Writes a run down. Another process at the same moment writes its own after it. */
export async function recordRun(ctx: Ctx, run: Run): Promise<void> {
  while (!(await wasRecorded(ctx, run)));
}

async function wasRecorded(ctx: Ctx, { record, before, removed }: Run): Promise<boolean> {
  const lastAt = ctx.clock.instant()
  const deed = { act: 'retention.remove', note: { record, removed, before } }
  const row = await retentionRuns.findOne(ctx, { record })
  if (row === null) return await wasBegun(ctx, { record, before, removed }, deed)
  if (removed === 0) return (await retentionRuns.update(ctx, { record }, { $set: { lastAt, before } })) !== null
  const set = { lastAt, before, removed, removedAt: lastAt, total: row.total + removed }
  return (await moveRecord(ctx, retentionRuns, row, { set }, deed)) !== null
}

async function wasBegun(
  ctx: Ctx,
  { record, before, removed }: Run,
  deed: Parameters<typeof createRecord>[3],
): Promise<boolean> {
  const at = ctx.clock.instant()
  const removedAt = removed === 0 ? null : at
  const row = { _id: newId('pnd'), tenant: ctx.tenant, state: 'KEPT' as const, record, lastAt: at, before }
  try {
    await createRecord(ctx, retentionRuns, { ...row, removed, removedAt, total: removed }, deed)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
