/**
 * The daily match (DOMAIN.md payments rule 8): our books, the provider's statement and the utility's file, each by the number that both sides know.
 * A difference is typed and named by its reference, so that matching a day again finds the same ones and no new ones.
 */
import type { DifferenceKind } from '@xlb/shared/payments/differences.ts'
import type { StatementRow } from './statement.ts'

/** Money that we say came in, or went back, through this merchant. */
export interface Booked {
  readonly kind: 'payment' | 'refund'
  /** transaction_id of a payment, out_refund_no of a refund. */
  readonly ref: string
  readonly recordId: string
  readonly amount: number
  /** The provider's own local day. */
  readonly day: string
}

/** What we say the utility credited, and what the utility says. */
export interface Posted {
  readonly ref: string
  readonly recordId: string | null
  readonly amount: number
}

export interface Found {
  readonly kind: DifferenceKind
  readonly ref: string
  readonly recordId: string | null
  readonly ours: number | null
  readonly theirs: number | null
}

/** Statement rows of the day and of the days beside it: what lies on the other side of midnight is no difference. */
export function matchProvider(
  day: string,
  booked: readonly Booked[],
  statement: readonly (StatementRow & { readonly day: string })[],
): Found[] {
  const refOf = (row: StatementRow): string => (row.kind === 'payment' ? row.transactionId : row.refundNo)
  const key = (kind: string, ref: string): string => `${kind}:${ref}`
  const theirs = new Map(statement.map((row) => [key(row.kind, refOf(row)), row]))
  const ours = new Map(booked.map((one) => [key(one.kind, one.ref), one]))
  const fromOurs = booked
    .filter((one) => one.day === day)
    .flatMap((one): Found[] => {
      const row = theirs.get(key(one.kind, one.ref))
      const common = { ref: one.ref, recordId: one.recordId, ours: one.amount }
      if (row === undefined)
        return [{ kind: one.kind === 'payment' ? 'provider-missing' : 'refund-missing', ...common, theirs: null }]
      if (row.amount === one.amount) return []
      return [{ kind: one.kind === 'payment' ? 'provider-amount' : 'refund-amount', ...common, theirs: row.amount }]
    })
  const fromTheirs = statement
    .filter((row) => row.day === day && !ours.has(key(row.kind, refOf(row))))
    .map((row): Found => ({
      kind: row.kind === 'payment' ? 'provider-extra' : 'refund-extra',
      ref: refOf(row),
      recordId: null,
      ours: null,
      theirs: row.amount,
    }))
  return [...fromOurs, ...fromTheirs]
}

export function matchUtility(ours: readonly Posted[], theirs: readonly Posted[]): Found[] {
  const told = new Map(theirs.map((one) => [one.ref, one]))
  const known = new Set(ours.map((one) => one.ref))
  const fromOurs = ours.flatMap((one): Found[] => {
    const other = told.get(one.ref)
    const common = { ref: one.ref, recordId: one.recordId, ours: one.amount }
    if (other === undefined) return [{ kind: 'utility-missing', ...common, theirs: null }]
    return other.amount === one.amount ? [] : [{ kind: 'utility-amount', ...common, theirs: other.amount }]
  })
  const extra = theirs
    .filter((one) => !known.has(one.ref))
    .map((one): Found => ({ kind: 'utility-extra', ref: one.ref, recordId: null, ours: null, theirs: one.amount }))
  return [...fromOurs, ...extra]
}
