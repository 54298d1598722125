/** The uploaded file, and afterwards the rows read from it, in sealed pieces. Emptied when they are not needed, removed by the database at the latest after seven days. */
import { defineCollection, type Row } from '#platform/db/collection.ts'
import { openSealed, sealedFields, type SealedFields } from '#platform/db/sealed.ts'
import type { Scope } from '#platform/context.ts'
import type { ByteSource } from '../domain/byte-source.ts'

/** `file`: bytes in base64; `rows`: JSON of rows that were read. */
export type ChunkPart = 'file' | 'rows'

interface ChunkRow extends Row, Partial<SealedFields<'body'>> {
  readonly importId: string
  readonly part: ChunkPart
  readonly n: number
  readonly expireAt: Date
}

export const importChunks = defineCollection<ChunkRow>({
  name: 'importChunks',
  fields: { importId: String, part: String, n: Number, expireAt: Date },
  indexes: [
    { name: 'piece', fields: { tenant: 1, importId: 1, part: 1, n: 1 }, unique: true },
    { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
  ],
  audited: false,
  sealed: [{ name: 'body', purpose: 'import-body', unique: false }],
})

/** Of the file, before it is sealed. Small, so that moving pieces to another key takes little memory. */
export const CHUNK_BYTES = 65_536
/** Read at once. */
const AHEAD = 8
const TIDY_AT_ONCE = 1_000

interface Place {
  readonly importId: string
  readonly part: ChunkPart
  readonly n: number
}

const idOf = ({ importId, part, n }: Place): string => `${importId}:${part}:${String(n)}`

/** Writing the same piece again leaves the first. */
export async function writeChunk(scope: Scope, place: Place, body: string, expireAt: Date): Promise<void> {
  const key = { _id: idOf(place), tenant: scope.tenant }
  await importChunks.insertMissing(scope, [
    { ...key, ...place, expireAt, ...sealedFields(importChunks, key, 'body', body) },
  ])
}

/** Pieces `from` to below `to`, in their order. @throws Error when one of them is gone */
async function readChunks(scope: Scope, part: Omit<Place, 'n'>, from: number, to: number): Promise<string[]> {
  const rows = await importChunks.find(
    scope,
    { ...part, n: { $gte: from, $lt: to } },
    { sort: { n: 1 }, limit: to - from },
  )
  return rows.map((row, at) => {
    if (row.n !== from + at || row.bodySealed === undefined)
      throw new Error(`piece ${String(from + at)} of an import is gone`)
    return openSealed(importChunks, row, 'body', row.bodySealed)
  })
}

/** One batch of rows that were read; the JSON text. @throws Error when it is gone */
export async function readRowsChunk(scope: Scope, importId: string, n: number): Promise<string> {
  const [body] = await readChunks(scope, { importId, part: 'rows' }, n, n + 1)
  if (body === undefined) throw new Error(`batch ${String(n)} of an import is gone`)
  return body
}

export function storedFile(scope: Scope, importId: string, size: number): ByteSource {
  const pieces = Math.ceil(size / CHUNK_BYTES)
  return {
    size,
    async *read(offset, length) {
      const end = Math.min(size, offset + length)
      let at = offset
      // A short stretch needs few pieces; a long one is read ahead.
      while (at < end) {
        const from = Math.floor(at / CHUNK_BYTES)
        const to = Math.min(pieces, from + AHEAD, Math.ceil(end / CHUNK_BYTES))
        for (const body of await readChunks(scope, { importId, part: 'file' }, from, to)) {
          const piece = Buffer.from(body, 'base64')
          const begin = at % CHUNK_BYTES
          const taken = piece.subarray(begin, Math.min(piece.length, begin + end - at))
          if (taken.length === 0) throw new Error('a piece of an import is shorter than it was')
          at += taken.length
          yield taken
        }
      }
    },
  }
}

const CLEAN = { $unset: { bodySealed: '', bodyBlind: '', bodyKid: '' } } as const

/** What stood in the pieces is gone when this answers; the empty rows go with the database's next round. */
export async function emptyChunks(scope: Scope, importId: string, parts: readonly ChunkPart[]): Promise<void> {
  for (const part of parts) {
    for (;;) {
      const left = await importChunks.find(
        scope,
        { importId, part, bodySealed: { $exists: true } },
        { projection: { _id: 1 }, limit: TIDY_AT_ONCE },
      )
      await importChunks.bulk(
        scope,
        left.map(({ _id }) => ({ filter: { _id }, update: { ...CLEAN, $set: { expireAt: new Date(0) } } })),
      )
      if (left.length < TIDY_AT_ONCE) break
    }
  }
}
