import type { LotState } from '@xlb/shared/vaccines/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/** A lot of a product at a site (疫苗批号). */
export interface LotRow extends AuditedRow {
  readonly state: LotState
  readonly siteId: string
  readonly product: string
  readonly lotNo: string
  readonly maker: string
  /** The last day on which it may be given. */
  readonly expiry: string
  /** Doses under one pack code; 1 nearly always. */
  readonly dosesPerPack: number
  /** Doses that came; null where nobody counted. */
  readonly received: number | null
  /** An instant; null while it is in use. */
  readonly stoppedAt: string | null
}

export const lots = defineCollection<LotRow>({
  name: 'vaccineLots',
  fields: {
    ...{ state: String, siteId: String, product: String, lotNo: String, maker: String, expiry: String },
    ...{ dosesPerPack: Number, received: Number, stoppedAt: String },
  },
  indexes: [
    { name: 'lot', fields: { tenant: 1, siteId: 1, product: 1, lotNo: 1 }, unique: true },
    { name: 'list', fields: { tenant: 1, siteId: 1, product: 1, expiry: -1, _id: -1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
