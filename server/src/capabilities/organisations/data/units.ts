import type { UnitState } from '@xlb/shared/organisations/states.ts'
import type { UnitLevel } from '@xlb/shared/platform/roles.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/**
 * A unit of the tree; `_id` is its code. Divisions carry the statistics bureau's and came with the seed: they stand at version 0 until somebody
 * changes them, and the first change is the first entry of the audit.
 */
export interface UnitRow extends AuditedRow {
  readonly state: UnitState
  readonly level: UnitLevel
  readonly name: string
  readonly parent: string | null
  readonly city: string | null
  /** The office to call; villages and classes use the one above. */
  readonly call: { readonly office: string; readonly phone: string; readonly hours: string } | null
  /** Of a school: the township in which it lies. */
  readonly townshipCode?: string
  /** Of a class: the September in which its children were in grade 1, so that the grade goes up by itself. */
  readonly began?: number
  readonly number?: number
  readonly closedAt?: string
  readonly source: string
}

export const units = defineCollection<UnitRow>({
  name: 'units',
  fields: {
    state: String,
    level: String,
    name: String,
    parent: String,
    city: String,
    call: { office: String, phone: String, hours: String },
    townshipCode: String,
    began: Number,
    number: Number,
    closedAt: String,
    source: String,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 }, unique: true },
    {
      name: 'class',
      fields: { tenant: 1, parent: 1, began: 1, number: 1 },
      unique: true,
      partial: { began: { $exists: true } },
    },
  ],
  audited: true,
})
