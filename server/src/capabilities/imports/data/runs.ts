/** How far the worker is with an import. Saved after every batch under the lease's number, so that the next process goes on there and a late one is refused. */
import { defineCollection, type Row } from '#platform/db/collection.ts'
import type { Ctx } from '#platform/context.ts'

export type Step = 'check' | 'apply'

export interface RunRow extends Row {
  readonly step: Step
  /** Rows done: of the table while checking, of the good ones while applying. */
  readonly rows: number
  readonly percent: number
  readonly good: number
  readonly bad: number
  readonly known: number
  /** Batches of good rows: written while checking, done while applying. */
  readonly batches: number
  readonly made: number
  readonly same: number
  readonly left: number
  readonly fence: number
  readonly expireAt: Date
}

const KEPT_MS = 30 * 86_400_000

export const importRuns = defineCollection<RunRow>({
  name: 'importRuns',
  fields: {
    step: String,
    rows: Number,
    percent: Number,
    good: Number,
    bad: Number,
    known: Number,
    batches: Number,
    made: Number,
    same: Number,
    left: Number,
    fence: Number,
    expireAt: Date,
  },
  indexes: [
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
})

/** The id of a run: an import has one of each step. */
export const runId = (importId: string, step: Step): string => `${importId}:${step}`

/** The run as it stands, or a fresh one. */
export async function beginRun(ctx: Ctx, importId: string, step: Step): Promise<RunRow> {
  const _id = runId(importId, step)
  const nothing = { rows: 0, percent: 0, good: 0, bad: 0, known: 0, batches: 0, made: 0, same: 0, left: 0, fence: 0 }
  const fresh = { _id, tenant: ctx.tenant, step, ...nothing, expireAt: new Date(ctx.clock.now() + KEPT_MS) }
  return (await importRuns.insertOrGet(ctx, { _id }, fresh)).row
}

/** null: somebody with a later number works at it. */
export async function saveRun(ctx: Ctx, run: RunRow, fence: number): Promise<RunRow | null> {
  const { _id, tenant: _tenant, ...set } = run
  return await importRuns.update(ctx, { _id, fence: { $lte: fence } }, { $set: { ...set, fence } })
}
