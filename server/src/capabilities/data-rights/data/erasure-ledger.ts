/** The deletion ledger outside the database: a line for each deletion, appended before anything is erased. It holds ids and times only. */
import { z } from 'zod'
import { appendToLedger, readLedger, type Ledger } from '#platform/audit/outside-ledger.ts'

export const ERASURE_LEDGER = 'erasure-ledger.jsonl'

const lineSchema = z.strictObject({
  tenant: z.string(),
  erasureId: z.string(),
  personId: z.string(),
  at: z.string(),
})

type ErasureLine = z.infer<typeof lineSchema>

export const readErasureLedger = (ledger: Ledger) => readLedger(ledger, lineSchema)

/** A deletion that stands there already is not written again. */
export function appendToErasureLedger(ledger: Ledger, line: ErasureLine): void {
  if (readErasureLedger(ledger).lines.some((one) => one.erasureId === line.erasureId)) return
  appendToLedger(ledger, line)
}
