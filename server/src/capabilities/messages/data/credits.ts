import { defineCollection, type Row } from '#platform/db/collection.ts'

/** How often one phone allowed messages of one template. Given by the person, taken by a message that arrived. */
export interface CreditRow extends Row {
  readonly personId: string
  readonly openid: string
  readonly templateId: string
  readonly left: number
  /** The last pushes that took one: taking again for the same push takes nothing. */
  readonly takenBy: readonly string[]
  readonly at: string
}

export const credits = defineCollection<CreditRow>({
  name: 'messageCredits',
  fields: { personId: String, openid: String, templateId: String, left: Number, takenBy: [String], at: String },
  indexes: [
    { name: 'phone', fields: { tenant: 1, openid: 1, templateId: 1 }, unique: true },
    { name: 'person', fields: { tenant: 1, personId: 1, templateId: 1 } },
  ],
  audited: false,
})
