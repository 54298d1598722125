/**
 * The entries of a zip: its directory, and the bytes of one entry, unpacked as they are read. Nothing is written anywhere, no entry's name becomes a
 * path, and an entry that unpacks to more than it may is refused at that byte.
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { readAll, type ByteSource } from '../../../domain/byte-source.ts'
import { Refusal } from '../../../domain/refusal.ts'

export interface Entry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly unpacked: number
  readonly crc: number
  /** Where its local header begins. */
  readonly offset: number
}

const END = 0x06054b50
const END_BYTES = 22
const MOST_COMMENT = 65_535
const CENTRAL = 0x02014b50
const CENTRAL_BYTES = 46
const LOCAL = 0x04034b50
const LOCAL_BYTES = 30
const MOST_ENTRIES = 1_000
const MOST_DIRECTORY = 1_048_576
const STORED = 0
const DEFLATED = 8
const LOCKED = 0x1

/** @throws Refusal */
export async function readDirectory(source: ByteSource): Promise<ReadonlyMap<string, Entry>> {
  const tail = await readAll(source, Math.max(0, source.size - END_BYTES - MOST_COMMENT), END_BYTES + MOST_COMMENT)
  const at = endIn(tail)
  const [count, size, offset] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (count > MOST_ENTRIES || size > MOST_DIRECTORY) throw new Refusal('too-much-inside')
  if (offset + size > source.size) throw new Refusal('file-broken')
  const entries = entriesIn(await readAll(source, offset, size), count)
  const named = new Map(entries.map((entry) => [entry.name, entry]))
  // Two entries of one name: which of them a reader takes is anybody's guess.
  if (named.size !== entries.length) throw new Refusal('file-broken')
  return named
}

function endIn(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at
  throw new Refusal('file-broken')
}

function entriesIn(directory: Buffer, count: number): Entry[] {
  const entries: Entry[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw new Refusal('file-broken')
    if ((directory.readUInt16LE(at + 8) & LOCKED) !== 0) throw new Refusal('file-locked')
    const nameLength = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    })
    at += CENTRAL_BYTES + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** The entry's bytes, unpacked, counted and proven by their sum. @throws Refusal */
export async function* readEntry(source: ByteSource, entry: Entry, mostBytes: number): AsyncGenerator<Buffer> {
  if (entry.unpacked > mostBytes) throw new Refusal('too-much-inside')
  const packed = source.read(await dataOffset(source, entry), entry.packed)
  let size = 0
  let sum = 0
  for await (const piece of unpack(packed, entry.method)) {
    size += piece.length
    // The directory is only the file's own word.
    if (size > entry.unpacked) throw new Refusal('file-broken')
    sum = crc32(piece, sum)
    yield piece
  }
  if (size !== entry.unpacked || sum !== entry.crc) throw new Refusal('file-broken')
}

async function dataOffset(source: ByteSource, { offset }: Entry): Promise<number> {
  const header = await readAll(source, offset, LOCAL_BYTES)
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) throw new Refusal('file-broken')
  return offset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28)
}

async function* unpack(packed: AsyncIterable<Buffer>, method: number): AsyncGenerator<Buffer> {
  if (method === STORED) {
    yield* packed
    return
  }
  if (method !== DEFLATED) throw new Refusal('file-broken')
  const inflate = createInflateRaw()
  void pipeline(Readable.from(packed), inflate).catch(() => undefined)
  try {
    const pieces: AsyncIterable<Buffer> = inflate
    yield* pieces
  } catch (error) {
    throw isZlib(error) ? new Refusal('file-broken') : error
  }
}

function isZlib(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_')
}
