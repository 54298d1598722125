/** How often a person took a copy of their data on a day: one record a person, whose audit entries are the exports. */
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

export interface ExportRow extends AuditedRow {
  readonly state: 'COUNTED'
  readonly personId: string
  /** The local day of the last one, and how many it saw. */
  readonly day: string
  readonly count: number
}

export const dataExports = defineCollection<ExportRow>({
  name: 'dataExports',
  fields: { state: String, personId: String, day: String, count: Number },
  indexes: [
    { name: 'person', fields: { tenant: 1, personId: 1 }, unique: true },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
