/**
 * `npm run restore`: a proven backup into an empty database, compared row by row afterwards; then what a restore obliges to. Killed anywhere it
 * leaves a mark that keeps every process from serving the half, and is simply run again.
 */
import { readHeads } from '../audit/heads.ts'
import { recordRestore, type RestoreRow } from '../audit/restores.ts'
import { tenantsOf } from '../config/config.ts'
import {
  beginRestoring,
  databaseState,
  describeDatabase,
  endRestoring,
  finishCollection,
  insertLines,
  isWorkerBusy,
  makeCollection,
  presentLines,
} from '../db/copy.ts'
import { prepareDatabase } from '../db/prepare.ts'
import type { House } from '../house.ts'
import { BackupRefused, readBackupFile, summing, type Summed } from './backup-file.ts'
import type { Manifest } from './manifest.ts'
import { writeBackup } from './write-backup.ts'

export interface RestoreWish {
  readonly path: string
  /** Name of the standing database that is to be replaced; null: only an empty one is taken. */
  readonly replace: string | null
  /** Where the replaced database is backed up to before. */
  readonly keepAt: string
}

export interface AfterRestore {
  readonly tenant: string
  readonly counts: Readonly<Record<string, number>>
  readonly record: RestoreRow
}

export interface Restored {
  readonly manifest: Manifest
  /** The backup of what stood there before; null: nothing did. */
  readonly kept: string | null
  readonly after: readonly AfterRestore[]
}

/** Proves the file, and that this version of the server can take it. Writes nothing. @throws BackupRefused */
export async function proveBackup(house: House, path: string): Promise<Manifest> {
  const manifest = await readBackupFile(path, house.config.keys)
  const known = new Set(house.capabilities.flatMap((one) => one.migrations ?? []).map(({ name }) => name))
  const unknown = manifest.migrations.filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new BackupRefused(`这份备份来自更新的版本（${unknown.join('、')}），请用那个版本恢复。没有写入任何数据。`)
  return manifest
}

/** @throws BackupRefused before anything is written, Error when the copy is not the same as the backup */
export async function restoreBackup(house: House, wish: RestoreWish): Promise<Restored> {
  await proveBackup(house, wish.path)
  const kept = await makeRoom(house, wish)
  await beginRestoring()
  const manifest = await readBackupFile(wish.path, house.config.keys, {
    begin: makeCollection,
    rows: ({ name }, lines) => insertLines(name, lines),
  })
  await compareRows(manifest)
  for (const collection of manifest.collections) await finishCollection(collection)
  await compareDeclarations(manifest)
  await prepareDatabase(house)
  const after = await obligations(house, manifest)
  await endRestoring()
  house.log.warn({ backupAt: manifest.at, kept }, 'the database was restored from a backup')
  return { manifest, kept, after }
}

/** Nothing that stands is lost: it is replaced only by name, only when nobody works with it, and is backed up first. */
async function makeRoom(house: House, { replace, keepAt }: RestoreWish): Promise<string | null> {
  const { name, empty, half } = await databaseState()
  if (half || empty) return null
  if (replace !== name)
    throw new BackupRefused(
      `数据库 ${name} 里已有数据，只能恢复到空的数据库。确实要替换它，请停掉接口和后台任务，再加上 --replace ${name}；现有数据会先备份。没有写入任何数据。`,
    )
  if (await isWorkerBusy())
    throw new BackupRefused(`后台任务刚刚还在使用数据库 ${name}，请先停掉接口和后台任务。没有写入任何数据。`)
  await writeBackup(house, keepAt)
  return keepAt
}

async function compareRows(manifest: Manifest): Promise<void> {
  for (const { name, rows, sha256 } of manifest.collections) {
    const sums: Summed[] = []
    for await (const _line of summing(presentLines(name), (sum) => sums.push(sum)));
    const [found] = sums
    if (found?.rows !== rows || found.sha256 !== sha256)
      throw new Error(
        `恢复后的 ${name} 与备份不同：应有 ${String(rows)} 条，现有 ${String(found?.rows ?? 0)} 条。请检查是否还有程序在写这个数据库，再恢复一次。`,
      )
  }
}

async function compareDeclarations(manifest: Manifest): Promise<void> {
  const standing = new Map((await describeDatabase()).map((one) => [one.name, one]))
  for (const { name, options, indexes } of manifest.collections) {
    const found = standing.get(name)
    if (JSON.stringify([found?.options, found?.indexes]) !== JSON.stringify([options, indexes]))
      throw new Error(`恢复后的 ${name} 的索引或校验规则与备份不同，请再恢复一次。`)
  }
}

/** What each capability owes after a restore, and the record of it, for every county that the backup or this deployment knows. */
async function obligations(house: House, manifest: Manifest): Promise<AfterRestore[]> {
  const { heads } = readHeads(house.config.environment.AUDIT_HEADS_FILE)
  const tenants = new Set([...tenantsOf(house.config), ...manifest.heads.map((head) => head.tenant)])
  const after: AfterRestore[] = []
  for (const tenant of [...tenants].sort()) {
    const ctx = house.systemCtx(tenant, 'restore')
    const record = await recordRestore(ctx, house.config.keys, manifest.at, heads)
    const counts: Record<string, number> = {}
    for (const capability of house.capabilities)
      Object.assign(counts, await capability.afterRestore?.(ctx, manifest.at))
    after.push({ tenant, counts, record })
  }
  return after
}
