import { defineCollection, type Row } from '#platform/db/collection.ts'
import type { ArrivedBill } from '../domain/arrived-bill.ts'

/** How far a utility's change feed was read (electricity: when its list of files was); it moves only after its bills stand in the database. */
export interface FeedRow extends Row {
  readonly utility: string
  readonly cursor: string
  readonly readAt: string
}

export const feeds = defineCollection<FeedRow>({
  name: 'utilityFeeds',
  fields: { utility: String, cursor: String, readAt: String },
  indexes: [{ name: 'utility', fields: { tenant: 1, utility: 1 }, unique: true }],
  audited: false,
})

/** A bill that could not take its place yet (its predecessor's order lives): tried again at every reading, never lost. */
export interface HeldArrivalRow extends Row {
  readonly utility: string
  readonly accountCode: string
  readonly period: string
  readonly revision: number
  readonly status: string
  readonly bill: ArrivedBill
  readonly heldAt: string
}

export const heldArrivals = defineCollection<HeldArrivalRow>({
  name: 'heldArrivals',
  fields: {
    utility: String,
    accountCode: String,
    period: String,
    revision: Number,
    status: String,
    bill: Object,
    heldAt: String,
  },
  indexes: [
    {
      name: 'arrival',
      fields: { tenant: 1, utility: 1, accountCode: 1, period: 1, revision: 1, status: 1 },
      unique: true,
    },
  ],
  audited: false,
})
