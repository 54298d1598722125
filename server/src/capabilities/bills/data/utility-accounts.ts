import type { AccountRole } from '@xlb/shared/bills/account-schemas.ts'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import type { UtilityAccountState } from '@xlb/shared/bills/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

export interface AccountPerson {
  readonly personId: string
  readonly role: AccountRole
  readonly since: string
  readonly maskedName: string
  /** First period whose history this person sees; null: the owner, from the beginning of their ownership on. */
  readonly viewFrom: string | null
  /** A viewer's last local day; after it they are a payer again. */
  readonly until: string | null
  readonly lastUsedOn: string | null
}

/**
 * A household's account at a utility. `people` is the one truth about who may do what with it; bills keep a copy as `readers` for their lists, which
 * follows (`stale`), and every look is checked against this row.
 */
export interface UtilityAccountRow extends AuditedRow {
  readonly state: UtilityAccountState
  readonly utility: Utility
  /** May hold letters. */
  readonly code: string
  readonly ownerName: string
  /** First period under this owner's name; null: since the beginning. */
  readonly ownerSince: string | null
  readonly address: string
  readonly villageCode: string
  readonly householdSize: number
  readonly office: string
  readonly people: readonly AccountPerson[]
  /** Its bills do not show the people yet that stand here. */
  readonly stale: boolean
  readonly asOf: string
}

export const utilityAccounts = defineCollection<UtilityAccountRow>({
  name: 'utilityAccounts',
  fields: {
    state: String,
    utility: String,
    code: String,
    ownerName: String,
    ownerSince: String,
    address: String,
    villageCode: String,
    householdSize: Number,
    office: String,
    people: [
      {
        _id: false,
        personId: String,
        role: String,
        since: String,
        maskedName: String,
        viewFrom: String,
        until: String,
        lastUsedOn: String,
      },
    ],
    stale: Boolean,
    asOf: String,
  },
  indexes: [
    { name: 'code', fields: { tenant: 1, utility: 1, code: 1 }, unique: true },
    { name: 'people', fields: { tenant: 1, 'people.personId': 1 } },
    { name: 'stale', fields: { tenant: 1, stale: 1 }, partial: { stale: true } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
