import type { Ctx } from '#platform/context.ts'
import { defineCollection } from '#platform/db/collection.ts'
import { createRecord, type AuditedRow } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'

/** That somebody read the chain: what they looked for, and how many entries they were shown. */
export interface AuditReadingRow extends AuditedRow {
  readonly state: 'SHOWN'
  readonly staffId: string
  readonly at: string
}

export const auditReadings = defineCollection<AuditReadingRow>({
  name: 'auditReadings',
  fields: { state: String, staffId: String, at: String },
  indexes: [{ name: 'at', fields: { tenant: 1, at: 1 } }],
  audited: true,
})

export interface Reading {
  readonly record: string | null
  readonly recordId: string | null
  readonly actor: string | null
  /** The number of the first entry shown, and how many there were. */
  readonly from: number
  readonly count: number
}

export async function recordReading(ctx: Ctx, staffId: string, reading: Reading): Promise<void> {
  const row = { _id: newId('pnd'), tenant: ctx.tenant, state: 'SHOWN' as const, staffId, at: ctx.clock.instant() }
  await createRecord(ctx, auditReadings, row, { act: 'audit.read', note: { ...reading } })
}
