/** A row of a table as it was written, whatever the file's kind. */

export interface Cell {
  /** From 0: column A. */
  readonly at: number
  readonly text: string
  /** `number`: the file says so, and a day or a long number must be read with that in mind. */
  readonly sort: 'text' | 'number' | 'formula' | 'error'
}

export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  readonly row: number
  /** Only those in which something stands. */
  readonly cells: readonly Cell[]
}

/** Columns that are looked at; what stands to the right of them is told, not read. */
export const MOST_COLUMNS = 40
/** Bytes of text in which no row ends: nothing that a person wrote is so long. */
export const MOST_ROW_BYTES = 65_536

/** 0 → `A`, 26 → `AA`. */
export function columnName(at: number): string {
  const low = String.fromCharCode(65 + (at % 26))
  return at < 26 ? low : `${columnName(Math.floor(at / 26) - 1)}${low}`
}
