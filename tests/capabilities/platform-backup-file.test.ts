/** A backup as a file: what it shows and hides, every way in which it may not be the one written, and a restore that was killed half-way. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { restoreBackup, type Restored } from '../../server/src/platform/backup/restore-backup.ts'
import { writeBackup } from '../../server/src/platform/backup/write-backup.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { atOneMoment, beginRestoring, refuseHalfRestored } from '../../server/src/platform/db/copy.ts'
import type { House } from '../../server/src/platform/house.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { linesOfBackup, moveToDatabase, moveToEmptyDatabase, spoiltBackup, spoiltBytes } from '../support/backups.ts'
import { fieldsIn } from '../support/json.ts'
import { notes, writeNote } from '../support/platform-notes.ts'
import { openPlatform, type Platform } from '../support/platform.ts'
import { countRows } from '../support/snapshot.ts'

interface Loose {
  _id: string
  [field: string]: unknown
}

const dir = mkdtempSync(join(tmpdir(), 'xlb-backup-file-'))
const file = join(dir, 'kept', 'backup.ejson.gz')
const NOTES = 1_200
let platform: Platform

const rows = (name: string) => nativeDb().collection<Loose>(name)

beforeAll(async () => {
  platform = await openPlatform('backup')
  await writeNote(platform.ctx(), 'one with ￿ and 𠀀 and a\nbreak')
  await runJobsOnce(platform.house, [])
  const { ObjectId, Double, Long } = await types()
  // What no code of ours writes, but a database may hold.
  await rows('strangers').insertMany([
    {
      _id: 'types',
      whole: new Double(1),
      long: Long.fromString('9007199254740993'),
      id: new ObjectId(),
      nothing: null,
    },
    ...Array.from({ length: NOTES }, (_, n) => ({ _id: `s${String(n)}`, text: 'x'.repeat(50) })),
  ])
  await writeBackup(platform.house, file)
})
afterAll(async () => {
  await moveToEmptyDatabase('backup_copy')
  await moveToDatabase('backup')
  await platform.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** The driver's own classes, through the connection: the tests have no package of the driver. */
async function types() {
  const { default: mongoose } = await import('mongoose')
  return mongoose.mongo.BSON
}

const restore = async (path: string, house: House = platform.house): Promise<Restored> =>
  await restoreBackup(house, { path, replace: null, keepAt: '' })

describe('a backup', () => {
  test('is one file for its owner alone, names its keys by marks and holds none of them', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(dir, 'kept'))).toEqual(['backup.ejson.gz'])
    const text = linesOfBackup(file).join('\n')
    const secrets = readFileSync(platform.house.config.environment.XLB_KEYS_FILE, 'utf8').match(/[\w+/]{43}=/g) ?? []
    expect(secrets.length).toBeGreaterThan(3)
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    const manifest = fieldsIn(JSON.parse(linesOfBackup(file)[0] ?? ''))
    const names = ['auditKeys.k0', 'blindIndexKeys.k0', 'fieldKeys.k0', 'pendingKeys.k0']
    expect(Object.keys(fieldsIn(manifest['keys'])).sort()).toEqual(names)
  })

  test('is never written over a file that stands', async () => {
    await expect(writeBackup(platform.house, file)).rejects.toThrow('备份不会覆盖旧文件')
  })

  test('shows one moment, whatever is written while it is read', async () => {
    const count = async (lines: AsyncIterable<string>): Promise<number> => {
      let found = 0
      for await (const line of lines) found += line === '' ? 0 : 1
      return found
    }
    const seen = await atOneMoment(async (snapshot) => {
      await count(snapshot.lines('auditEntries'))
      await rows('strangers').insertOne({ _id: 'meanwhile' })
      return await count(snapshot.lines('strangers'))
    })
    await rows('strangers').deleteOne({ _id: 'meanwhile' })
    expect(seen).toBe(NOTES + 1)
  })
})

describe('a file that is not the one written is refused with one sentence, and nothing is written:', () => {
  beforeAll(() => moveToEmptyDatabase('backup_copy'))
  const refused = async (path: string, sentence: RegExp | string, house?: House): Promise<void> => {
    const told = await restore(path, house).then(
      () => 'it was restored',
      (error: unknown) => String(error),
    )
    expect(told).toMatch(sentence)
    expect(told).toContain('没有写入任何数据')
    expect(await nativeDb().listCollections().toArray()).toEqual([])
  }

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['torn', (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.7))],
    ['empty', () => Buffer.alloc(0)],
    ['no archive', () => Buffer.from('{}\n')],
    ['a bit turned', (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 500 ? byte ^ 1 : byte)))],
  ])('%s', async (what, change) => {
    await refused(spoiltBytes(file, what.replaceAll(' ', '-'), change), '备份文件不完整或被改动过')
  })

  test.each<[string, (lines: string[]) => readonly string[], string]>([
    ['a row changed', (lines) => lines.map((line) => line.replace('"notes.write"', '"notes.read"')), '与清单不符'],
    ['the last row gone', (lines) => lines.slice(0, -1), '缺少数据'],
    ['a row too many', (lines) => [...lines, lines.at(-1) ?? ''], '多出了内容'],
    ['two rows exchanged', ([first = '', ...rest]) => [first, ...rest.reverse()], '与清单不符'],
    [
      'a unique index gone',
      ([first = '', ...rest]) => [first.replace('"unique":true', '"x":1'), ...rest],
      '清单被改动',
    ],
    ['no manifest', ([, ...rest]) => rest, '不是本系统的备份清单'],
  ])('%s', async (what, change, sentence) => {
    await refused(spoiltBackup(file, what.replaceAll(' ', '-'), change), sentence)
  })

  test('the key file of another installation, or one that lost a key', async () => {
    const { config } = platform.house
    const secret = Buffer.alloc(32, 7).toString('base64')
    const withKeys = (keys: Partial<typeof config.keys>): House => ({
      ...platform.house,
      config: { ...config, keys: { ...config.keys, ...keys } },
    })
    await refused(file, /缺少或不同的有 auditKeys\.k0。/, withKeys({ auditKeys: [{ kid: 'k0', secret }] }))
    await refused(file, /缺少或不同的有 fieldKeys\.k0。/, withKeys({ fieldKeys: [{ kid: 'k1', secret }] }))
  })

  test('a backup of a newer version', async () => {
    const later = join(dir, 'later.ejson.gz')
    await moveToDatabase('backup')
    await rows('migrations').insertOne({ _id: '2031-01-01-later' })
    await writeBackup(platform.house, later)
    await rows('migrations').deleteOne({ _id: '2031-01-01-later' })
    await moveToDatabase('backup_copy')
    await refused(later, '来自更新的版本（2031-01-01-later）')
  })

  test('no file', async () => {
    await expect(restore(join(dir, 'none'))).rejects.toThrow('没有这个备份文件')
  })
})

describe('a restore', () => {
  test('that was left half-way is served by nobody, and the next one begins anew', async () => {
    await moveToEmptyDatabase('backup_copy')
    await refuseHalfRestored()
    await beginRestoring()
    await rows('strangers').insertOne({ _id: 'half' })
    await expect(refuseHalfRestored()).rejects.toThrow('恢复没有做完')
    await restore(file)
    await refuseHalfRestored()
    expect(await countRows('strangers')).toBe(NOTES + 1)
    expect(await countRows('strangers', { _id: 'half' })).toBe(0)
  })

  test('keeps what a number is: whole doubles, long integers', async () => {
    for (const [field, type] of [
      ['whole', 'double'],
      ['long', 'long'],
      ['id', 'objectId'],
      ['nothing', 'null'],
    ] as const)
      expect(await countRows('strangers', { _id: 'types', [field]: { $type: type } })).toBe(1)
    expect((await notes.find(platform.ctx(), {}))[0]?.text).toBe('one with ￿ and 𠀀 and a\nbreak')
  })
})
