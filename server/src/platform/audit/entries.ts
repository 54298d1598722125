/** The audit chain of a county: append-only, gapless, each entry authenticated over the one before with a key the database host does not hold. */
import { defineCollection, type Row } from '../db/collection.ts'
import type { PlainData } from '../db/record.ts'

export interface AuditEntry extends Row {
  readonly seq: number
  readonly entryId: string
  readonly prev: string
  readonly at: string
  readonly actor: string
  readonly record: string
  readonly recordId: string
  readonly version: number
  readonly act: string
  readonly data: PlainData
  /** The sequencer's fencing token: it never falls along the chain. */
  readonly fence: number
  readonly mac: string
}

export const auditEntries = defineCollection<AuditEntry>({
  name: 'auditEntries',
  fields: {
    seq: Number,
    entryId: String,
    prev: String,
    at: String,
    actor: String,
    record: String,
    recordId: String,
    version: Number,
    act: String,
    data: Object,
    fence: Number,
    mac: String,
  },
  indexes: [
    { name: 'seq', fields: { tenant: 1, seq: 1 }, unique: true },
    { name: 'entry', fields: { tenant: 1, entryId: 1 }, unique: true },
    { name: 'record', fields: { tenant: 1, record: 1, recordId: 1, version: 1 }, unique: true },
    { name: 'actor', fields: { tenant: 1, actor: 1, seq: -1 } },
  ],
  audited: false,
})

export const GENESIS = 'genesis'
