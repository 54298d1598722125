/**
 * An officer looks at a resident's data. Promises: that it was intended stands in the database before anything is read, and that it was shown before
 * anything is answered; where either cannot be written, nothing is seen. Refuses purposes and fields that the person could not be told in words.
 */
import { lookFieldWords, purposeWords } from '@xlb/shared/data-rights/purposes.zh-CN.ts'
import type { LookState } from '@xlb/shared/data-rights/states.ts'
import type { Ctx, StaffCtx } from '../context.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import { lookRows, type LookRow } from './rows.ts'

export interface Look {
  /** Of a person, or the record that waits to become one (`giveLooksTo`). */
  readonly personId: string
  /** Code of shared/src/data-rights/purposes.zh-CN.ts. */
  readonly purpose: string
  /** Codes of the same file. */
  readonly fields: readonly string[]
  /** The open case it is for; null where the purpose has none (an audit). */
  readonly caseNo: string | null
}

/**
 * Reads under a look: two commands beside those of `read`. A `read` that refuses (AppError) leaves a refused attempt; one that breaks leaves the
 * intention, which the person reads as "may have been seen".
 * @throws Error when the look cannot be written, or its purpose or a field has no words
 */
export async function withLook<T>(ctx: StaffCtx, look: Look, read: () => Promise<T>): Promise<T> {
  const row = await lookRows.insert(ctx, rowOf(ctx, look, 'INTENDED'))
  const seen = await readOrRefuse(ctx, row, read)
  await end(ctx, row, 'SHOWN')
  return seen
}

/** An attempt that was refused before anything was read. */
export async function refusedLook(ctx: StaffCtx, look: Look): Promise<void> {
  await lookRows.insert(ctx, { ...rowOf(ctx, look, 'REFUSED'), endedAt: ctx.clock.instant() })
}

/**
 * Somebody whom the county does not know yet is looked at under the record that waits for them (`personId` is its id): the looks come to the person made
 * of it, who reads them like all others. Bears repetition.
 */
export async function giveLooksTo(ctx: Ctx, recordId: string, personId: string): Promise<void> {
  const rows = await lookRows.find(ctx, { personId: recordId }, { projection: { _id: 1 } })
  await lookRows.bulk(
    ctx,
    rows.map(({ _id }) => ({ filter: { _id }, update: { $set: { personId } } })),
  )
}

async function readOrRefuse<T>(ctx: StaffCtx, row: LookRow, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.status < 500) await end(ctx, row, 'REFUSED')
    throw error
  }
}

async function end(ctx: StaffCtx, { _id }: LookRow, state: LookState): Promise<void> {
  const set = { state, endedAt: ctx.clock.instant() }
  const ended = await lookRows.update(ctx, { _id, state: 'INTENDED' }, { $set: set })
  if (ended === null) throw new Error(`the look ${_id} is gone: nothing is shown without it`)
}

function rowOf(ctx: StaffCtx, { personId, purpose, fields, caseNo }: Look, state: LookState): LookRow {
  if (purposeWords[purpose] === undefined) throw new Error(`the purpose ${purpose} has no words for the person`)
  const wordless = fields.filter((field) => lookFieldWords[field] === undefined)
  if (wordless.length > 0) throw new Error(`the fields ${wordless.join(', ')} have no words for the person`)
  const { staffId, unitCode } = ctx.staff
  const who = { _id: newId('lok'), tenant: ctx.tenant, personId, staffId, unitCode }
  return { ...who, state, purpose, fields: [...fields], caseNo, at: ctx.clock.instant(), endedAt: null }
}
