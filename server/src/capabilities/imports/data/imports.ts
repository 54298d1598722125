import type { FileFault, ImportKind } from '@xlb/shared/imports/faults.ts'
import type { ImportState } from '@xlb/shared/imports/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { SealedFields } from '#platform/db/sealed.ts'

/** What a job has to do with it: read it, write it, or take away what is not needed any more. */
export type Work = 'check' | 'apply' | 'tidy'

/** One import. What its officer called the file may be a person's name, so it stands sealed. */
export interface ImportRow extends AuditedRow, SealedFields<'label'> {
  readonly state: ImportState
  readonly kind: ImportKind
  readonly unitCode: string
  readonly format: 'csv' | 'xlsx'
  readonly bytes: number
  readonly uploadedBy: string
  /** The officer as a resident: rows about them are left out. */
  readonly uploaderPersonId: string | null
  /** The second officer; null before. */
  readonly decidedBy: string | null
  readonly receivedAt: string
  /** Milliseconds; the file is gone then. Absent when the import is over. */
  readonly expiresAt?: number
  /** Absent: nothing. A partial index over `$type` would not be used for an equal value, one over `$exists` is. */
  readonly work?: Work
  readonly approvalId: string | null
  readonly fault: FileFault | null
  readonly found: { readonly rows: number; readonly good: number; readonly bad: number; readonly known: number }
  readonly written: { readonly made: number; readonly same: number; readonly left: number }
}

export const importRows = defineCollection<ImportRow>({
  name: 'imports',
  fields: {
    state: String,
    kind: String,
    unitCode: String,
    format: String,
    bytes: Number,
    uploadedBy: String,
    uploaderPersonId: String,
    decidedBy: String,
    receivedAt: String,
    expiresAt: Number,
    work: String,
    approvalId: String,
    fault: String,
    found: { rows: Number, good: Number, bad: Number, known: Number },
    written: { made: Number, same: Number, left: Number },
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'newest', fields: { tenant: 1, receivedAt: -1, _id: -1 } },
    { name: 'unit', fields: { tenant: 1, unitCode: 1, receivedAt: -1, _id: -1 } },
    { name: 'work', fields: { tenant: 1, work: 1, receivedAt: 1 }, partial: { work: { $exists: true } } },
    { name: 'expiry', fields: { tenant: 1, expiresAt: 1 }, partial: { expiresAt: { $exists: true } } },
  ],
  audited: true,
  sealed: [{ name: 'label', purpose: 'import-label', unique: false }],
})
