/** The upload: a file as it comes, sealed piece by piece, never held as a whole. One that is refused or cut leaves nothing. */
import type { InputOf } from '@xlb/shared/platform/endpoint.ts'
import { importTypes, type imports } from '@xlb/shared/imports/contract.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import type { StaffCtx } from '#platform/context.ts'
import { createRecord } from '#platform/db/record.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { unitByCode } from '../../organisations/index.ts'
import { CHUNK_BYTES, emptyChunks, writeChunk } from '../data/chunks.ts'
import { importRows, type ImportRow } from '../data/imports.ts'
import { isZip } from '../data/files/read-csv.ts'
import { uploadLevels, uploadRoles } from '../policy.ts'
import { mayUpload } from './load-import.ts'

type Query = InputOf<typeof imports.upload>['query']

const DAY_MS = 86_400_000
export const KEPT_DAYS = 7
/** The database removes the pieces a day later than the import is ended, so that none disappears while it is written. */
const SPARE_MS = DAY_MS
/** Files that wait at a time in a county. */
const MOST_OPEN = 10

/** The unit the table is for; whether the officer may upload such a one for it. */
export async function loadUnit(ctx: StaffCtx, { kind, unit }: Query): Promise<string> {
  const roles = uploadRoles[kind]
  const code = unit ?? defaultUnit(ctx)
  const found = await unitByCode(ctx, code)
  if (found === null || !uploadLevels[kind].includes(found.level) || !found.open)
    throw new AppError('input-refused', {}, [
      { path: 'query.unit', code: 'not-allowed', message: fieldMessages['not-allowed'] ?? '' },
    ])
  if (!(await mayUpload(ctx, roles, code))) throw new AppError('out-of-scope')
  return code
}

/** The county for who administers it, a teacher's own school for a teacher. */
function defaultUnit(ctx: StaffCtx): string {
  const { held } = ctx.staff
  if (held.some(({ role }) => role === 'tenant-admin')) return ctx.tenant
  return held.find(({ role }) => role === 'teacher')?.unitCode ?? ctx.tenant
}

interface Incoming {
  readonly file: AsyncIterable<Buffer>
  readonly type: string
}

/** Answers the import's id. */
export async function receiveFile(ctx: StaffCtx, unitCode: string, query: Query, incoming: Incoming): Promise<string> {
  const waiting = await importRows.countUpTo(ctx, { expiresAt: { $gt: 0 } }, MOST_OPEN)
  if (waiting >= MOST_OPEN) throw new AppError('import-too-many')
  const _id = newId('imp')
  const expiresAt = ctx.clock.now() + KEPT_DAYS * DAY_MS
  const format = incoming.type.startsWith(importTypes.csv) ? ('csv' as const) : ('xlsx' as const)
  try {
    const bytes = await store(ctx, _id, format, incoming.file, new Date(expiresAt + SPARE_MS))
    await createRecord(ctx, importRows, importFrom(ctx, { _id, unitCode, format, bytes, expiresAt }, query), {
      act: 'imports.upload',
      note: { kind: query.kind, unit: unitCode, bytes },
    })
  } catch (error) {
    await emptyChunks(ctx, _id, ['file'])
    throw error
  }
  return _id
}

type Facts = Pick<ImportRow, '_id' | 'unitCode' | 'format' | 'bytes'> & { readonly expiresAt: number }

function importFrom(ctx: StaffCtx, facts: Facts, { kind, name }: Query): Omit<ImportRow, 'version' | 'pending'> {
  const key = { _id: facts._id, tenant: ctx.tenant }
  return {
    ...facts,
    ...key,
    ...sealedFields(importRows, key, 'label', name),
    state: 'RECEIVED',
    kind,
    uploadedBy: ctx.staff.staffId,
    uploaderPersonId: ctx.staff.personId,
    decidedBy: null,
    receivedAt: ctx.clock.instant(),
    work: 'check',
    approvalId: null,
    fault: null,
    found: { rows: 0, good: 0, bad: 0, known: 0 },
    written: { made: 0, same: 0, left: 0 },
  }
}

/** Answers the file's size. */
async function store(
  ctx: StaffCtx,
  importId: string,
  format: ImportRow['format'],
  file: AsyncIterable<Buffer>,
  expireAt: Date,
): Promise<number> {
  let bytes = 0
  let n = 0
  for await (const piece of inChunks(file)) {
    if (n === 0) refuseOtherFormat(piece, format)
    await writeChunk(ctx, { importId, part: 'file', n }, piece.toString('base64'), expireAt)
    bytes += piece.length
    n += 1
  }
  if (bytes === 0) throw new AppError('import-file-empty')
  return bytes
}

/** Pieces of one size, whatever the network made of them. */
async function* inChunks(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  let used = 0
  for await (const piece of file)
    for (let at = 0; at < piece.length;) {
      const taken = piece.copy(chunk, used, at)
      at += taken
      used += taken
      if (used < CHUNK_BYTES) continue
      yield chunk
      used = 0
    }
  if (used > 0) yield chunk.subarray(0, used)
}

/** Workbooks from before 2007, and those with a password, are neither. */
const OLD_WORKBOOK = 0xe011cfd0

/** What a file says it is, it must be. */
function refuseOtherFormat(head: Buffer, format: ImportRow['format']): void {
  const old = head.length >= 4 && head.readUInt32LE(0) === OLD_WORKBOOK
  if (old || isZip(head) !== (format === 'xlsx')) throw new AppError('media-type-refused')
}
