/**
 * The deletion ledger: who asked, until when it could be called back, what was done. Ids, times and counts only; it is kept, because a restored backup
 * must be erased again.
 */
import type { ErasureState } from '@xlb/shared/data-rights/states.ts'
import type { Erased } from '#platform/capability.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

export interface ErasureRow extends AuditedRow {
  readonly state: ErasureState
  readonly personId: string
  /** The WeChat account it was asked with: it may read the report afterwards. */
  readonly accountId: string
  readonly requestedAt: string
  /** Milliseconds: from then on it is carried out and cannot be called back. */
  readonly dueAt: number
  readonly endedAt: string | null
  readonly report: readonly Erased[]
}

export const erasures = defineCollection<ErasureRow>({
  name: 'erasures',
  fields: {
    state: String,
    personId: String,
    accountId: String,
    requestedAt: String,
    dueAt: Number,
    endedAt: String,
    report: [{ _id: false, what: String, count: Number, outcome: String, why: String, until: String }],
  },
  indexes: [
    { name: 'open', fields: { tenant: 1, personId: 1 }, unique: true, partial: { state: 'REQUESTED' } },
    { name: 'due', fields: { tenant: 1, dueAt: 1 }, partial: { state: 'REQUESTED' } },
    { name: 'account', fields: { tenant: 1, accountId: 1, requestedAt: -1, _id: -1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
