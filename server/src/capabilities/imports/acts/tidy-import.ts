import type { Ctx } from '#platform/context.ts'
import { emptyChunks, type ChunkPart } from '../data/chunks.ts'
import { importRows, type ImportRow } from '../data/imports.ts'

const WAITING: readonly ChunkPart[] = ['file']
const ALL: readonly ChunkPart[] = ['file', 'rows']

/** Takes away what is not needed any more: after the check the file, at the end the rows too. Bears repetition. */
export async function tidyImport(ctx: Ctx, row: ImportRow): Promise<void> {
  await emptyChunks(ctx, row._id, row.state === 'CHECKED' ? WAITING : ALL)
  await importRows.update(ctx, { _id: row._id, work: 'tidy' }, { $unset: { work: '' } })
}
