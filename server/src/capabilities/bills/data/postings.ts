import { defineCollection, type Row } from '#platform/db/collection.ts'

/**
 * One posting at a company that does not answer at once: a job of the gas company, a line of electricity's payments file. Its number and amount are
 * fixed from the first try on. QUEUED: not told yet (electricity: goes into the next file); ASKED: told, no result yet; POSTED and REFUSED are the
 * company's word and stay.
 */
export interface PostingRow extends Row {
  readonly utility: string
  readonly postingNo: string
  readonly orderId: string
  readonly billId: string
  readonly billNo: string
  readonly accountCode: string
  readonly amount: number
  readonly paidAt: string
  readonly queuedAt: string
  readonly state: 'QUEUED' | 'ASKED' | 'POSTED' | 'REFUSED'
  /** Gas: the company's job. */
  readonly jobId: string | null
  /** Electricity: the payments file that it went out in. */
  readonly file: string | null
  readonly companyRef: string | null
  /** When the company booked it. */
  readonly at: string | null
  readonly refusal: string | null
}

export const postings = defineCollection<PostingRow>({
  name: 'utilityPostings',
  fields: {
    utility: String,
    postingNo: String,
    orderId: String,
    billId: String,
    billNo: String,
    accountCode: String,
    amount: Number,
    paidAt: String,
    queuedAt: String,
    state: String,
    jobId: String,
    file: String,
    companyRef: String,
    at: String,
    refusal: String,
  },
  indexes: [
    { name: 'number', fields: { tenant: 1, postingNo: 1 }, unique: true },
    { name: 'queue', fields: { tenant: 1, utility: 1, state: 1, queuedAt: 1, _id: 1 } },
  ],
  audited: false,
})
