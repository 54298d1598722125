/** Backups as the tests need them: made, unpacked, spoilt; and the running app moved to another database. */
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { connectDatabase, disconnectDatabase, nativeDb } from '../../server/src/platform/db/connection.ts'
import { restoreBackup } from '../../server/src/platform/backup/restore-backup.ts'
import { SUICHANG, type TestApp } from './app.ts'
import { testDatabaseUri } from './mongo.ts'

/** From here on the app in this process works on this worker's database of that name; none: the one it began with. */
export async function moveToDatabase(name?: string): Promise<void> {
  await disconnectDatabase()
  await connectDatabase(testDatabaseUri(name), true)
}

/** The same, and nothing is in it. */
export async function moveToEmptyDatabase(name: string): Promise<void> {
  await moveToDatabase(name)
  await nativeDb().dropDatabase()
}

const RESTORED = 'restored'

/** The app works on what the backup brought back into an empty database; answers what the restore did there for one county. */
export async function restoreElsewhere(
  { house }: TestApp,
  file: string,
  county = SUICHANG,
): Promise<Readonly<Record<string, number>>> {
  await moveToEmptyDatabase(RESTORED)
  const { after } = await restoreBackup(house, { path: file, replace: null, keepAt: '' })
  return after.find(({ tenant }) => tenant === county)?.counts ?? {}
}

/** The database of `restoreElsewhere` is gone, and the app where it began. */
export async function leaveRestored(): Promise<void> {
  await moveToDatabase(RESTORED)
  await nativeDb().dropDatabase()
  await moveToDatabase()
}

export function linesOfBackup(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString().trimEnd().split('\n')
}

/** Writes the backup's lines, changed, under another name; answers that. */
export function spoiltBackup(path: string, name: string, change: (lines: string[]) => readonly string[]): string {
  return spoiltBytes(path, name, () =>
    gzipSync(
      change(linesOfBackup(path))
        .map((line) => `${line}\n`)
        .join(''),
    ),
  )
}

export function spoiltBytes(path: string, name: string, change: (bytes: Buffer) => Buffer): string {
  const spoilt = `${path}.${name}`
  writeFileSync(spoilt, change(readFileSync(path)))
  return spoilt
}
