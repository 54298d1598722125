import type { ImportKind } from '@xlb/shared/imports/faults.ts'
import { columnsOf, type ColumnKey } from './columns.ts'
import type { Problem } from './problem.ts'
import { MOST_COLUMNS, type SheetRow } from './sheet-row.ts'

/** Where each column stands in this table. */
export type Header = ReadonlyMap<ColumnKey, number>

export interface HeaderRead {
  readonly header: Header
  readonly problems: readonly Problem[]
}

/** The first row that is not blank. Residents need the village's code, or township and village by name. */
export function readHeader(kind: ImportKind, { row, cells }: SheetRow): HeaderRead {
  const header = new Map<ColumnKey, number>()
  const problems: Problem[] = []
  const blame = (at: number | null, code: Problem['code']): void => {
    problems.push({ row, at, code, other: null })
  }
  for (const { at, text } of cells) {
    const column = columnsOf[kind].find(({ titles }) => titles.includes(text.trim()))
    if (at >= MOST_COLUMNS) blame(at, 'too-many-columns')
    else if (column === undefined) blame(at, 'header-unknown')
    else if (header.has(column.key)) blame(at, 'header-twice')
    else header.set(column.key, at)
  }
  const width = Math.max(0, ...cells.map((cell) => cell.at + 1))
  const missing = missingIn(kind, header).map((_key, index): Problem => {
    return { row, at: width + index, code: 'header-missing', other: null }
  })
  return { header, problems: [...problems, ...missing] }
}

function missingIn(kind: ImportKind, header: Header): ColumnKey[] {
  const required = columnsOf[kind].filter((one) => one.required && !header.has(one.key)).map((one) => one.key)
  const placed = kind !== 'residents' || header.has('villageCode') || (header.has('township') && header.has('village'))
  return placed ? required : [...required, 'villageCode']
}
