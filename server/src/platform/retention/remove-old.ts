/** What a rule's `remove` is made of: a batch of rows whose time is over. */
import { auditEntries } from '../audit/entries.ts'
import type { Ctx } from '../context.ts'
import type { Collection, ReadOptions, Row } from '../db/collection.ts'
import { moveRecord, type AuditedRow } from '../db/record.ts'

const BATCH = 500

type FilterOf<T extends Row> = Parameters<Collection<T>['find']>[1]

export interface Old<T extends Row> {
  /** Served by an index together with `sort`. */
  readonly filter: FilterOf<T>
  readonly sort: NonNullable<ReadOptions['sort']>
}

/** Rows that no chain knows. A row that moved out of the filter meanwhile stays. */
export async function removeOldRows<T extends Row>(
  ctx: Ctx,
  collection: Collection<T>,
  { filter, sort }: Old<T>,
): Promise<number> {
  const rows = await collection.find(ctx, filter, { sort, limit: BATCH, projection: { _id: 1 } })
  return await collection.removeAmong(
    ctx,
    rows.map(({ _id }) => _id),
    filter,
  )
}

/**
 * Audited records: each first takes a last entry (`<collection>.erase`), and is removed by a later call, when the chain holds that entry. So
 * `audit:verify` tells a lawful removal from a stolen record.
 */
export async function removeOldRecords<T extends AuditedRow>(
  ctx: Ctx,
  collection: Collection<T>,
  { filter, sort }: Old<T>,
): Promise<number> {
  const { name } = collection.spec
  const act = `${name}.erase`
  const rows = await collection.find(ctx, filter, {
    sort,
    limit: BATCH,
    projection: { state: 1, version: 1, pending: 1 },
  })
  const settled = rows.filter((row) => (row.pending ?? []).length === 0)
  const said = await saidOf(ctx, name, act, settled)
  let removed = 0
  for (const row of settled) {
    if (said.has(`${row._id} ${String(row.version)}`)) removed += await removeExactly(ctx, collection, row)
    else await moveRecord<T>(ctx, collection, row, {}, { act })
  }
  return removed
}

/** Which records' last version is the erasing one, in the chain. */
async function saidOf(
  ctx: Ctx,
  record: string,
  act: string,
  rows: readonly AuditedRow[],
): Promise<ReadonlySet<string>> {
  const ids = rows.map(({ _id }) => _id)
  const entries = await auditEntries.find(
    ctx,
    { record, recordId: { $in: ids } },
    { projection: { recordId: 1, version: 1, act: 1 } },
  )
  return new Set(
    entries.filter((one) => one.act === act).map(({ recordId, version }) => `${recordId} ${String(version)}`),
  )
}

async function removeExactly<T extends AuditedRow>(ctx: Ctx, collection: Collection<T>, row: T): Promise<number> {
  const same = { _id: row._id, version: row.version } as unknown as FilterOf<T>
  return (await collection.removeOne(ctx, same)) ? 1 : 0
}
