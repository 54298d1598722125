import type { CounterDocumentKind } from '@xlb/shared/accounts/contract.ts'
import type { CounterEntryState } from '@xlb/shared/accounts/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { SealedFields } from '#platform/db/sealed.ts'

/** What one officer entered of a person at the counter, until another agreed. Name and number leave the row with the decision, whichever it is. */
export interface CounterEntryRow extends AuditedRow, Partial<SealedFields<'name'>>, Partial<SealedFields<'number'>> {
  readonly state: CounterEntryState
  readonly caseNo: string
  readonly approvalId: string | null
  readonly documentKind: CounterDocumentKind
  readonly birthday: string | null
  readonly villageCode: string
  /** The WeChat account whose counter code was typed. */
  readonly accountId: string | null
  /** The session on whose screen that code stood. */
  readonly sessionId: string | null
  /** Known already when it was entered, or made by it. */
  readonly personId: string | null
  readonly createdAt: string
}

export const counterEntries = defineCollection<CounterEntryRow>({
  name: 'counterEntries',
  fields: {
    state: String,
    caseNo: String,
    approvalId: String,
    documentKind: String,
    birthday: String,
    villageCode: String,
    accountId: String,
    sessionId: String,
    personId: String,
    createdAt: String,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'waiting', fields: { tenant: 1, state: 1, createdAt: 1 } },
    { name: 'person', fields: { tenant: 1, personId: 1 }, partial: { personId: { $gt: '' } } },
  ],
  audited: true,
  sealed: [
    { name: 'name', purpose: 'entry-name', unique: false },
    { name: 'number', purpose: 'entry-number', unique: false },
  ],
})
