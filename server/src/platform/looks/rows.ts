/**
 * Looks of officers at residents' data, one row a look, only ever added and moved on once. The person reads them (data-rights); office and words are
 * found when they read. Only ids and codes stand here: what was seen does not.
 */
import type { LookState } from '@xlb/shared/data-rights/states.ts'
import { defineCollection, type Row } from '../db/collection.ts'

export interface LookRow extends Row {
  readonly personId: string
  readonly state: LookState
  readonly staffId: string
  /** Where the officer worked at that time. */
  readonly unitCode: string
  /** Code of shared/src/data-rights/purposes.zh-CN.ts. */
  readonly purpose: string
  readonly fields: readonly string[]
  readonly caseNo: string | null
  readonly at: string
  readonly endedAt: string | null
}

export const lookRows = defineCollection<LookRow>({
  name: 'looks',
  fields: {
    personId: String,
    state: String,
    staffId: String,
    unitCode: String,
    purpose: String,
    fields: [String],
    caseNo: String,
    at: String,
    endedAt: String,
  },
  indexes: [
    { name: 'person', fields: { tenant: 1, personId: 1, at: -1, _id: -1 } },
    { name: 'staff', fields: { tenant: 1, staffId: 1, at: -1, _id: -1 } },
    { name: 'at', fields: { tenant: 1, at: 1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: false,
})
