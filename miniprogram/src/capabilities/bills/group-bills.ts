/** Due bills by account: what is late first, then what falls due soonest; within an account the oldest period first. Pure. */
import type { BillRow, Utility } from '@xlb/shared/bills/contract.ts'

type Row = Pick<
  BillRow,
  'id' | 'accountId' | 'utility' | 'period' | 'state' | 'dueOn' | 'overdue' | 'toPay' | 'ownerName' | 'can'
>

export interface BillGroup<R extends Row> {
  readonly accountId: string
  readonly utility: Utility
  readonly ownerName: string
  readonly rows: readonly R[]
  /** What this reader can pay now, oldest period first. */
  readonly payable: readonly R[]
}

const urgency = ({ overdue, dueOn }: Row): string => `${overdue ? '0' : '1'}${dueOn}`

const byText =
  <T>(of: (one: T) => string) =>
  (one: T, other: T): number =>
    of(one) < of(other) ? -1 : of(one) > of(other) ? 1 : 0

export function groupByAccount<R extends Row>(rows: readonly R[]): BillGroup<R>[] {
  const ids = [...new Set(rows.map(({ accountId }) => accountId))]
  const groups = ids.map((id) => groupOf(rows.filter(({ accountId }) => accountId === id)))
  return groups
    .flatMap((group) => group ?? [])
    .sort(byText(({ rows: own }) => own.map(urgency).sort(byText(String))[0] ?? ''))
}

function groupOf<R extends Row>(own: readonly R[]): BillGroup<R> | null {
  const rows = [...own].sort(byText(({ period }) => period))
  const [first] = rows
  if (first === undefined) return null
  const { accountId, utility, ownerName } = first
  return { accountId, utility, ownerName, rows, payable: rows.filter(({ can }) => can.pay) }
}

export const sumToPay = (rows: readonly Pick<BillRow, 'toPay'>[]): number =>
  rows.reduce((sum, { toPay }) => sum + toPay, 0)

/** What still has to be paid by somebody: money that is there already does not count. */
export const stillOpen = <R extends Row>(rows: readonly R[]): R[] =>
  rows.filter(({ state, toPay }) => toPay > 0 && (state === 'ISSUED' || state === 'OVERDUE' || state === 'PAYING'))
