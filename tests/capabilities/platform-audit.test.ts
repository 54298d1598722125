import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { linkAfter } from '../../server/src/platform/audit/chain.ts'
import { GENESIS, type AuditEntry } from '../../server/src/platform/audit/entries.ts'
import { publishHead, readHeads } from '../../server/src/platform/audit/heads.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import type { NamedKey } from '../../server/src/platform/crypto/keys.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { createRecord, type PendingEntry } from '../../server/src/platform/db/record.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { changeNote, notes, writeNote } from '../support/platform-notes.ts'
import { COUNTY, NOW, openPlatform, OTHER, type Platform } from '../support/platform.ts'

let platform: Platform
let written: string[]

beforeAll(async () => {
  platform = await openPlatform('audit')
})
afterAll(async () => {
  await platform.stop()
})

/** Two notes at versions 3 and 1, all chained (4 entries), and one note in the other county. */
beforeEach(async () => {
  for (const name of ['testNotes', 'auditEntries', 'auditHeads', 'outbox', 'leases'])
    await nativeDb().collection(name).deleteMany({})
  rmSync(platform.headsFile, { force: true })
  const first = await writeNote(platform.ctx())
  await changeNote(platform.ctx(), first._id, 'second')
  await changeNote(platform.ctx(), first._id, 'third')
  const other = await writeNote(platform.ctx())
  await writeNote(platform.ctx(OTHER))
  await runJobsOnce(platform.house, [])
  written = [first._id, other._id]
})

const chain = () => nativeDb().collection<AuditEntry>('auditEntries')
const rawNotes = () => nativeDb().collection<{ _id: string; version: number }>('testNotes')
const heads = () => readHeads(platform.headsFile).heads
const verify = async (tenant = COUNTY) => await verifyAudit({ tenant }, platform.house.config.keys, heads())
const differences = async (tenant = COUNTY) => (await verify(tenant)).differences

describe('audit:verify', () => {
  test('finds nothing in an untouched chain, and counts what it read', async () => {
    await publishHead(platform.ctx(), platform.headsFile)
    expect(await verify()).toMatchObject({
      differences: [],
      checked: { entries: 4, records: 2 },
      unchained: 0,
      tail: { seq: 4 },
    })
  })

  test('prints the tail that is not chained yet, which is no difference', async () => {
    await changeNote(platform.ctx(), written[0] ?? '', 'fourth')
    expect(await verify()).toMatchObject({ differences: [], unchained: 1 })
  })

  test.each<[string, { $set: Partial<AuditEntry> }]>([
    ['who acted', { $set: { actor: 'system:somebody' } }],
    ['when', { $set: { at: '2020-01-01T00:00:00.000Z' } }],
    ['what was done', { $set: { act: 'notes.read' } }],
    ['the data', { $set: { data: { amount: 1 } } }],
    ['the MAC', { $set: { mac: 'HS256:AAAA' } }],
    ['the fence', { $set: { fence: 0 } }],
  ])('finds an entry in which %s was edited', async (_what, update) => {
    await chain().updateOne({ tenant: COUNTY, seq: 2 }, update)
    expect(await differences()).toContain('entry 2: it was changed, or written without the key')
  })

  test('finds an entry that was taken out of the middle', async () => {
    await chain().deleteOne({ tenant: COUNTY, seq: 2 })
    expect(await differences()).toEqual([
      'entry 3: the number before it is missing',
      'entry 3: it does not follow the entry before it',
      `entry 3: version 3 of testNotes:${written[0] ?? ''} comes after version 1`,
    ])
  })

  test('finds an entry that was inserted, and one that took the place of another', async () => {
    const [first, second] = await chain().find({ tenant: COUNTY }).sort({ seq: 1 }).toArray()
    if (first === undefined || second === undefined) throw new Error('the chain is short')
    const strange = { recordId: 'not_strange', version: 1, entryId: 'pnd_strange' }
    for (const seq of [4, 3, 2]) await chain().updateOne({ tenant: COUNTY, seq }, { $set: { seq: seq + 1 } })
    await chain().insertOne({ ...second, _id: 'pnd_strange', ...strange, seq: 2 })
    const found = await differences()
    expect(found).toContain('entry 2: it was changed, or written without the key')
    expect(found).toContain('entry 3: it was changed, or written without the key')
  })

  test('finds two entries that changed places', async () => {
    await chain().updateOne({ tenant: COUNTY, seq: 2 }, { $set: { seq: 99 } })
    await chain().updateOne({ tenant: COUNTY, seq: 3 }, { $set: { seq: 2 } })
    await chain().updateOne({ tenant: COUNTY, seq: 99 }, { $set: { seq: 3 } })
    expect(await differences()).toEqual(
      expect.arrayContaining([2, 3].map((seq) => `entry ${String(seq)}: it was changed, or written without the key`)),
    )
  })

  test('finds a head that was rewritten in the database, though the file outside still speaks the truth', async () => {
    await publishHead(platform.ctx(), platform.headsFile)
    await nativeDb()
      .collection('auditHeads')
      .updateOne({ tenant: COUNTY }, { $set: { seq: 3 } })
    expect(await differences()).toEqual(['entry 3 is not the one published on 2026-11-26'])
  })

  test('finds a cut tail by the records, and by the published head even where the records were put back too', async () => {
    await publishHead(platform.ctx(), platform.headsFile)
    await chain().deleteOne({ tenant: COUNTY, seq: 4 })
    expect(await differences()).toContain(`testNotes:${written[1] ?? ''} stands at version 1 without an entry for 1`)
    await rawNotes().deleteOne({ _id: written[1] ?? '' })
    await nativeDb().collection('auditHeads').deleteMany({})
    expect(await differences()).toEqual(['entry 4, published on 2026-11-26, is gone'])
  })

  test('finds a chain made anew: without the key by its MACs, with the key by the published head', async () => {
    await publishHead(platform.ctx(), platform.headsFile)
    await nativeDb().collection('auditHeads').deleteMany({})
    const forge = async (keys: readonly NamedKey[]) => {
      const rows = await chain().find({ tenant: COUNTY }).sort({ seq: 1 }).toArray()
      const pending = rows.map((row): PendingEntry => ({
        ...row,
        id: row.entryId,
        kind: 'audit',
        name: row.act,
        actor: 'system:nobody',
      }))
      await chain().deleteMany({ tenant: COUNTY })
      await chain().insertMany(linkAfter(keys, { tenant: COUNTY }, { seq: 0, mac: GENESIS }, pending, 1))
    }
    await forge([{ kid: 'k0', secret: Buffer.alloc(32, 7).toString('base64') }])
    expect(await differences()).toContain('entry 1: it was changed, or written without the key')
    await forge(platform.house.config.keys.auditKeys)
    expect(await differences()).toEqual(['entry 4 is not the one published on 2026-11-26'])
  })

  test('finds a county whose rows are gone', async () => {
    await publishHead(platform.ctx(OTHER), platform.headsFile)
    for (const name of ['auditEntries', 'testNotes', 'auditHeads', 'outbox', 'leases'])
      await nativeDb().collection(name).deleteMany({ tenant: OTHER })
    expect(await differences(OTHER)).toEqual(['entry 1, published on 2026-11-26, is gone'])
    expect(await differences()).toEqual([])
  })

  test('finds entries that were moved to another county', async () => {
    await chain().updateOne({ tenant: OTHER, seq: 1 }, { $set: { tenant: COUNTY, seq: 5 } })
    expect(await differences()).toContain('entry 5: it was changed, or written without the key')
    expect(await differences(OTHER)).toHaveLength(1)
  })

  test('finds entries without a place in the chain', async () => {
    await nativeDb()
      .collection('auditEntries')
      .insertMany([
        { tenant: COUNTY, seq: -1, entryId: 'a', record: 'x', version: 1 },
        { tenant: COUNTY, seq: 'two', entryId: 'b', record: 'x', version: 2 },
      ])
    expect(await differences()).toContain('2 entries have no place in the chain')
  })

  test('finds a record that was changed past the house, put back, or taken away', async () => {
    const [first = '', other = ''] = written
    await rawNotes().updateOne({ _id: other }, { $set: { version: 2 } })
    await rawNotes().updateOne({ _id: first }, { $set: { version: 2 } })
    expect(await differences()).toEqual([
      `testNotes:${other} stands at version 2 without an entry for 2`,
      `testNotes:${first} stands at version 2, and its entries go to 3`,
    ])
    await rawNotes().deleteMany({ tenant: COUNTY })
    expect(await differences()).toEqual([
      `testNotes:${first} has entries, but the record is gone`,
      `testNotes:${other} has entries, but the record is gone`,
    ])
  })

  test('still verifies after a lawful deletion, whose last entry says so', async () => {
    const row = { _id: 'not_erased', tenant: COUNTY, state: 'OPEN' as const, text: '' }
    await createRecord(platform.ctx(), notes, row, { act: 'notes.erase' })
    await runJobsOnce(platform.house, [])
    await rawNotes().deleteOne({ _id: 'not_erased' })
    expect(await verify()).toMatchObject({ differences: [], checked: { entries: 5, records: 2 } })
  })

  test('finds nothing wrong while the house is at work beside it', async () => {
    const [first = ''] = written
    const work = (async () => {
      for (let count = 0; count < 40; count += 1) {
        await changeNote(platform.ctx(), first, `text ${String(count)}`)
        if (count % 4 === 0) await writeNote(platform.ctx())
        if (count % 3 === 0) await runJobsOnce(platform.house, [])
      }
    })()
    const found: string[] = []
    for (let count = 0; count < 15; count += 1) found.push(...(await differences()))
    await work
    expect(found).toEqual([])
  })
})

describe('the published heads', () => {
  test('are one line a county and day, whoever asks and however often', async () => {
    for (const day of [0, 0, 1]) {
      platform.clock.set(NOW + day * 86_400_000)
      for (const tenant of [COUNTY, OTHER, COUNTY]) await publishHead(platform.ctx(tenant), platform.headsFile)
    }
    expect(heads().map(({ day, tenant, seq }) => `${day} ${tenant} ${String(seq)}`)).toEqual([
      '2026-11-26 331123 4',
      '2026-11-26 331124 1',
      '2026-11-27 331123 4',
      '2026-11-27 331124 1',
    ])
    platform.clock.set(NOW)
  })

  test('write again a line that a crash lost, after one that it tore', async () => {
    platform.clock.set(NOW + 10 * 86_400_000)
    await publishHead(platform.ctx(), platform.headsFile)
    writeFileSync(platform.headsFile, '{"day":"2026-')
    platform.clock.set(NOW + 11 * 86_400_000)
    await publishHead(platform.ctx(), platform.headsFile)
    expect(heads().map((head) => head.day)).toEqual(['2026-12-06', '2026-12-07'])
    expect(readHeads(platform.headsFile).unreadable).toBe(1)
    platform.clock.set(NOW)
  })
})

describe('the operator’s command', () => {
  const operate = (...words: string[]) =>
    platform.child(['--import', './tests/support/platform-notes.ts', 'server/src/operate.ts', ...words]).ended

  test('ends with 0 and counts where all is well, and with 1 where a county of the published heads is gone', async () => {
    await publishHead(platform.ctx(), platform.headsFile)
    const file = `${platform.headsFile}.kept`
    appendFileSync(file, readFileSync(platform.headsFile, 'utf8'))
    appendFileSync(file, `${JSON.stringify({ day: '2026-11-01', tenant: '331199', seq: 3, mac: 'HS256:x' })}\n`)
    const [good, bad] = await Promise.all([operate('audit:verify'), operate('audit', '--head', file)])
    expect(good).toMatchObject({ code: 0 })
    expect(good.output).toContain('331123: 4 entries, 2 records, 2 heads, 0 not chained yet, head 4 HS256:')
    expect(good.output).toContain('10 rows checked, 0 differences')
    expect(bad.code).toBe(1)
    expect(bad.output).toContain('entry 3, published on 2026-11-01, is gone')
  })
})
