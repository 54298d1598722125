/**
 * A backup as a file: gzip, the manifest's line first, then the rows of its collections in its order, a line each. Written to another name, flushed,
 * renamed; never over a file that stands. Reading proves every sum and says where the file is not what was written.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip, gzipSync } from 'node:zlib'
import type { Keys } from '../crypto/keys.ts'
import { manifestIsGenuine, missingKeys, parseManifest, type Manifest, type StoredCollection } from './manifest.ts'

/** One sentence for the operator. */
export class BackupRefused extends Error {}

/** Rows handed on at once: as many as fit into two megabytes of text. */
const MOST_ROWS = 500
const MOST_CHARACTERS = 2_000_000

export interface Summed {
  readonly rows: number
  readonly sha256: string
}

/** Passes lines through and answers their sum at the end. */
export async function* summing(lines: AsyncIterable<string>, done: (sum: Summed) => void): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let rows = 0
  for await (const line of lines) {
    const whole = `${line}\n`
    hash.update(whole)
    rows += 1
    yield whole
  }
  done({ rows, sha256: hash.digest('hex') })
}

/** @throws BackupRefused when the file stands already */
export async function writeBackupFile(
  path: string,
  rows: AsyncIterable<string>,
  manifest: () => Manifest,
): Promise<void> {
  if (existsSync(path)) throw new BackupRefused(`已经有这个文件：${path}。请换一个名字，备份不会覆盖旧文件。`)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const [body, whole] = [`${draft}.rows`, `${draft}.part`]
  try {
    await pipeline(Readable.from(rows), createGzip(), createWriteStream(body, { flags: 'wx', mode: 0o600 }))
    // A gzip file may have several members: the manifest is known last and stands first.
    writeFileSync(whole, gzipSync(`${JSON.stringify(manifest())}\n`), { flag: 'wx', mode: 0o600 })
    await pipeline(createReadStream(body), createWriteStream(whole, { flags: 'a', flush: true }))
    renameSync(whole, path)
  } finally {
    for (const file of [body, whole]) rmSync(file, { force: true })
  }
}

export interface Reading {
  /** Before any row. */
  begin?(collection: StoredCollection): Promise<void>
  rows?(collection: StoredCollection, lines: readonly string[]): Promise<void>
}

/**
 * Reads everything and proves it: keys, manifest, every count and sum, and that nothing follows. A caller that must not write before all is proven
 * reads twice.
 * @throws BackupRefused with one sentence
 */
export async function readBackupFile(path: string, keys: Keys, reading: Reading = {}): Promise<Manifest> {
  if (!existsSync(path)) throw new BackupRefused(`没有这个备份文件：${path}`)
  const lines = linesIn(path)
  try {
    const manifest = await provenManifest(lines, keys)
    for (const collection of manifest.collections) await readCollection(lines, collection, reading)
    if ((await lines.next()).done !== true) throw torn('后面多出了内容')
    return manifest
  } finally {
    await lines.return(undefined)
  }
}

async function provenManifest(lines: AsyncGenerator<string>, keys: Keys): Promise<Manifest> {
  const first = await lines.next()
  const manifest = first.done === true ? null : parseManifest(first.value)
  if (manifest === null) throw torn('开头不是本系统的备份清单')
  const missing = missingKeys(keys, manifest)
  if (missing.length > 0)
    throw new BackupRefused(
      `密钥文件不是这份备份的：缺少或不同的有 ${missing.join('、')}。请让 XLB_KEYS_FILE 指向备份当时的密钥文件。没有写入任何数据。`,
    )
  if (!manifestIsGenuine(keys, manifest)) throw torn('清单被改动过')
  return manifest
}

async function readCollection(
  lines: AsyncGenerator<string>,
  collection: StoredCollection,
  reading: Reading,
): Promise<void> {
  await reading.begin?.(collection)
  const hash = createHash('sha256')
  let [batch, characters] = [[] as string[], 0]
  for (let row = 0; row < collection.rows; row += 1) {
    const next = await lines.next()
    if (next.done === true) throw torn(`${collection.name} 缺少数据`)
    hash.update(`${next.value}\n`)
    batch.push(next.value)
    characters += next.value.length
    if (batch.length < MOST_ROWS && characters < MOST_CHARACTERS) continue
    await reading.rows?.(collection, batch)
    ;[batch, characters] = [[], 0]
  }
  await reading.rows?.(collection, batch)
  if (hash.digest('hex') !== collection.sha256) throw torn(`${collection.name} 与清单不符`)
}

async function* linesIn(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const text = createGunzip()
  file.on('error', (error) => text.destroy(error))
  let carried = ''
  try {
    for await (const chunk of file.pipe(text).setEncoding('utf8') as AsyncIterable<string>) {
      const parts = (carried + chunk).split('\n')
      carried = parts.pop() ?? ''
      yield* parts
    }
  } catch (error) {
    if (error instanceof BackupRefused) throw error
    throw torn('压缩内容读不下去')
  } finally {
    file.destroy()
    text.destroy()
  }
  if (carried !== '') throw torn('最后一行不完整')
}

function torn(where: string): BackupRefused {
  return new BackupRefused(`备份文件不完整或被改动过（${where}）。没有写入任何数据，请换一份备份。`)
}
