/**
 * The text of a file: UTF-8, one record a line, fields parted by `|`, every line ended by a line feed.
 *
 *     H|XLB-POWER|1|BILLS|331123|2026-11-26|001|2026-11-27T02:00:00+08:00
 *                                (results: |name of the payments file)
 *     D|…                       one a record
 *     T|count of D lines|sum of their amounts in fen
 */
import { createHash } from 'node:crypto'

export interface FileHead {
  readonly kind: string
  readonly tenant: string
  readonly day: string
  readonly seq: number
  /** RFC 3339 at +08:00. */
  readonly madeAt: string
  /** Results only: the name of the payments file they answer. */
  readonly source?: string
}

export interface Row {
  readonly fields: readonly string[]
  readonly amountFen: number
}

const seqText = (seq: number): string => String(seq).padStart(3, '0')

export function fileText(head: FileHead, rows: readonly Row[], sumOffByFen = 0): string {
  const first = ['H', 'XLB-POWER', '1', head.kind.toUpperCase(), head.tenant, head.day, seqText(head.seq), head.madeAt]
  if (head.source !== undefined) first.push(head.source)
  const sum = rows.reduce((total, row) => total + row.amountFen, sumOffByFen)
  const lines = [first, ...rows.map(({ fields }) => ['D', ...fields]), ['T', String(rows.length), String(sum)]]
  return lines.map((fields) => `${fields.join('|')}\n`).join('')
}

export function fileName(head: Pick<FileHead, 'kind' | 'tenant' | 'day' | 'seq'>): string {
  return `${head.kind}-${head.tenant}-${head.day.replaceAll('-', '')}-${seqText(head.seq)}.txt`
}

export const sha256Of = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The second half of the middle record is lost, its line feed is not. */
export function breakLine(text: string): string {
  const lines = text.split('\n')
  const at = Math.floor((lines.length - 1) / 2)
  return lines.map((line, place) => (place === at ? line.slice(0, Math.floor(line.length / 2)) : line)).join('\n')
}
