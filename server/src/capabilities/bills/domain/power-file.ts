/**
 * The text of the electricity company's files: UTF-8, one record a line, fields parted by `|`, each line ended by a line feed; a head, records, and a
 * trailer with their count and the sum of their amounts. A file that is not as agreed in anything is refused as a whole.
 */
export type PowerFileKind = 'accounts' | 'bills' | 'results'

export interface PowerFileName {
  readonly kind: PowerFileKind
  readonly tenant: string
  readonly day: string
  readonly seq: number
  readonly sha256: string
}

export type Records = readonly (readonly string[])[]
export type PowerFileRead = { readonly rows: Records } | { readonly problem: string }

/** Place of the amount among a record's fields, the `D` not counted; accounts have none. */
const AMOUNT_AT: Readonly<Record<PowerFileKind, number | null>> = { accounts: null, bills: 13, results: 6 }
const FIELDS: Readonly<Record<PowerFileKind, number>> = { accounts: 7, bills: 19, results: 9 }
const WHOLE = /^-?\d{1,12}$/
const DAY = /^\d{4}-\d{2}-\d{2}$/
const PERIOD = /^\d{4}-\d{2}$/
const LINE = /^\d{1,2}:(?:ALL|PEAK|VALLEY):\d{1,9}:\d{1,9}:\d{1,12}$/

const seqText = (seq: number): string => String(seq).padStart(3, '0')

/** `digest`: SHA-256 of the text as it came. Checks hash, head, trailer, count, sum and the form of each record. */
export function readPowerFile(
  text: string,
  digest: string,
  { kind, tenant, day, seq, sha256 }: PowerFileName,
): PowerFileRead {
  if (digest !== sha256) return { problem: 'wrong-hash' }
  const lines = text.split('\n').map((line) => line.split('|'))
  if (lines.pop()?.join('') !== '') return { problem: 'no-line-feed' }
  const [head, tail] = [lines[0] ?? [], lines.at(-1) ?? []]
  const agreed = ['H', 'XLB-POWER', '1', kind.toUpperCase(), tenant, day, seqText(seq)]
  if (agreed.some((word, at) => head[at] !== word)) return { problem: 'wrong-head' }
  if (lines.length < 2 || tail[0] !== 'T' || tail.length !== 3) return { problem: 'no-trailer' }
  const records = lines.slice(1, -1)
  if (records.some((fields) => fields[0] !== 'D' || fields.length !== FIELDS[kind] + 1))
    return { problem: 'broken-record' }
  const rows = records.map((fields) => fields.slice(1))
  if (!rows.every(WELL[kind])) return { problem: 'broken-record' }
  if (tail[1] !== String(rows.length)) return { problem: 'wrong-count' }
  return tail[2] === String(sumOf(kind, rows)) ? { rows } : { problem: 'wrong-sum' }
}

function sumOf(kind: PowerFileKind, rows: Records): number {
  const at = AMOUNT_AT[kind]
  return at === null ? 0 : rows.reduce((sum, fields) => sum + Number(fields[at]), 0)
}

type Fields = readonly string[]

const all = (fields: Fields, places: readonly number[], shape: RegExp): boolean =>
  places.every((at) => shape.test(fields[at] ?? ''))
const oneOf = (fields: Fields, at: number, words: readonly string[]): boolean => words.includes(fields[at] ?? '')

const WELL: Readonly<Record<PowerFileKind, (fields: Fields) => boolean>> = {
  accounts: (fields) => fields[0] !== '' && oneOf(fields, 4, ['ACTIVE', 'STOPPED']) && all(fields, [5], WHOLE),
  results: (fields) =>
    oneOf(fields, 1, ['PAY', 'REVERSE']) &&
    oneOf(fields, 2, ['POSTED', 'REVERSED', 'REFUSED']) &&
    all(fields, [6], WHOLE),
  bills: (fields) =>
    all(fields, [4, 7, 8, 9, 12, 13], WHOLE) &&
    all(fields, [10, 11], /^(?:\d{1,9})?$/) &&
    all(fields, [5, 6, 14, 15], DAY) &&
    all(fields, [3], PERIOD) &&
    oneOf(fields, 16, ['OPEN', 'PAID', 'SUPERSEDED']) &&
    (fields[18] === '' || (fields[18] ?? '').split(';').every((line) => LINE.test(line))),
}
