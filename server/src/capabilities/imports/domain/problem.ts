import type { CellFault } from '@xlb/shared/imports/faults.ts'

/** What is wrong with a cell, without what stands in it. */
export interface Problem {
  readonly row: number
  /** The column from 0; null: the whole row. */
  readonly at: number | null
  readonly code: CellFault
  /** The other row of a duplicate. */
  readonly other: number | null
}
