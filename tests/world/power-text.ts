/** The texts that go to and fro between us and the electricity company. */
import { createHash } from 'node:crypto'

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
export const dayAfter = (of: string, days = 1): string =>
  new Date(Date.parse(`${of}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
/** The fields of the D lines. */
export const records = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([kind]) => kind === 'D')
    .map((fields) => fields.slice(1))
export const nameOf = (kind: string, of: string, seq = 1): string =>
  `${kind}-331123-${of.replaceAll('-', '')}-00${String(seq)}.txt`

export interface Payment {
  readonly no: string
  readonly billNo: string
  readonly accountCode: string
  readonly amountFen: number
  readonly kind?: 'PAY' | 'REVERSE'
}
export interface PaymentsFile {
  readonly name: string
  readonly text: string
}

let fileNo = 0
/** Our payments of a day as a file; each has the next number. `sumOff` makes the trailer lie. */
export function paymentsOf(day: string, payments: readonly Payment[], sumOff: number): PaymentsFile {
  const seq = String((fileNo += 1)).padStart(3, '0')
  const lines = payments.map(({ no, kind = 'PAY', billNo, accountCode, amountFen }) =>
    ['D', no, kind, billNo, accountCode, String(amountFen), `${day}T03:00:00.000Z`, ''].join('|'),
  )
  const sum = payments.reduce((total, one) => total + one.amountFen, sumOff)
  const head = ['H', 'XLB-POWER', '1', 'PAYMENTS', '331123', day, seq, `${day}T12:00:00+08:00`].join('|')
  const text = [head, ...lines, ['T', String(lines.length), String(sum)].join('|'), ''].join('\n')
  return { name: `payments-331123-${day.replaceAll('-', '')}-${seq}.txt`, text }
}
