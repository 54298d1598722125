/** What an order of these bills says: its subjects with their prices, frozen until the order's end, and its words. */
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import type { BillRow } from '../data/bills.ts'
import { dueAmount } from '../domain/price.ts'

const INVOICE_HINT = '这是缴费收据，不是发票。需要发票，请带户号到收费单位营业厅，或打收费单位电话开具。'
const ADVANCE_LABEL = '预存，抵下一期账单'

const labelOf = ({ utility, period }: BillRow): string => `${utilityWords[utility].bill} ${period} 期`

function titleOf(taken: readonly BillRow[], first: BillRow): string {
  if (taken.length === 1) return labelOf(first)
  return `${utilityWords[first.utility].bill} ${first.period} 等 ${String(taken.length)} 期`
}

/** `taken`: one account's bills, oldest first. @throws AppError `nothing-to-pay` */
export function orderWish(orderId: string, taken: readonly BillRow[], advance: number) {
  const [first] = taken
  if (first === undefined) throw new AppError('changed-meanwhile')
  const subjects = []
  // Priced when the bills were taken: a tap that resumes after midnight asks for the same.
  for (const bill of taken) {
    const amount = dueAmount(bill) + (bill.penalty ?? 0)
    subjects.push({ id: bill._id, version: bill.version, label: labelOf(bill), amount })
  }
  if (advance > 0) subjects.push({ id: newId('adv'), version: 1, label: ADVANCE_LABEL, amount: advance })
  return {
    ...{ orderId, purpose: 'bills', utility: first.utility, subjects, title: titleOf(taken, first) },
    ...{ ownerName: first.ownerName, accountCode: first.maskedCode, office: first.office, invoiceHint: INVOICE_HINT },
  }
}
