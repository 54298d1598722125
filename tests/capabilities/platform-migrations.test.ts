import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { runMigrations, type Migration } from '../../server/src/platform/db/migrations.ts'
import { prepareDatabase } from '../../server/src/platform/db/prepare.ts'
import { openPlatform, type Platform } from '../support/platform.ts'

let platform: Platform

beforeAll(async () => {
  platform = await openPlatform('migrations')
})
afterAll(async () => {
  await platform.stop()
})
beforeEach(async () => {
  for (const name of ['migrations', 'leases', 'things']) await nativeDb().collection(name).deleteMany({})
})

const made: string[] = []
const migration = (name: string, how: () => Promise<void> = () => Promise.resolve()): Migration => ({
  name,
  async up() {
    made.push(name)
    await how()
  },
})

describe('migrations', () => {
  beforeEach(() => {
    made.length = 0
  })

  test('run once each, in the order of their days, whichever capability they come from', async () => {
    const [late, early] = [migration('2026-12-02-b'), migration('2026-12-01-z')]
    expect(await runMigrations([late, early])).toEqual(['2026-12-01-z', '2026-12-02-b'])
    expect(await runMigrations([late, early, migration('2026-12-01-a')])).toEqual(['2026-12-01-a'])
    expect(made).toEqual(['2026-12-01-z', '2026-12-02-b', '2026-12-01-a'])
  })

  test('stop at one that fails, and begin again with it', async () => {
    let works = false
    const shaky = migration('2026-12-01-b', async () => {
      if (!works) throw new Error('the disk is full')
      await nativeDb().collection('things').insertOne({ done: true })
    })
    const all = [migration('2026-12-01-a'), shaky, migration('2026-12-01-c')]
    await expect(runMigrations(all)).rejects.toThrow('the disk is full')
    works = true
    expect(await runMigrations(all)).toEqual(['2026-12-01-b', '2026-12-01-c'])
  })

  test('are not run by two processes at once', async () => {
    const slow = migration('2026-12-01-slow', () => sleep(300))
    const [first, second] = await Promise.allSettled([runMigrations([slow]), runMigrations([slow])])
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected'])
    expect(made).toEqual(['2026-12-01-slow'])
  })

  test('need a name of their own that begins with a day', async () => {
    await expect(runMigrations([migration('split-names')])).rejects.toThrow('split-names needs a name')
    await expect(runMigrations([migration('2026-12-01-a'), migration('2026-12-01-a')])).rejects.toThrow(
      '2026-12-01-a needs a name',
    )
    expect(made).toEqual([])
  })

  test('come from the capabilities, before the indexes are made, and a repeat of the whole changes nothing', async () => {
    const house = {
      ...platform.house,
      capabilities: [{ name: 'things', routes: [], migrations: [migration('2026-12-03-things')] }],
    }
    await prepareDatabase(house)
    await prepareDatabase(house)
    expect(made).toEqual(['2026-12-03-things'])
  })
})
