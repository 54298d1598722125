/**
 * The dry run: every row is read, judged, and either kept sealed for the second officer or told with its cell. Nothing else is written. The position
 * is saved after each batch; who goes on reads the file again to there, without a command.
 */
import type { FileFault } from '@xlb/shared/imports/faults.ts'
import type { Ctx } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { knownByIdNo } from '../../accounts/index.ts'
import { storedFile, writeChunk } from '../data/chunks.ts'
import type { ImportRow } from '../data/imports.ts'
import { noteProblems } from '../data/problems.ts'
import { beginRun, saveRun, type RunRow } from '../data/runs.ts'
import type { ByteSource } from '../domain/byte-source.ts'
import { judgeKnown, keyOf, namedIn } from '../domain/judge-batch.ts'
import { judgeRow } from '../domain/judge-row.ts'
import type { Problem } from '../domain/problem.ts'
import { readCsv } from '../data/files/read-csv.ts'
import { readHeader, type Header } from '../domain/read-header.ts'
import { batchText, type ReadRow } from '../domain/read-row.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseTooMany } from '../domain/refuse-too-many.ts'
import { createSeenKeys } from '../data/files/seen-keys.ts'
import { readWorkbook } from '../data/files/workbook/read-workbook.ts'
import type { Hold } from './keep-lease.ts'
import { keptAwayFrom } from './kept-away-from.ts'
import { knowUnits } from './know-units.ts'
import { moveImport } from './move-import.ts'

/** Rows of the table between two saved positions. */
export const BATCH_ROWS = 1_000
/** A day more than the import waits: see receive-file.ts. */
const KEPT_MS = 8 * 86_400_000

/** Answers the import as it stands when there is no more to do, null when it is to be gone on with later. */
export async function checkImport(ctx: Ctx, row: ImportRow, hold: Hold): Promise<ImportRow | null> {
  const begun = row.state === 'RECEIVED' ? await moveImport(ctx, row, 'check') : row
  if (begun === null) return null
  try {
    const run = await checkRows(ctx, begun, hold)
    if (run === null) return null
    const { rows, good, bad, known } = run
    return await moveImport(ctx, begun, 'checked', { found: { rows, good, bad, known }, work: 'tidy' })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return await refuse(ctx, begun, error.fault)
  }
}

async function refuse(ctx: Ctx, row: ImportRow, fault: FileFault): Promise<ImportRow | null> {
  return await moveImport(ctx, row, 'refuse', { fault })
}

interface Batch {
  readonly reads: ReadRow[]
  readonly problems: Problem[]
  /** Rows of the table, good and bad. */
  rows: number
}

async function checkRows(ctx: Ctx, row: ImportRow, hold: Hold): Promise<RunRow | null> {
  const known = await knowUnits(ctx, row.unitCode)
  const own = await keptAwayFrom(ctx, [row.uploaderPersonId])
  const seen = createSeenKeys()
  const metered = meter(storedFile(ctx, row._id, row.bytes), row.format)
  let run = await beginRun(ctx, row._id, 'check')
  let header: Header | null = null
  let rows = 0
  let batch: Batch = { reads: [], problems: [], rows: 0 }
  let told = 0
  const flush = async (): Promise<boolean> => {
    const done = batch
    batch = { reads: [], problems: [], rows: 0 }
    // Read before, by this process or one that died: only the keys of its rows had to be met again.
    if (rows <= run.rows) return true
    const next = await checkBatch(ctx, row, run, { header, own }, done)
    const saved = await saveRun(ctx, { ...next, rows, percent: metered.percent() }, hold.fence)
    if (saved !== null) run = saved
    return saved !== null && (await hold.goOn())
  }
  for await (const sheetRow of row.format === 'csv' ? readCsv(metered.source) : readWorkbook(metered.source)) {
    if (sheetRow.cells.length === 0) continue
    if (header === null) {
      header = await takeHeader(ctx, row, readHeader(row.kind, sheetRow))
      continue
    }
    rows += 1
    refuseTooMany(rows, told)
    const { read, problems } = judgeRow(row.kind, header, sheetRow, known)
    const other = read === null ? null : seen.meet(keyOf(read), read.row)
    batch.rows += 1
    told += problems.length
    if (read !== null && other === null) batch.reads.push(read)
    else if (read === null) batch.problems.push(...problems)
    else batch.problems.push({ row: read.row, at: header.get('idNo') ?? null, code: 'duplicate', other })
    if (batch.rows === BATCH_ROWS && !(await flush())) return null
  }
  if (rows === 0) throw new Refusal('no-rows')
  return batch.rows === 0 || (await flush()) ? run : null
}

async function takeHeader(ctx: Ctx, row: ImportRow, { header, problems }: ReturnType<typeof readHeader>) {
  if (problems.length === 0) return header
  await noteProblems(ctx, row._id, problems)
  throw new Refusal('header-wrong')
}

/** What the county knows of the people named; good rows sealed, bad ones told. Answers the run with its figures. */
async function checkBatch(
  ctx: Ctx,
  row: ImportRow,
  run: RunRow,
  { header, own }: { readonly header: Header | null; readonly own: ReadonlySet<string> },
  { reads, problems, rows }: Batch,
): Promise<RunRow> {
  const people = await knownByIdNo(ctx, namedIn(reads))
  const found = reads.map((read) => ({ read, finding: judgeKnown(read, people, own) }))
  const good = found.flatMap(({ read, finding }) => (finding === null ? [read] : []))
  const told = found.flatMap(({ read, finding }): Problem[] =>
    finding === null ? [] : [{ row: read.row, at: header?.get(finding.key) ?? null, code: finding.code, other: null }],
  )
  if (good.length > 0)
    await writeChunk(
      ctx,
      { importId: row._id, part: 'rows', n: run.batches },
      batchText(good),
      new Date(ctx.clock.now() + KEPT_MS),
    )
  await noteProblems(ctx, row._id, [...problems, ...told])
  crashPoint('import-batch-checked')
  return {
    ...run,
    good: run.good + good.length,
    bad: run.bad + rows - good.length,
    known: run.known + (row.kind === 'residents' ? good.filter(({ idNo }) => people.has(idNo)).length : 0),
    batches: run.batches + (good.length > 0 ? 1 : 0),
  }
}

/** Counts what was read of a file: a CSV file is read twice, its encoding first. */
function meter(source: ByteSource, format: ImportRow['format']): { source: ByteSource; percent: () => number } {
  let read = 0
  const whole = source.size * (format === 'csv' ? 2 : 1)
  return {
    source: {
      size: source.size,
      async *read(offset, length) {
        for await (const piece of source.read(offset, length)) {
          read += piece.length
          yield piece
        }
      },
    },
    percent: () => Math.min(99, Math.floor((100 * read) / whole)),
  }
}
