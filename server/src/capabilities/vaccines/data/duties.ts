import type { DutyState } from '@xlb/shared/vaccines/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/** A nurse's leave to see people: those of sessions, or one child today. */
export interface DutyRow extends AuditedRow {
  readonly state: DutyState
  readonly staffId: string
  readonly siteId: string
  /** What it covers, each by its name (domain/duty-keys.ts). */
  readonly keys: readonly string[]
  readonly approvalId: string | null
  /** The officer who agreed; in an emergency the nurse until then. */
  readonly decidedBy: string | null
  /** An instant. */
  readonly at: string
}

export const duties = defineCollection<DutyRow>({
  name: 'vaccineDuties',
  fields: {
    ...{ state: String, staffId: String, siteId: String, keys: [String] },
    ...{ approvalId: String, decidedBy: String, at: String },
  },
  indexes: [
    { name: 'standing', fields: { tenant: 1, staffId: 1, keys: 1 }, partial: { state: 'STANDING' } },
    { name: 'old', fields: { tenant: 1, at: 1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
