import type { DeskCaseKind, DeskCaseOutcome } from '@xlb/shared/desk/contract.ts'
import type { DeskCaseState } from '@xlb/shared/desk/states.ts'
import { defineCollection, type Row } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

export interface DeskCaseRow extends AuditedRow {
  readonly state: DeskCaseState
  /** `ZD20261126-0001` */
  readonly caseNo: string
  readonly unitCode: string
  /** The unit and those above it when it was opened: who has it in their list. */
  readonly above: readonly string[]
  readonly kind: DeskCaseKind
  readonly personId: string | null
  readonly openedBy: string
  readonly openedAt: string
  /** Milliseconds at which it is closed by itself; null once closed. */
  readonly closeAt: number | null
  readonly closesAt: string
  readonly outcome: DeskCaseOutcome | null
  /** null: closed by itself. */
  readonly closedBy: string | null
  readonly closedAt: string | null
}

export const deskCases = defineCollection<DeskCaseRow>({
  name: 'deskCases',
  fields: {
    state: String,
    caseNo: String,
    unitCode: String,
    above: [String],
    kind: String,
    personId: String,
    openedBy: String,
    openedAt: String,
    closeAt: Number,
    closesAt: String,
    outcome: String,
    closedBy: String,
    closedAt: String,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'caseNo', fields: { tenant: 1, caseNo: 1 }, unique: true },
    { name: 'open', fields: { tenant: 1, state: 1, above: 1, openedAt: -1, _id: -1 } },
    {
      name: 'person',
      fields: { tenant: 1, personId: 1, openedAt: -1, _id: -1 },
      partial: { personId: { $type: 'string' } },
    },
    { name: 'due', fields: { tenant: 1, closeAt: 1 }, partial: { closeAt: { $gt: 0 } } },
    { name: 'closed', fields: { tenant: 1, closedAt: 1 }, partial: { closedAt: { $type: 'string' } } },
  ],
  audited: true,
})

/** The last number given on a day. */
interface DayRow extends Row {
  readonly day: string
  readonly last: number
}

export const deskDays = defineCollection<DayRow>({
  name: 'deskDays',
  fields: { day: String, last: Number },
  indexes: [{ name: 'day', fields: { tenant: 1, day: 1 }, unique: true }],
  audited: false,
})
