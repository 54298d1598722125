import { nextState } from '@xlb/shared/platform/states.ts'
import { importTable, type ImportEvent } from '@xlb/shared/imports/states.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { importRows, type ImportRow } from '../data/imports.ts'

const OVER = new Set(['DONE', 'CANCELLED', 'REFUSED'])

/** One move with its audit entry: kind and figures, nothing of the file. null: the table refuses it, or somebody was faster. */
export async function moveImport(
  ctx: Ctx,
  row: ImportRow,
  event: ImportEvent,
  set: Partial<ImportRow> = {},
): Promise<ImportRow | null> {
  const state = nextState(importTable, row.state, event)
  if (state === null) return null
  const { rows, good, bad } = set.found ?? row.found
  const { made, same, left } = set.written ?? row.written
  const note = { kind: row.kind, unit: row.unitCode, rows, good, bad, made, same, left }
  const over = OVER.has(state)
  return await moveRecord(
    ctx,
    importRows,
    row,
    { state, set: { ...set, ...(over ? { work: 'tidy' as const } : {}) }, ...(over ? { unset: ['expiresAt'] } : {}) },
    { act: `imports.${event}`, note },
  )
}
