/** Abilities of a bill for one reader: the button follows `pay`. The act decides again on its own. */
import type { BillRow } from './data/bills.ts'
import { dueAmount } from './domain/price.ts'

const OPEN = new Set(['ISSUED', 'OVERDUE'])

type Judged = Pick<BillRow, 'state' | 'payingPersonId' | 'amount' | 'carried'>

/** An order that lives may be paid to its end, also when the account was stopped meanwhile. */
export function mayPay(bill: Judged, personId: string | null, accountStopped: boolean): boolean {
  if (personId === null) return false
  if (bill.state === 'PAYING') return bill.payingPersonId === personId
  return !accountStopped && OPEN.has(bill.state) && dueAmount(bill) > 0
}
