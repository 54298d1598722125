/** How officers' accounts stood after each change by another officer, outside the database: which roles, and whether anybody can sign in with them. */
import { roles } from '@xlb/shared/platform/roles.ts'
import { staffStates } from '@xlb/shared/staff/states.ts'
import { z } from 'zod'
import { appendToLedger, readLedger, type Ledger } from '#platform/audit/outside-ledger.ts'

export const STAFF_LEDGER = 'staff-ledger.jsonl'

const lineSchema = z.strictObject({
  tenant: z.string(),
  staffId: z.string(),
  /** The record's: a restored row with a lower one has not gone through this change. */
  version: z.number(),
  state: z.enum(staffStates),
  held: z.array(z.strictObject({ role: z.enum(roles), unitCode: z.string() })),
  at: z.string(),
})

export type StaffLine = z.infer<typeof lineSchema>

export const readStaffLedger = (ledger: Ledger) => readLedger(ledger, lineSchema)

export const appendToStaffLedger = (ledger: Ledger, line: StaffLine): void => {
  appendToLedger(ledger, line)
}
