/** Cells of one row by the names of their columns; each says what is wrong with it, once. */
import type { CellFault } from '@xlb/shared/imports/faults.ts'
import { readIdNumber, type IdNumber, type IdNumberFault } from '@xlb/shared/platform/id-number.ts'
import { readRealName, type RealNameFault } from '@xlb/shared/platform/real-name.ts'
import { addDays, daySchema } from '@xlb/shared/platform/time.ts'
import type { ColumnKey } from './columns.ts'
import type { Header } from './read-header.ts'
import type { Problem } from './problem.ts'
import { MOST_COLUMNS, type Cell, type SheetRow } from './sheet-row.ts'

export interface Reader {
  /** The table has this column. */
  knows(key: ColumnKey): boolean
  /** Something stands in it. */
  has(key: ColumnKey): boolean
  blame(key: ColumnKey, code: CellFault): void
  /** The plain text; null where it is missing or wrong, which is noted. */
  text(key: ColumnKey): string | null
  read<T>(key: ColumnKey, code: CellFault, from: (text: string) => T | null): T | null
  name(key: ColumnKey): string | null
  idNo(key: ColumnKey): IdNumber | null
  /** `YYYY-MM-DD`, also from a workbook's number of a day. */
  day(key: ColumnKey): string | null
  problems(): readonly Problem[]
}

const MOST_TEXT = 200
const FORMULA = /^[=+\-@]/
const EDGES = /^[\s\u3000\u200B\uFEFF]|[\s\u3000\u200B\uFEFF]$/
const INVISIBLE = /[\p{Cc}\p{Cf}]/u
const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ－＝＋＠]/
/** What a spreadsheet makes of a long number. */
const EXPONENT = /^\d(?:\.\d+)?[eE]\+?\d+$/

const idFaults: Readonly<Record<IdNumberFault, CellFault>> = {
  'wrong-format': 'id-wrong-format',
  'fifteen-digits': 'id-fifteen-digits',
  'unknown-region': 'id-unknown-region',
  'no-such-day': 'id-no-such-day',
  'future-birth': 'id-future-birth',
  'wrong-check-digit': 'id-wrong-check-digit',
}

const nameFaults: Readonly<Record<RealNameFault, CellFault>> = {
  missing: 'missing',
  'too-long': 'name-too-long',
  'wrong-dot': 'name-wrong-dot',
  'wrong-format': 'name-wrong-format',
}

export function createReader(header: Header, { row, cells }: SheetRow, today: string): Reader {
  const byColumn = new Map(cells.map((cell) => [cell.at, cell]))
  const wrong = new Map<number | null, CellFault>()
  const note = (at: number | null, code: CellFault): void => {
    if (!wrong.has(at)) wrong.set(at, code)
  }
  const known = new Set(header.values())
  for (const { at } of cells) if (at >= MOST_COLUMNS || !known.has(at)) note(at, 'too-many-columns')

  const cellOf = (key: ColumnKey): Cell | null => {
    const at = header.get(key) ?? null
    const cell = at === null ? undefined : byColumn.get(at)
    const fault = cell === undefined ? 'missing' : faultOf(cell)
    if (fault === null) return cell ?? null
    note(at, fault)
    return null
  }
  const blame = (key: ColumnKey, code: CellFault): void => {
    note(header.get(key) ?? null, code)
  }
  const orBlame = <T>(key: ColumnKey, code: CellFault, value: T | null): T | null => {
    if (value === null) blame(key, code)
    return value
  }
  const text = (key: ColumnKey): string | null => {
    const cell = cellOf(key)
    return cell === null ? null : plainText(cell)
  }
  return {
    knows: (key) => header.has(key),
    has: (key) => byColumn.has(header.get(key) ?? -1),
    blame,
    text,
    read(key, code, from) {
      const found = text(key)
      return found === null ? null : orBlame(key, code, from(found))
    },
    name(key) {
      const found = text(key)
      if (found === null) return null
      const read = readRealName(found)
      if (read.ok) return read.name
      blame(key, nameFaults[read.code])
      return null
    },
    idNo(key) {
      const cell = cellOf(key)
      if (cell === null) return null
      // Fifteen digits are all that a number in a workbook keeps: even one that looks whole is not to be trusted.
      const read = cell.sort === 'number' || EXPONENT.test(cell.text) ? null : readIdNumber(cell.text, today)
      if (read?.ok === true) return read.value
      blame(key, read === null ? 'id-as-number' : idFaults[read.code])
      return null
    },
    day(key) {
      const cell = cellOf(key)
      return cell === null ? null : orBlame(key, 'day-wrong', dayIn(cell))
    },
    problems: () => [...wrong].map(([at, code]) => ({ row, at, code, other: null })),
  }
}

/** What no cell of any column may be. */
function faultOf({ text, sort }: Cell): CellFault | null {
  if (sort === 'formula') return 'formula'
  if (sort === 'error') return 'error-value'
  if (sort === 'number') return null
  if (text.length > MOST_TEXT) return 'too-long'
  if (EDGES.test(text)) return 'spaces'
  if (INVISIBLE.test(text)) return 'control-character'
  if (FORMULA.test(text)) return 'formula'
  return FULL_WIDTH.test(text) ? 'full-width' : null
}

/** A whole number as people write it; a workbook may have kept it as `3.31123002204E11`. */
function plainText({ text, sort }: Cell): string {
  const number = Number(text)
  return sort === 'number' && Number.isSafeInteger(number) ? String(number) : text
}

/** 1 March 1900: before it the calendar of workbooks has a day too many. */
const FIRST_SERIAL = 61
const LAST_SERIAL = 73_050

function dayIn({ text, sort }: Cell): string | null {
  if (sort !== 'number') return daySchema.safeParse(text).success ? text : null
  const serial = Number(text)
  if (!Number.isInteger(serial) || serial < FIRST_SERIAL || serial > LAST_SERIAL) return null
  return addDays('1899-12-30', serial)
}
