/** May these bills be paid now, by this person, and with which order? Decided on data alone; the guarded update has the last word. */
import { billTable, type BillState } from '@xlb/shared/bills/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'

export interface PayableBill {
  readonly state: BillState
  readonly orderId: string | null
  readonly payingPersonId: string | null
}

export type PayRefusal = 'bill-already-paid' | 'bill-superseded' | 'account-stopped' | 'someone-is-paying'

export type PayDecision =
  | { readonly do: 'open' }
  /** A second tap: the same order again. */
  | { readonly do: 'resume'; readonly orderId: string }
  | { readonly refuse: PayRefusal }

export function decidePay(bill: PayableBill, personId: string, accountStopped: boolean): PayDecision {
  if (bill.state === 'SUPERSEDED') return { refuse: 'bill-superseded' }
  if (bill.state === 'RECEIVED' || bill.state === 'CREDITED') return { refuse: 'bill-already-paid' }
  if (bill.state === 'PAYING' && bill.orderId !== null)
    return bill.payingPersonId === personId ? { do: 'resume', orderId: bill.orderId } : { refuse: 'someone-is-paying' }
  if (accountStopped) return { refuse: 'account-stopped' }
  return nextState(billTable, bill.state, 'pay') === null ? { refuse: 'bill-already-paid' } : { do: 'open' }
}

/** Several bills are one order: the first refusal counts, and a live order of mine on any of them is the order. */
export function decidePayAll(bills: readonly PayableBill[], personId: string, accountStopped: boolean): PayDecision {
  const decisions = bills.map((bill) => decidePay(bill, personId, accountStopped))
  const refused = decisions.find((one) => 'refuse' in one)
  if (refused !== undefined) return refused
  return decisions.find((one) => 'do' in one && one.do === 'resume') ?? { do: 'open' }
}

export interface Aged {
  readonly id: string
  readonly period: string
}

/** Oldest period first: the oldest open bill that would be passed over, or null. */
export function passedOver(asked: readonly Aged[], open: readonly Aged[]): Aged | null {
  const ids = new Set(asked.map(({ id }) => id))
  const newest = asked.reduce((latest, { period }) => (period > latest ? period : latest), '')
  const left = open.filter(({ id, period }) => !ids.has(id) && period < newest)
  return left.reduce<Aged | null>((oldest, one) => (oldest === null || one.period < oldest.period ? one : oldest), null)
}
