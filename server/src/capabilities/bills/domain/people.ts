/** Who sees what of an account and its bills. A payer sees what is due and their own payments; owner and viewers see how the household lives. */
import type { AccountRole } from '@xlb/shared/bills/account-schemas.ts'

export interface Belonging {
  readonly personId: string
  readonly role: AccountRole
  readonly viewFrom: string | null
  readonly until: string | null
}

export interface SeenBill {
  readonly period: string
  readonly shelf: 'due' | 'done' | 'gone'
  readonly payingPersonId: string | null
}

/** What the person is today: a grant that is over leaves a payer. */
export function roleToday(one: Belonging, today: string): AccountRole {
  return one.role === 'viewer' && one.until !== null && one.until < today ? 'payer' : one.role
}

/** First period of the history, `''` from the beginning; null: no history at all. */
export function historyFrom(one: Belonging, today: string): string | null {
  return roleToday(one, today) === 'payer' ? null : (one.viewFrom ?? '')
}

/** `due`: what is to be paid and nothing more. null: this bill is not theirs to see. */
export function sees(one: Belonging | undefined, bill: SeenBill, today: string): 'all' | 'due' | null {
  if (one === undefined) return null
  const from = historyFrom(one, today)
  if (from !== null && bill.period >= from) return 'all'
  if (bill.shelf === 'due' || bill.payingPersonId === one.personId) return 'due'
  return null
}

/** In whose lists a bill stands. */
export function readersOf(people: readonly Belonging[], bill: SeenBill, today: string): string[] {
  return people.filter((one) => sees(one, bill, today) !== null).map(({ personId }) => personId)
}
