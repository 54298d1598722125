import type { View } from '@xlb/shared/accounts/contract.ts'
import type { AccountState } from '@xlb/shared/accounts/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { SealedFields } from '#platform/db/sealed.ts'
import type { Verified } from './persons.ts'

/** One openid in one county; it acts for one person at a time. Name and village stand here too, so that Home costs one read. */
export interface AccountRow extends AuditedRow, Partial<SealedFields<'phone'>> {
  readonly state: AccountState
  readonly openid: string
  readonly personId: string | null
  readonly maskedName: string | null
  readonly verified: Verified | null
  readonly villageCode: string | null
  readonly view: View
  /** Whose lost phone this was: that person is bound again only at the counter. */
  readonly lostBy?: string
  readonly createdAt: string
}

export const accountRows = defineCollection<AccountRow>({
  name: 'accounts',
  fields: {
    state: String,
    openid: String,
    personId: String,
    maskedName: String,
    verified: String,
    villageCode: String,
    view: String,
    lostBy: String,
    createdAt: String,
  },
  indexes: [
    { name: 'openid', fields: { tenant: 1, openid: 1 }, unique: true },
    // The planner sees that an id is greater than nothing; of `$type` it would not.
    { name: 'boundPerson', fields: { tenant: 1, personId: 1 }, partial: { personId: { $gt: '' } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
  sealed: [{ name: 'phone', purpose: 'phone', unique: false }],
})
