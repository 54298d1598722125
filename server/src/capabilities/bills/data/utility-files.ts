import { defineCollection, type Row } from '#platform/db/collection.ts'

/**
 * The electricity company's files, both ways. What came is remembered by name and hash, without its content (TAKEN, or BROKEN and refused as a
 * whole). What goes keeps its bytes until the company has them, so that a retry is byte-equal (WRITTEN → HANDED).
 */
export interface UtilityFileRow extends Row {
  readonly utility: string
  readonly name: string
  readonly kind: 'accounts' | 'bills' | 'results' | 'payments'
  readonly day: string
  readonly sha256: string
  readonly state: 'TAKEN' | 'BROKEN' | 'WRITTEN' | 'HANDED'
  /** Why it is broken. */
  readonly problem: string | null
  readonly text: string | null
  readonly postingNos: readonly string[]
  readonly at: string
}

export const utilityFileRows = defineCollection<UtilityFileRow>({
  name: 'utilityFiles',
  fields: {
    utility: String,
    name: String,
    kind: String,
    day: String,
    sha256: String,
    state: String,
    problem: String,
    text: String,
    postingNos: [String],
    at: String,
  },
  indexes: [
    { name: 'name', fields: { tenant: 1, utility: 1, name: 1 }, unique: true },
    { name: 'state', fields: { tenant: 1, state: 1, day: 1 } },
  ],
  audited: false,
})

/** What the results files said, each booking once: the electricity company's statement of a day. */
export interface UtilityResultRow extends Row {
  readonly utility: string
  readonly postingNo: string
  readonly kind: 'PAY' | 'REVERSE'
  readonly companyRef: string
  readonly amount: number
  /** Local day of the booking. */
  readonly day: string
  readonly at: string
}

export const utilityResults = defineCollection<UtilityResultRow>({
  name: 'utilityResults',
  fields: {
    utility: String,
    postingNo: String,
    kind: String,
    companyRef: String,
    amount: Number,
    day: String,
    at: String,
  },
  indexes: [
    { name: 'booking', fields: { tenant: 1, utility: 1, postingNo: 1, kind: 1, companyRef: 1 }, unique: true },
    { name: 'day', fields: { tenant: 1, utility: 1, day: 1 } },
  ],
  audited: false,
})
