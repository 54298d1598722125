import { defineCollection, type Row } from '#platform/db/collection.ts'

/** Whether somebody wants to be reminded of bills; without a row they do. */
export interface ReminderRow extends Row {
  readonly personId: string
  readonly on: boolean
  readonly at: string
}

export const reminderRows = defineCollection<ReminderRow>({
  name: 'billReminders',
  fields: { personId: String, on: Boolean, at: String },
  indexes: [{ name: 'person', fields: { tenant: 1, personId: 1 }, unique: true }],
  audited: false,
})
