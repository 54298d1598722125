import type { DifferenceKind, DifferenceState, Resolution } from '@xlb/shared/payments/differences.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/**
 * Something that does not fit: two books disagree, or money has no place. It is named by its kind and the number both sides know, so that finding it
 * again finds the same one. It has an owner from its first minute: the unit that answers for it, and the officer who took it in hand.
 */
export interface DifferenceRow extends AuditedRow {
  readonly state: DifferenceState
  readonly kind: DifferenceKind
  readonly ref: string
  readonly utility: string
  /** Merchant number; for cash the till's unit. */
  readonly place: string
  /** The local day it belongs to. */
  readonly day: string
  /** Order, refund or stray payment of ours; null where we have none. */
  readonly recordId: string | null
  /** Fen. */
  readonly ours: number | null
  readonly theirs: number | null
  readonly unitCode: string
  readonly staffId: string | null
  readonly openedAt: string
  readonly endedAt: string | null
  readonly resolution: Resolution | null
}

export const differences = defineCollection<DifferenceRow>({
  name: 'differences',
  fields: {
    state: String,
    kind: String,
    ref: String,
    utility: String,
    place: String,
    day: String,
    recordId: String,
    ours: Number,
    theirs: Number,
    unitCode: String,
    staffId: String,
    openedAt: String,
    endedAt: String,
    resolution: String,
  },
  indexes: [
    { name: 'ref', fields: { tenant: 1, kind: 1, ref: 1 }, unique: true },
    { name: 'day', fields: { tenant: 1, place: 1, day: 1 } },
    { name: 'age', fields: { tenant: 1, state: 1, openedAt: -1, _id: -1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
