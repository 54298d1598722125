/** What the worker does with a county's imports. One that fails is tried again at the next run and does not hold up the others for ever. */
import type { Ctx } from '#platform/context.ts'
import { importRows, type ImportRow, type Work } from '../data/imports.ts'
import { applyImport } from './apply-import.ts'
import { checkImport } from './check-import.ts'
import { withHold, type Hold } from './keep-lease.ts'
import { moveImport } from './move-import.ts'
import { tidyImport } from './tidy-import.ts'

const AT_ONCE = 20

type Act = (ctx: Ctx, row: ImportRow, hold: Hold) => Promise<ImportRow | null>

/** Files read, files out of time dropped, what is not needed any more taken away. */
export async function checkImports(ctx: Ctx): Promise<void> {
  await expireImports(ctx)
  for (const row of await waiting(ctx, 'tidy')) await tidyImport(ctx, row)
  await workThrough(ctx, 'check', checkImport)
}

export async function applyImports(ctx: Ctx): Promise<void> {
  await workThrough(ctx, 'apply', applyImport)
}

async function waiting(ctx: Ctx, work: Work): Promise<ImportRow[]> {
  return await importRows.find(ctx, { work }, { hint: 'work', sort: { receivedAt: 1 }, limit: AT_ONCE })
}

async function workThrough(ctx: Ctx, work: 'check' | 'apply', act: Act): Promise<void> {
  const rows = await waiting(ctx, work)
  if (rows.length === 0) return
  const failures: unknown[] = []
  await withHold(ctx, `${work}-imports`, async (hold) => {
    for (const row of rows) {
      try {
        await workOne(ctx, row, hold, act)
      } catch (error) {
        ctx.log.error({ err: error, import: row._id }, 'an import failed and will be gone on with')
        failures.push(error)
      }
      if (!(await hold.goOn())) return
    }
  })
  if (failures.length > 0) throw new Error(`${String(failures.length)} imports failed`)
}

async function workOne(ctx: Ctx, row: ImportRow, hold: Hold, act: Act): Promise<void> {
  const begun = performance.now()
  const done = await act(ctx, row, hold)
  if (done === null) return
  if (done.work === 'tidy') await tidyImport(ctx, done)
  const { kind, state, fault, found, written } = done
  const ms = Math.round(performance.now() - begun)
  ctx.log.info({ import: row._id, kind, state, fault, found, written, ms }, 'an import went on')
}

/** What nobody confirmed within its days is dropped like one that was cancelled. What is being written is finished. */
async function expireImports(ctx: Ctx): Promise<void> {
  const late = await importRows.find(ctx, { expiresAt: { $lte: ctx.clock.now() } }, { hint: 'expiry', limit: AT_ONCE })
  for (const row of late) await moveImport(ctx, row, 'cancel')
}
