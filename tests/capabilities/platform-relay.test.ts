import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { createSequencer } from '../../server/src/platform/audit/sequencer.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { collectionsWithPending } from '../../server/src/platform/db/with-pending.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { outbox } from '../../server/src/platform/outbox/outbox.ts'
import { relayPending } from '../../server/src/platform/outbox/relay.ts'
import { changeNote, notes, writeNote } from '../support/platform-notes.ts'
import { watchPlans } from '../support/plans.ts'
import { COUNTY, NOW, openPlatform, OTHER, type Platform } from '../support/platform.ts'

let platform: Platform

beforeAll(async () => {
  platform = await openPlatform('relay')
})
afterAll(async () => {
  await platform.stop()
})
beforeEach(async () => {
  for (const name of ['testNotes', 'auditEntries', 'outbox', 'leases', 'alarms'])
    await nativeDb().collection(name).deleteMany({})
  platform.clock.set(NOW)
})

const relay = () => runJobsOnce(platform.house, [])
const verify = () => verifyAudit(platform.ctx(), platform.house.config.keys, [])
const refusedCount = async (name: string): Promise<number> => {
  const { values } = await platform.house.metrics.events.get()
  return values.find((one) => one.labels.name === name)?.value ?? 0
}
const raw = () =>
  nativeDb().collection<{ _id: string; tenant: string; version: number; pending: unknown[] }>('testNotes')

const waiting = () => raw().countDocuments({ 'pending.0': { $exists: true } })

describe('the relay', () => {
  test('hands events to the outbox and audit entries to the chain, and leaves the record at its version', async () => {
    const note = await writeNote(platform.ctx())
    await changeNote(platform.ctx(), note._id, 'second')
    await writeNote(platform.ctx(OTHER))
    await relay()
    const chain = await auditEntries.find(platform.ctx(), {}, { sort: { seq: 1 } })
    expect(chain.map(({ seq, act, version, actor }) => ({ seq, act, version, actor }))).toEqual([
      { seq: 1, act: 'notes.write', version: 1, actor: 'system:test' },
      { seq: 2, act: 'notes.change', version: 2, actor: 'system:test' },
    ])
    expect((await outbox.find(platform.ctx(), {})).map((row) => row.name).sort()).toEqual([
      'notes.changed',
      'notes.written',
    ])
    expect(await notes.findOne(platform.ctx(), { _id: note._id })).toMatchObject({
      version: 2,
      pending: [],
      text: 'second',
    })
    expect(await auditEntries.find(platform.ctx(OTHER), {})).toHaveLength(1)
    expect(await verify()).toMatchObject({ differences: [], unchained: 0, checked: { entries: 2, records: 1 } })
  })

  test('costs one look, one outbox insert, one chain insert and one emptying once it knows where the chain ends', async () => {
    const parts = {
      sequencer: createSequencer({
        auditKeys: () => platform.house.config.keys.auditKeys,
        holder: 'counted',
        leaseMs: 60_000,
      }),
      metrics: platform.house.metrics,
      only: new Set(['testNotes']),
    }
    await writeNote(platform.ctx())
    await relayPending(platform.ctx(), parts)
    for (const amount of [1, 50]) {
      for (let count = 0; count < amount; count += 1) await writeNote(platform.ctx())
      const stop = countCommands()
      await relayPending(platform.ctx(), parts)
      expect(stop()).toEqual(['find', 'insert', 'insert', 'update'])
    }
    await parts.sequencer.release()
  })

  test('asks once over all collections where nothing is known, and then only where something is pending', async () => {
    const { metrics, config } = platform.house
    const sequencer = createSequencer({ auditKeys: () => config.keys.auditKeys, holder: 'looking', leaseMs: 60_000 })
    await relayPending(platform.ctx(), { sequencer, metrics })
    const idle = countCommands()
    expect(await relayPending(platform.ctx(), { sequencer, metrics })).toBe(0)
    expect(idle()).toEqual(['aggregate'])
    await writeNote(platform.ctx(OTHER))
    await writeNote(platform.ctx())
    const busy = countCommands()
    expect(await relayPending(platform.ctx(), { sequencer, metrics })).toBe(2)
    expect(busy().slice(0, 2)).toEqual(['aggregate', 'find'])
    expect(await relayPending(platform.ctx(OTHER), { sequencer, metrics })).toBe(2)
    await sequencer.release()
  })

  test('reads no row of a long history for that question', async () => {
    const { tenant } = platform.ctx()
    const rows = Array.from({ length: 2000 }, (_, n) => ({ _id: `n${String(n)}`, tenant, version: 1, pending: [] }))
    await raw().insertMany(rows)
    const plans = watchPlans()
    expect(await collectionsWithPending(platform.ctx(), ['persons', 'testNotes'])).toEqual(new Set())
    await writeNote(platform.ctx())
    expect(await collectionsWithPending(platform.ctx(), ['persons', 'testNotes'])).toEqual(new Set(['testNotes']))
    plans.stop()
    expect(await plans.report()).toMatchObject({ findings: [] })
  })

  test.each([
    'relay-after-outbox',
    'chain-before-insert',
    'chain-after-insert',
    'relay-after-chain',
    'relay-after-pull',
  ])('killed at %s, it loses nothing and doubles nothing', async (point) => {
    for (let count = 0; count < 3; count += 1) {
      const note = await writeNote(platform.ctx())
      await changeNote(platform.ctx(), note._id, 'second')
    }
    const { signal } = await platform.child(['tests/support/platform-child.ts'], { XLB_CRASH_AT: point }).ended
    expect(signal).toBe('SIGKILL')
    // The dead one's lease may still run for a moment; the promise is five seconds.
    const end = Date.now() + 5_000
    while ((await waiting()) > 0 && Date.now() < end) await relay()
    expect(await verify()).toMatchObject({ differences: [], unchained: 0, checked: { entries: 6, records: 3 } })
    expect(await outbox.find(platform.ctx(), {})).toHaveLength(6)
    expect(await waiting()).toBe(0)
  })

  test('leaves an entry whose content was changed, tells it once, and relays the others of the same record', async () => {
    const note = await writeNote(platform.ctx())
    await changeNote(platform.ctx(), note._id, 'second')
    await raw().updateOne({ _id: note._id }, { $set: { 'pending.0.actor': 'resident:somebody' } })
    const before = await refusedCount('pending-mac-refused')
    await relay()
    await relay()
    expect((await raw().findOne({ _id: note._id }))?.pending).toMatchObject([{ actor: 'resident:somebody' }])
    expect((await refusedCount('pending-mac-refused')) - before).toBe(1)
    expect((await auditEntries.find(platform.ctx(), { record: 'testNotes' })).map((one) => one.act)).toEqual([
      'notes.change',
    ])
    expect((await verify()).differences).toHaveLength(2)
  })

  test.each<[unknown]>([[null], ['text'], [42], [{}], [{ mac: 1 }], [[]]])(
    'is not stopped by %j in place of an entry',
    async (forged) => {
      const broken = await writeNote(platform.ctx())
      await raw().updateOne({ _id: broken._id }, { $push: { pending: forged } })
      await writeNote(platform.ctx())
      expect(await relay()).toBe(0)
      expect(await auditEntries.find(platform.ctx(), {})).toHaveLength(2)
      expect((await raw().findOne({ _id: broken._id }))?.pending).toEqual([forged])
    },
  )

  test('refuses a genuine entry of one record in another, and one of a version the record has not reached', async () => {
    const [one, other] = [await writeNote(platform.ctx()), await writeNote(platform.ctx())]
    const stolen = (await raw().findOne({ _id: one._id }))?.pending ?? []
    await raw().updateOne({ _id: other._id }, { $set: { pending: stolen } })
    await raw().updateOne({ _id: one._id }, { $set: { version: 0 } })
    await relay()
    expect(await auditEntries.find(platform.ctx(), {})).toEqual([])
    expect(await outbox.find(platform.ctx(), {})).toEqual([])
  })

  test('takes out exactly what it relayed: a forged twin with the same id stays', async () => {
    const note = await writeNote(platform.ctx())
    const [entry] = (await raw().findOne({ _id: note._id }))?.pending ?? []
    await raw().updateOne(
      { _id: note._id },
      { $push: { pending: { ...Object(entry), at: '2020-01-01T00:00:00.000Z' } } },
    )
    await relay()
    expect((await raw().findOne({ _id: note._id }))?.pending).toMatchObject([{ at: '2020-01-01T00:00:00.000Z' }])
  })

  test('passes by more forged records than a batch holds', async () => {
    const note = await writeNote(platform.ctx())
    const forged = Array.from({ length: 450 }, (_one, at) => ({
      _id: `not_0_${String(at)}`,
      tenant: COUNTY,
      state: 'OPEN',
      version: 1,
      text: '',
      pending: [{ id: 'x', mac: 'y' }],
    }))
    await raw().insertMany(forged)
    await relay()
    expect((await auditEntries.find(platform.ctx(), {})).map((one) => one.recordId)).toEqual([note._id])
  })

  test('side by side with another worker, makes one chain without gap or double', async () => {
    const workers = [platform.house, platform.another()]
    const written = Array.from({ length: 12 }, async () => {
      const note = await writeNote(platform.ctx())
      for (const text of ['second', 'third', 'fourth']) await changeNote(platform.ctx(), note._id, text)
    })
    const relaying = Promise.all(
      workers.map(async (house) => {
        for (let round = 0; round < 15; round += 1) await runJobsOnce(house, [])
      }),
    )
    await Promise.all([...written, relaying])
    await relay()
    expect(await verify()).toMatchObject({ differences: [], unchained: 0, checked: { entries: 48, records: 12 } })
    expect(await outbox.find(platform.ctx(), {})).toHaveLength(48)
  })

  test('does not send an old event again that somebody put back after its outbox row had left', async () => {
    const note = await writeNote(platform.ctx())
    const entries = (await raw().findOne({ _id: note._id }))?.pending ?? []
    await relay()
    await nativeDb().collection('outbox').deleteMany({})
    platform.clock.advance(15 * 86_400_000)
    await raw().updateOne({ _id: note._id }, { $set: { pending: entries } })
    await relay()
    expect(await outbox.find(platform.ctx(), {})).toEqual([])
    expect((await raw().findOne({ _id: note._id }))?.pending).toEqual([])
    expect(await verify()).toMatchObject({ differences: [] })
  })

  test('does not let a record that was put back to an older version stop the chain of the others', async () => {
    const note = await writeNote(platform.ctx())
    await changeNote(platform.ctx(), note._id, 'second')
    await relay()
    await raw().updateOne({ _id: note._id }, { $set: { version: 1, text: 'first' } })
    await changeNote(platform.ctx(), note._id, 'another second')
    const other = await writeNote(platform.ctx())
    await relay()
    expect((await auditEntries.find(platform.ctx(), { recordId: other._id })).map((one) => one.version)).toEqual([1])
    expect((await verify()).differences).toEqual([
      `entry 2: version 2 of testNotes:${note._id} is pending once more, as another entry`,
    ])
  })
})
