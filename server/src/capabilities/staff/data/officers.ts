import type { StaffState } from '@xlb/shared/staff/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { SealedFields } from '#platform/db/sealed.ts'
import type { Held } from '#platform/context.ts'

/**
 * A staff account. The secret of the second factor stands sealed, absent until it was enrolled; `tries` and `lockedUntil` are counters beside the
 * audited record, so that guessing at the door raises no version.
 */
export interface OfficerRow extends AuditedRow, Partial<SealedFields<'totp'>> {
  readonly state: StaffState
  readonly username: string
  readonly displayName: string
  readonly unitCode: string
  readonly personId: string | null
  /** `scrypt$…`; null while only an invitation is out. */
  readonly passwordHash: string | null
  readonly passwordChangedAt: string | null
  /** The latest step of 30 s whose code was taken: none counts twice. */
  readonly lastStep: number
  /** MACs of the recovery codes that are left, under the secret of the second factor. */
  readonly recovery: readonly string[]
  /** Tries that failed since the last success. */
  readonly tries: number
  /** Milliseconds; 0: not locked. */
  readonly lockedUntil: number
  readonly held: readonly Held[]
  /** Milliseconds; until then this administrator may be giving up a role, and nobody else counts on them. */
  readonly leavingUntil: number
  /** A session with another stamp is refused. */
  readonly stamp: number
  readonly invitation: { readonly hash: string; readonly until: number } | null
  readonly createdAt: string
}

export const officers = defineCollection<OfficerRow>({
  name: 'staff',
  fields: {
    state: String,
    username: String,
    displayName: String,
    unitCode: String,
    personId: String,
    passwordHash: String,
    passwordChangedAt: String,
    lastStep: Number,
    recovery: [String],
    tries: Number,
    lockedUntil: Number,
    held: [{ _id: false, role: String, unitCode: String }],
    leavingUntil: Number,
    stamp: Number,
    invitation: { hash: String, until: Number },
    createdAt: String,
  },
  indexes: [
    { name: 'username', fields: { tenant: 1, username: 1 }, unique: true },
    // One person has one account, or the three administrations could be one person's.
    { name: 'person', fields: { tenant: 1, personId: 1 }, unique: true, partial: { personId: { $type: 'string' } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'newest', fields: { tenant: 1, createdAt: -1, _id: -1 } },
    { name: 'unit', fields: { tenant: 1, unitCode: 1, createdAt: -1, _id: -1 } },
    { name: 'role', fields: { tenant: 1, 'held.role': 1, state: 1, _id: 1 } },
    { name: 'locked', fields: { tenant: 1, lockedUntil: 1 }, partial: { lockedUntil: { $gt: 0 } } },
  ],
  audited: true,
  sealed: [{ name: 'totp', purpose: 'staff-totp', unique: false }],
})
