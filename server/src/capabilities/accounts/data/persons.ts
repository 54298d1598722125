/** Person (real name) ≠ account (openid) ≠ session. A person has one record per county. */
import type { CounterDocumentKind } from '@xlb/shared/accounts/contract.ts'
import type { PersonState } from '@xlb/shared/accounts/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { SealedFields } from '#platform/db/sealed.ts'

export type Verified = 'source' | 'counter'

/**
 * ID number, or another document's kind and number, stand sealed; a person who has none, or none yet, lacks the fields and the birthday. An
 * erased one keeps its id and nothing else.
 */
export interface PersonRow extends AuditedRow, Partial<SealedFields<'idNo'>>, Partial<SealedFields<'document'>> {
  readonly state: PersonState
  readonly name: string
  /** The county's code while no village is known. */
  readonly villageCode: string
  /** `YYYY-MM-DD` */
  readonly birthday?: string
  readonly verified: Verified | null
  readonly documentKind?: Exclude<CounterDocumentKind, 'id-card'>
  /** The latest ending of all sessions at the counter. */
  readonly ending?: { readonly ended: number; readonly unbound: number }
  readonly createdAt: string
}

export const persons = defineCollection<PersonRow>({
  name: 'persons',
  fields: {
    state: String,
    name: String,
    villageCode: String,
    birthday: String,
    verified: String,
    documentKind: String,
    ending: Object,
    createdAt: String,
  },
  indexes: [{ name: 'id', fields: { tenant: 1, _id: 1 } }],
  audited: true,
  sealed: [
    { name: 'idNo', purpose: 'id-number', unique: true },
    { name: 'document', purpose: 'document', unique: true },
  ],
})
