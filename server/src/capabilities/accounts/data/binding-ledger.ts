/** Which WeChat accounts were taken from a person because a phone was lost, and given again, outside the database. */
import { z } from 'zod'
import { appendToLedger, readLedger, type Ledger } from '#platform/audit/outside-ledger.ts'

export const BINDING_LEDGER = 'binding-ledger.jsonl'

const lineSchema = z.strictObject({
  tenant: z.string(),
  accountId: z.string(),
  personId: z.string(),
  /** The account's own: a restored row with a lower one has not gone through this change. */
  version: z.number(),
  bound: z.boolean(),
  at: z.string(),
})

type BindingLine = z.infer<typeof lineSchema>

export const readBindingLedger = (ledger: Ledger) => readLedger(ledger, lineSchema)

export const appendToBindingLedger = (ledger: Ledger, line: BindingLine): void => {
  appendToLedger(ledger, line)
}
