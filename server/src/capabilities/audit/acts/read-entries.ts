/** A page of the chain for the auditor, newest first. That it was read is written down before it is shown; where that fails nothing is shown. */
import type { InputOf, OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { audit } from '@xlb/shared/audit/contract.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { PAGE_DEFAULT } from '@xlb/shared/platform/paging.ts'
import { auditEntries, type AuditEntry } from '#platform/audit/entries.ts'
import type { StaffCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { recordReading } from '../data/readings.ts'
import { readCursor, writeCursor } from '../domain/entry-cursor.ts'

type Query = InputOf<typeof audit.entries>['query']

export async function readEntries(ctx: StaffCtx, query: Query): Promise<OutputOf<typeof audit.entries>> {
  const limit = query.limit ?? PAGE_DEFAULT
  const rows = await find(ctx, query, limit + 1)
  const shown = rows.slice(0, limit)
  const { record = null, recordId = null, actor = null } = query
  const reading = { record, recordId, actor, from: shown[0]?.seq ?? 0, count: shown.length }
  await recordReading(ctx, ctx.staff.staffId, reading)
  const last = shown.at(-1)
  return {
    items: shown.map(present),
    next: rows.length > limit && last !== undefined ? writeCursor(last.seq) : null,
  }
}

async function find(ctx: StaffCtx, query: Query, limit: number): Promise<AuditEntry[]> {
  const { record, recordId, actor } = query
  const before = placeOf(query)
  const place = before === null ? {} : { seq: { $lt: before } }
  const whose = actor === undefined ? {} : { actor }
  if ((record === undefined) !== (recordId === undefined))
    throw refused(record === undefined ? 'record' : 'recordId', 'required')
  // A record's versions come in the order of the chain: its own index serves them.
  if (record !== undefined && recordId !== undefined)
    return await auditEntries.find(
      ctx,
      { record, recordId, ...whose, ...place },
      { sort: { version: -1 }, limit, hint: 'record' },
    )
  return await auditEntries.find(ctx, { ...whose, ...place }, { sort: { seq: -1 }, limit })
}

function placeOf({ cursor }: Query): number | null {
  if (cursor === undefined) return null
  const place = readCursor(cursor)
  if (place === null) throw refused('cursor', 'wrong-format')
  return place
}

function refused(field: string, code: string): AppError {
  return new AppError('invalid-input', {}, [{ path: `query.${field}`, code, message: fieldMessages[code] ?? '' }])
}

function present({ seq, at, actor, record, recordId, version, act, data }: AuditEntry) {
  return { seq, at, actor, record, recordId, version, act, data: { ...data } }
}
