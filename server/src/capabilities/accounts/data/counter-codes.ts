import { defineCollection, type Row } from '#platform/db/collection.ts'

/** Six digits that a resident shows at the counter. Kept as keyed texts; those of a used code are taken out, so that the digits are free again. */
export interface CounterCodeRow extends Row {
  readonly accountId: string
  /** The session on whose screen it stood. */
  readonly sessionId: string
  readonly codeTexts?: readonly string[]
  /** Milliseconds since 1970. */
  readonly until: number
  readonly expireAt: Date
}

export const counterCodes = defineCollection<CounterCodeRow>({
  name: 'counterCodes',
  fields: {
    accountId: String,
    sessionId: String,
    codeTexts: { type: [String], default: undefined },
    until: Number,
    expireAt: Date,
  },
  indexes: [
    { name: 'code', fields: { tenant: 1, codeTexts: 1 }, unique: true, partial: { codeTexts: { $exists: true } } },
    { name: 'account', fields: { tenant: 1, accountId: 1 } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})
