/** What was tried how often, for limits that must hold across processes: sign-in codes and guesses (HARDENING, database rules). */
import { defineCollection, type Row } from '#platform/db/collection.ts'
import { blindIndexes } from '#platform/crypto/field.ts'
import { fieldKeyring } from '#platform/crypto/field-keys.ts'
import type { Scope } from '#platform/context.ts'
import type { Mark } from '../domain/turns.ts'

export interface AttemptsRow extends Row {
  /** What is counted: `real-name.id`. */
  readonly kind: string
  /** Whose: an id, or a keyed text of something personal, one for each key. */
  readonly keys: readonly string[]
  readonly marks: readonly Mark[]
  readonly version: number
  readonly expireAt: Date
}

export const attempts = defineCollection<AttemptsRow>({
  name: 'attempts',
  fields: {
    kind: String,
    keys: [String],
    marks: [{ _id: false, mark: String, at: Number }],
    version: Number,
    expireAt: Date,
  },
  indexes: [
    { name: 'keys', fields: { tenant: 1, kind: 1, keys: 1 }, unique: true },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})

/** A text that stands for a value without telling it: HMAC under each of the house's keys, to be stored as a list and asked for with `$in`. */
export function keyedTexts(scope: Scope, purpose: string, value: string): string[] {
  return blindIndexes(fieldKeyring().keys(), { tenant: scope.tenant, purpose }, value)
}
