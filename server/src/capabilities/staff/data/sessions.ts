import { defineCollection, type Row } from '#platform/db/collection.ts'

/** One sign-in of an officer. Only hashes of refresh tokens are kept; rows go some days after their end. */
export interface StaffSessionRow extends Row {
  readonly staffId: string
  /** The officer's stamp when it was opened. */
  readonly stamp: number
  readonly createdAt: string
  /** Milliseconds since 1970: whatever happens, it ends then. */
  readonly until: number
  /** It ends then unless it is used before; moved on at most once in some minutes. */
  readonly idleUntil: number
  /** The county's time-out when it was opened. */
  readonly idleMs: number
  readonly endedAt: string | null
  readonly refreshHash: string
  readonly previousHash: string | null
  readonly rotatedAt: number
  readonly expireAt: Date
}

export const staffSessions = defineCollection<StaffSessionRow>({
  name: 'staffSessions',
  fields: {
    staffId: String,
    stamp: Number,
    createdAt: String,
    until: Number,
    idleUntil: Number,
    idleMs: Number,
    endedAt: String,
    refreshHash: String,
    previousHash: String,
    rotatedAt: Number,
    expireAt: Date,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'officer', fields: { tenant: 1, staffId: 1, endedAt: 1, until: -1 } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})
