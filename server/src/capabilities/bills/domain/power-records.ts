/** The records of the electricity company's files in our words, our payments file in theirs, and the hours of their night. */
import { dayOf, midnightOf } from '@xlb/shared/platform/day-words.ts'
import type { ArrivedBill, ArrivedLine, KnownAccount } from './arrived-bill.ts'

type Fields = readonly string[]

export interface PowerResult {
  readonly postingNo: string
  readonly kind: 'PAY' | 'REVERSE'
  readonly result: 'POSTED' | 'REVERSED' | 'REFUSED'
  readonly reason: string
  readonly amountFen: number
  readonly companyRef: string
  /** '' where it was refused. */
  readonly at: string
}

export function powerAccount(fields: Fields): KnownAccount {
  const [code = '', ownerName = '', address = '', villageCode = '', status = '', size = '1'] = fields
  const householdSize = Number(size)
  return { code, ownerName, address, villageCode, status: status === 'STOPPED' ? 'STOPPED' : 'ACTIVE', householdSize }
}

const KINDS: Readonly<Record<string, ArrivedLine['kind']>> = { PEAK: 'peak', VALLEY: 'valley', ALL: 'tier' }

function powerLine(text: string): ArrivedLine {
  const [tier = '', band = '', usage = '', price = '', amount = ''] = text.split(':')
  return {
    kind: KINDS[band] ?? 'tier',
    tier: Number(tier),
    usage: Number(usage),
    priceTenthFen: Number(price),
    amountTenthFen: Number(amount),
  }
}

/** null: a superseded revision, whose successor stands in the same file. `madeAt`: when the file was made. */
export function powerBill(fields: Fields, madeAt: string): ArrivedBill | null {
  const [, billNo = '', accountCode = '', period = '', revision = '', from = '', to = ''] = fields
  const number = (at: number): number => Number(fields[at] ?? '0')
  const optional = (at: number): number | null => ((fields[at] ?? '') === '' ? null : number(at))
  const [issuedOn = '', dueOn = '', status = '', paidOn = '', lines = ''] = fields.slice(14)
  if (status === 'SUPERSEDED') return null
  return {
    ...{ billNo, accountCode, period, revision: Number(revision), from, to },
    ...{ previousReading: number(7), reading: number(8), usage: number(9), peak: optional(10), valley: optional(11) },
    ...{ yearToDate: number(12), amountFen: number(13), issuedOn, dueOn, asOf: madeAt },
    lines: lines === '' ? [] : lines.split(';').map(powerLine),
    status: status === 'PAID' ? 'PAID' : 'OPEN',
    paidOn: paidOn === '' ? null : paidOn,
  }
}

export function powerResult(fields: Fields): PowerResult {
  const [postingNo = '', kind = '', result = '', reason = '', , , amount = '', companyRef = '', at = ''] = fields
  return {
    postingNo,
    kind: kind === 'REVERSE' ? 'REVERSE' : 'PAY',
    result: result === 'POSTED' ? 'POSTED' : result === 'REVERSED' ? 'REVERSED' : 'REFUSED',
    ...{ reason, amountFen: Number(amount), companyRef, at },
  }
}

export interface PaymentLine {
  readonly postingNo: string
  readonly billNo: string
  readonly accountCode: string
  readonly amount: number
  readonly paidAt: string
}

export interface PaymentsHead {
  readonly tenant: string
  /** The local day that this hand-in closes. */
  readonly day: string
  /** From 1 on. */
  readonly seq: number
  /** RFC 3339 at +08:00. */
  readonly madeAt: string
}

/** Our payments of one hand-in; the same input gives the same bytes. */
export function paymentsFile(head: PaymentsHead, lines: readonly PaymentLine[]): { name: string; text: string } {
  const seq = String(head.seq).padStart(3, '0')
  const first = `H|XLB-POWER|1|PAYMENTS|${head.tenant}|${head.day}|${seq}|${head.madeAt}`
  const rows = lines.map(
    (one) => `D|${one.postingNo}|PAY|${one.billNo}|${one.accountCode}|${String(one.amount)}|${one.paidAt}|`,
  )
  const sum = lines.reduce((total, one) => total + one.amount, 0)
  const text = [first, ...rows, `T|${String(lines.length)}|${String(sum)}`].map((line) => `${line}\n`).join('')
  return { name: `payments-${head.tenant}-${head.day.replaceAll('-', '')}-${seq}.txt`, text }
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Payments are handed in from 01:00 on; the company works them at 02:00, and its results are read a few minutes later. */
const HAND_IN_MS = HOUR_MS
const RESULTS_MS = 2 * HOUR_MS + 10 * 60_000

/** The last hand-in time that has passed, and the local day it closes. */
export function handInBefore(now: number): { readonly at: number; readonly day: string } {
  const at = midnightOf(dayOf(now - HAND_IN_MS)) + HAND_IN_MS
  return { at, day: dayOf(at - HAND_IN_MS - 1) }
}

/** When the result of a posting queued at this time is known at the earliest: past 01:00 it goes out with the next night. */
export function resultsAfter(queuedAt: number): number {
  const today = midnightOf(dayOf(queuedAt))
  return queuedAt < today + HAND_IN_MS ? today + RESULTS_MS : today + DAY_MS + RESULTS_MS
}

/** A list of files asked for from here on holds all that was booked on a local day. */
export function resultsReadFrom(day: string): number {
  return midnightOf(day) + DAY_MS + RESULTS_MS
}
