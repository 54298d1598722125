/**
 * The consent ledger: one record for each holder and purpose with every answer in order. The holder is the person once a real name is known, before
 * that the WeChat account; one person's phones share it.
 */
import type { ConsentPurpose } from '@xlb/shared/data-rights/contract.ts'
import type { ConsentState } from '@xlb/shared/data-rights/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

export interface ConsentAnswer {
  /** Version of the document that was shown. */
  readonly document: string
  readonly at: string
  readonly answer: 'given' | 'withdrawn'
  /** Through which WeChat account. */
  readonly accountId: string
}

export interface ConsentRow extends AuditedRow {
  readonly state: ConsentState
  /** `per_…` or `acc_…`. */
  readonly holder: string
  readonly purpose: ConsentPurpose
  /** Of the last answer. */
  readonly document: string
  readonly at: string
  readonly answers: readonly ConsentAnswer[]
}

export const consents = defineCollection<ConsentRow>({
  name: 'consents',
  fields: {
    state: String,
    holder: String,
    purpose: String,
    document: String,
    at: String,
    answers: [{ _id: false, document: String, at: String, answer: String, accountId: String }],
  },
  indexes: [
    { name: 'holder', fields: { tenant: 1, holder: 1, purpose: 1 }, unique: true },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
