/** The rows of one table of a workbook, gathered from its XML as it streams by. */
import { Refusal } from '../../../domain/refusal.ts'
import { MOST_COLUMNS, type Cell, type SheetRow } from '../../../domain/sheet-row.ts'
import type { StringTable } from './string-table.ts'
import type { XmlHandlers } from './xml.ts'

const LAST_ROW = 1_048_576
/** One cell beyond the last column is enough to tell of it. */
const MOST_CELLS = MOST_COLUMNS + 1
/** Days between the two calendars of workbooks. */
const DAYS_1904 = 1_462

export interface Sheet {
  readonly handlers: XmlHandlers
  /** The rows that ended since the last call. */
  take(): SheetRow[]
}

interface Reading {
  at: number
  type: string
  value: string
  formula: boolean
}

export function createSheet(texts: StringTable, since1904: boolean): Sheet {
  let rows: SheetRow[] = []
  let row = 0
  let cells: Cell[] = []
  let column = -1
  let cell: Reading | null = null
  let phonetic = false

  const openCell = (attributes: Readonly<Record<string, string>>): void => {
    const at = columnOf(attributes['r']) ?? column + 1
    if (at <= column) throw new Refusal('file-broken')
    column = at
    cell = { at, type: attributes['t'] ?? 'n', value: '', formula: false }
  }
  const closeCell = (): void => {
    const found = cell === null ? null : cellFrom(cell, texts, since1904)
    if (found !== null && cells.length < MOST_CELLS) cells.push(found)
    cell = null
  }
  const openRow = (attributes: Readonly<Record<string, string>>): void => {
    const at = Number(attributes['r'] ?? row + 1)
    if (!Number.isInteger(at) || at <= row || at > LAST_ROW) throw new Refusal('file-broken')
    row = at
    cells = []
    column = -1
  }
  return {
    handlers: {
      open(name, attributes) {
        if (name === 'row') openRow(attributes)
        else if (name === 'c') openCell(attributes)
        else if (name === 'f' && cell !== null) cell.formula = true
        else if (name === 'rPh') phonetic = true
      },
      close(name, text) {
        if (name === 'row') rows.push({ row, cells })
        else if (name === 'c') closeCell()
        else if (name === 'rPh') phonetic = false
        else if (cell !== null && !phonetic && (name === 'v' || name === 't')) cell.value += text
      },
    },
    take() {
      const taken = rows
      rows = []
      return taken
    },
  }
}

/** `C17` → 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1]
  if (letters === undefined) return undefined
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function cellFrom({ at, type, value, formula }: Reading, texts: StringTable, since1904: boolean): Cell | null {
  if (formula) return { at, text: '', sort: 'formula' }
  if (value === '') return null
  if (type === 's') return textCell(at, texts.get(Number(value)))
  if (type === 'e') return { at, text: '', sort: 'error' }
  if (type !== 'n') return { at, text: value, sort: 'text' }
  return { at, text: since1904 ? shifted(value) : value, sort: 'number' }
}

function textCell(at: number, text: string | undefined): Cell | null {
  if (text === undefined) throw new Refusal('file-broken')
  return text === '' ? null : { at, text, sort: 'text' }
}

/** Only a day's number is so small; a shifted class or grade would be found wrong, never taken for another. */
function shifted(value: string): string {
  const number = Number(value)
  return number > 20_000 && number < 100_000 ? String(number + DAYS_1904) : value
}
