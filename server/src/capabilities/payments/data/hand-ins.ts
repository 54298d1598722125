import { defineCollection, type Row } from '#platform/db/collection.ts'

/** A desk's cash handed in: what the ledger said and what was counted, in fen. The ledger books what was counted. */
export interface HandInRow extends Row {
  readonly unitCode: string
  readonly expected: number
  readonly counted: number
  readonly staffId: string
  readonly at: string
}

export const handIns = defineCollection<HandInRow>({
  name: 'cashHandIns',
  fields: { unitCode: String, expected: Number, counted: Number, staffId: String, at: String },
  indexes: [
    { name: 'unit', fields: { tenant: 1, unitCode: 1, at: -1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: false,
})
