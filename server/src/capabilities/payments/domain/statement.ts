/**
 * WeChat Pay's daily statement (tradebill, type ALL): a header, a row a payment or refund, a header of sums, the sums. Every value begins with a
 * back-tick and amounts are in yuan; columns are found by name, since old merchants have another order. Here everything becomes fen.
 * Source: WeChat Pay v3, 申请交易账单 (WECHAT.md §5).
 */

export interface StatementPayment {
  readonly kind: 'payment'
  readonly transactionId: string
  /** Our order's number. */
  readonly no: string
  readonly amount: number
  /** The provider's fee, fen; what it takes is positive. */
  readonly fee: number
  /** Local time of the provider: `2026-11-25 23:59:58`. */
  readonly at: string
}

export interface StatementRefund {
  readonly kind: 'refund'
  readonly transactionId: string
  readonly no: string
  readonly refundNo: string
  readonly amount: number
  readonly fee: number
  readonly at: string
}

export type StatementRow = StatementPayment | StatementRefund

export type StatementRead =
  | { readonly rows: readonly StatementRow[]; readonly fee: number }
  /** `line` counts from 1. Nothing of the line's content is told. */
  | { readonly broken: 'header' | 'row' | 'amount' | 'sums'; readonly line: number }

const COLUMNS = {
  at: '交易时间',
  transactionId: '微信订单号',
  no: '商户订单号',
  state: '交易状态',
  amount: '应结订单金额',
  refundNo: '商户退款单号',
  refund: '退款金额',
  fee: '手续费',
} as const

const SUMS = { count: '总交易单数', amount: '应结订单总金额', refund: '退款总金额', fee: '手续费总金额' } as const

class Broken extends Error {
  readonly what: 'header' | 'row' | 'amount' | 'sums'

  constructor(what: Broken['what']) {
    super(what)
    this.what = what
  }
}

/** Never guesses: a missing column, an odd amount or sums that do not fit refuse the whole file. */
export function readStatement(text: string): StatementRead {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  let line = 1
  try {
    const columns = placesOf(lines[0] ?? '', COLUMNS)
    const rows: StatementRow[] = []
    for (line = 2; lines[line - 1]?.startsWith('`') === true; line += 1)
      rows.push(...rowOf(valuesOf(lines[line - 1] ?? ''), columns))
    const counted = line - 2
    const sums = valuesOf(lines[line] ?? '')
    const places = placesOf(lines[line - 1] ?? '', SUMS)
    return { rows, fee: checkSums(rows, counted, sums, places) }
  } catch (error) {
    if (error instanceof Broken) return { broken: error.what, line }
    throw error
  }
}

type Places<N extends string> = (name: N) => number

function placesOf<N extends string>(header: string, names: Readonly<Record<N, string>>): Places<N> {
  const given = new Map(header.split(',').map((name, at) => [name.replace(/^`/, '').trim(), at]))
  if (Object.values<string>(names).some((name) => !given.has(name))) throw new Broken('header')
  return (name) => given.get(names[name]) ?? -1
}

/** A product's name may hold commas: values are told apart by their back-ticks. */
function valuesOf(line: string): string[] {
  if (!line.startsWith('`')) throw new Broken('row')
  return line.slice(1).split(',`')
}

function rowOf(values: readonly string[], at: Places<keyof typeof COLUMNS>): StatementRow[] {
  const value = (name: keyof typeof COLUMNS): string => {
    const found = values[at(name)]
    if (found === undefined) throw new Broken('row')
    return found.trim()
  }
  const common = { transactionId: value('transactionId'), no: value('no'), fee: fenOf(value('fee')), at: value('at') }
  if (common.transactionId === '' || common.no === '') throw new Broken('row')
  switch (value('state')) {
    case 'SUCCESS':
      return [{ kind: 'payment', ...common, amount: fenOf(value('amount')) }]
    case 'REFUND':
      return [{ kind: 'refund', ...common, refundNo: value('refundNo'), amount: fenOf(value('refund')) }]
    case 'REVOKED':
      return []
    default:
      throw new Broken('row')
  }
}

/** `84.95` → 8495, by text: no floating point touches money. */
export function fenOf(yuan: string): number {
  const parts = /^(-?)(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(yuan)
  if (parts === null) throw new Broken('amount')
  const [, sign = '', whole = '0', cents = ''] = parts
  const fen = Number(whole) * 100 + Number(cents.padEnd(2, '0'))
  return sign === '-' ? -fen : fen
}

function checkSums(
  rows: readonly StatementRow[],
  counted: number,
  sums: readonly string[],
  at: Places<keyof typeof SUMS>,
): number {
  const told = (name: keyof typeof SUMS): string => (sums[at(name)] ?? '').trim()
  const total = (kind: StatementRow['kind']) =>
    rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.amount, 0)
  const fee = rows.reduce((sum, row) => sum + row.fee, 0)
  const fits =
    Number(told('count')) === counted &&
    fenOf(told('amount')) === total('payment') &&
    fenOf(told('refund')) === total('refund') &&
    fenOf(told('fee')) === fee
  if (!fits) throw new Broken('sums')
  return fee
}
