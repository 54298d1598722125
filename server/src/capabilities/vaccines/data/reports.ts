/** Our doses on their way to the registry: one row a number. What is reported stands in the dossier; here stands how far it came. */
import type { ReportState } from '@xlb/shared/vaccines/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

export interface ReportRow extends AuditedRow {
  readonly state: ReportState
  /** Under which the registry is told, for ever. */
  readonly reportNo: string
  readonly dossierId: string
  /** Epoch milliseconds; null once nothing more is tried. */
  readonly nextTryAt: number | null
  readonly tries: number
  readonly at: string
  readonly endedAt: string | null
}

export const reports = defineCollection<ReportRow>({
  name: 'vaccineReports',
  fields: {
    ...{ state: String, reportNo: String, dossierId: String, nextTryAt: Number, tries: Number },
    ...{ at: String, endedAt: String },
  },
  indexes: [
    { name: 'number', fields: { tenant: 1, reportNo: 1 }, unique: true },
    { name: 'due', fields: { tenant: 1, nextTryAt: 1 }, partial: { state: 'QUEUED' } },
    { name: 'dossier', fields: { tenant: 1, dossierId: 1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
