import { defineCollection, type Row } from '#platform/db/collection.ts'
import type { SealedFields } from '#platform/db/sealed.ts'

/** A one-time code that went out by SMS. The code itself is kept nowhere: only what it makes with the house's keys and this row's id. */
export interface PhoneCodeRow extends Row, SealedFields<'phone'> {
  readonly accountId: string
  readonly codeTexts: readonly string[]
  /** Milliseconds since 1970. */
  readonly until: number
  /** Used, or void because it could not be sent. */
  readonly closed: boolean
  readonly expireAt: Date
}

export const phoneCodes = defineCollection<PhoneCodeRow>({
  name: 'phoneCodes',
  fields: { accountId: String, codeTexts: [String], until: Number, closed: Boolean, expireAt: Date },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'account', fields: { tenant: 1, accountId: 1 } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
  sealed: [{ name: 'phone', purpose: 'phone-code', unique: false }],
})
