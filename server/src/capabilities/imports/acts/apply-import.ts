/** What two officers agreed to: the good rows, batch after batch, each written before its position is saved. */
import type { Ctx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { staffById } from '../../staff/index.ts'
import { keptAwayFrom } from './kept-away-from.ts'
import { readRowsChunk } from '../data/chunks.ts'
import type { ImportRow } from '../data/imports.ts'
import { noteProblems } from '../data/problems.ts'
import { beginRun, saveRun, type RunRow } from '../data/runs.ts'
import { batchFrom } from '../domain/read-row.ts'
import type { Hold } from './keep-lease.ts'
import { moveImport } from './move-import.ts'
import { writeBatch } from './write-batch.ts'

/** Answers the import as it stands when everything is written, null when it is to be gone on with later. */
export async function applyImport(ctx: Ctx, row: ImportRow, hold: Hold): Promise<ImportRow | null> {
  const begun = row.state === 'CONFIRMED' ? await moveImport(ctx, row, 'apply') : row
  if (begun === null) return null
  const decider = begun.decidedBy === null ? null : await staffById(ctx, begun.decidedBy)
  const own = await keptAwayFrom(ctx, [begun.uploaderPersonId, decider?.personId ?? null])
  const batches = (await beginRun(ctx, row._id, 'check')).batches
  let run = await beginRun(ctx, row._id, 'apply')
  while (run.batches < batches) {
    const next = await applyBatch(ctx, begun, run, own)
    const saved = await saveRun(ctx, next, hold.fence)
    if (saved === null) return null
    run = saved
    if (run.batches < batches && !(await hold.goOn())) return null
  }
  const { made, same, left } = run
  return await moveImport(ctx, begun, 'finish', { written: { made, same, left } })
}

async function applyBatch(ctx: Ctx, row: ImportRow, run: RunRow, own: ReadonlySet<string>): Promise<RunRow> {
  const rows = batchFrom(await readRowsChunk(ctx, row._id, run.batches))
  const { made, same, left } = await writeBatch(ctx, rows, own)
  await noteProblems(
    ctx,
    row._id,
    left.map((one) => ({ ...one, at: null, other: null })),
  )
  crashPoint('import-batch-applied')
  return {
    ...run,
    rows: run.rows + rows.length,
    percent: Math.min(99, Math.floor((100 * (run.rows + rows.length)) / Math.max(1, row.found.good))),
    batches: run.batches + 1,
    made: run.made + made,
    same: run.same + same,
    left: run.left + left.length,
  }
}
