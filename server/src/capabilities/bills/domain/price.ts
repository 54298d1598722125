/** What an order for a bill asks for, and under which number its posting goes. */

interface Carrying {
  readonly carried?: readonly { readonly amount: number }[]
}

interface Priced extends Carrying {
  readonly amount: number
}

interface ReadAgain {
  readonly adjusted?: { readonly revision: number; readonly amount: number } | null
}

/** Fen: earlier differences (either sign) and advances (below 0) that this bill carries. */
export function carriedBy({ carried }: Carrying): number {
  return (carried ?? []).reduce((sum, one) => sum + one.amount, 0)
}

/** The bill's amount with what it carries, without a penalty. */
export function dueAmount(bill: Priced): number {
  return Math.max(0, bill.amount + carriedBy(bill))
}

/** The utility's figure as it stands now: after a later reading that is the new one. */
export function figureOf(bill: Priced & ReadAgain): number {
  return bill.adjusted?.amount ?? bill.amount
}

/** `XLB…` for an order's only bill, `XLB…-2` for its second of several; `V2` marks a figure read again, for a number keeps its amount for ever. */
export function postingNumber(orderNo: string, place: number, of: number, bill: ReadAgain): string {
  const part = of === 1 ? '' : `-${String(place + 1)}`
  const again = (bill.adjusted ?? null) === null ? '' : `V${String(bill.adjusted?.revision ?? '')}`
  return `${orderNo}${part}${again}`
}

/** The order of a posting; null for one that no order was opened for. */
export function orderNumberOf(postingNo: string): string | null {
  return /^(XLB\d+)(?:-\d+)?(?:V\d+)?$/.exec(postingNo)?.[1] ?? null
}

/** Postings of bills that an advance covers: no order of theirs exists. */
export const ADVANCE_PREFIX = 'ADV'

export function advancePostingNumber(bill: ReadAgain & { readonly _id: string }): string {
  return postingNumber(`${ADVANCE_PREFIX}${bill._id.slice(4)}`, 0, 1, bill)
}

/** A subject of an order that is no bill. */
export function isAdvance(subjectId: string): boolean {
  return subjectId.startsWith('adv_')
}
