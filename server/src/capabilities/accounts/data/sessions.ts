import { defineCollection, type Row } from '#platform/db/collection.ts'

/**
 * One sign-in on one device. `personId` repeats the account's and is kept in step with it (`acts/settle-sessions.ts`), so that a request costs one read. Only hashes of refresh tokens are kept. `endedAt` ends it at the next request; rows go some days
 * after their end (retention: sessions days).
 */
export interface SessionRow extends Row {
  readonly accountId: string
  readonly personId: string | null
  readonly openid: string
  readonly client: 'weapp' | 'h5'
  readonly createdAt: string
  /** Milliseconds since 1970: a token issued for this session is never valid longer. */
  readonly until: number
  readonly endedAt: string | null
  /** H5 only: the current and the previous refresh token, hashed; the previous one gives the same successor for 60 s. */
  readonly refreshHash: string | null
  readonly previousHash: string | null
  readonly rotatedAt: number
  readonly expireAt: Date
}

export const sessionRows = defineCollection<SessionRow>({
  name: 'sessions',
  fields: {
    accountId: String,
    personId: String,
    openid: String,
    client: String,
    createdAt: String,
    until: Number,
    endedAt: String,
    refreshHash: String,
    previousHash: String,
    rotatedAt: Number,
    expireAt: Date,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'accountOpen', fields: { tenant: 1, accountId: 1, endedAt: 1, until: -1 } },
    { name: 'personOpen', fields: { tenant: 1, personId: 1, endedAt: 1, until: -1 } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})
