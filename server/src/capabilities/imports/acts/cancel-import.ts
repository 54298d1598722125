import { nextState } from '@xlb/shared/platform/states.ts'
import { importTable } from '@xlb/shared/imports/states.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import type { ImportRow } from '../data/imports.ts'
import { moveImport } from './move-import.ts'
import { tidyImport } from './tidy-import.ts'

/** The file is gone when this answers. */
export async function cancelImport(ctx: Ctx, row: ImportRow): Promise<string> {
  if (nextState(importTable, row.state, 'cancel') === null)
    throw new AppError(row.state === 'APPLYING' ? 'import-under-way' : 'import-over')
  const moved = await moveImport(ctx, row, 'cancel')
  if (moved === null) throw new AppError('changed-meanwhile')
  await tidyImport(ctx, moved)
  return row._id
}
