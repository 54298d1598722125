import { defineCollection, type Row } from '#platform/db/collection.ts'
import type { SealedFields } from '#platform/db/sealed.ts'

/** Between the two factors: who proved the password, for some minutes and once. At a first sign-in it carries the new secret, sealed. */
export interface TicketRow extends Row, Partial<SealedFields<'totp'>> {
  readonly staffId: string
  readonly stamp: number
  readonly hash: string
  /** Milliseconds since 1970. */
  readonly until: number
  readonly tries: number
  readonly usedAt: string | null
  readonly expireAt: Date
}

export const tickets = defineCollection<TicketRow>({
  name: 'staffTickets',
  fields: {
    staffId: String,
    stamp: Number,
    hash: String,
    until: Number,
    tries: Number,
    usedAt: String,
    expireAt: Date,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
  sealed: [{ name: 'totp', purpose: 'staff-totp-new', unique: false }],
})
