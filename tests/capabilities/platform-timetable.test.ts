import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import type { Capability } from '../../server/src/platform/capability.ts'
import type { Ctx } from '../../server/src/platform/context.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { runJob, runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import type { House } from '../../server/src/platform/house.ts'
import { startTimetable, type Timetable } from '../../server/src/platform/jobs/timetable.ts'
import { changeNote, writeNote } from '../support/platform-notes.ts'
import { COUNTY, openPlatform, OTHER, type Platform } from '../support/platform.ts'

interface Seen {
  runs: string[]
  heard: string[]
  fail: boolean
  hold: Promise<void> | null
}

const seen: Seen = { runs: [], heard: [], fail: false, hold: null }

/** Its job comes by the clock once a day only: whatever it does within a test, it was woken to do. */
const watcher: Capability = {
  name: 'watcher',
  routes: [],
  jobs: [
    {
      name: 'watch-notes',
      every: '1 day',
      wakeOn: ['testNotes'],
      async run(ctx: Ctx) {
        seen.runs.push(ctx.tenant)
        await seen.hold
        if (seen.fail && ctx.tenant === COUNTY) throw new Error('this county only')
      },
    },
    { name: 'tick', every: '1 second', run: () => Promise.resolve(void seen.runs.push('tick')) },
  ],
  subscribers: [
    {
      name: 'hear-notes',
      event: 'notes.written',
      handle: (_ctx, { recordId }) => Promise.resolve(void seen.heard.push(recordId)),
    },
    {
      name: 'change-noted',
      event: 'notes.written',
      async handle(ctx, { recordId }) {
        await changeNote(ctx, recordId, 'noted')
      },
    },
  ],
}

let platform: Platform
const running: Timetable[] = []

/** With a short lock, because agenda's own timers live for half of it. */
async function start(house: House): Promise<Timetable> {
  const timetable = await startTimetable(house, { lockMs: 1_000 })
  running.push(timetable)
  return timetable
}

interface OpenCursor {
  readonly ns: string
  readonly cursor?: { readonly cursorId: unknown; readonly tailable: boolean }
}

/** What a lost connection does to them, done by hand; answers how many there were. */
async function killChangeStreams(): Promise<number> {
  const { databaseName } = nativeDb()
  const answer = await nativeDb().admin().command({ currentOp: 1 })
  const open: readonly OpenCursor[] = Array.isArray(answer['inprog']) ? answer['inprog'] : []
  const ours = open.filter((one) => one.ns.startsWith(`${databaseName}.$cmd`) && one.cursor?.tailable === true)
  const cursors = ours.map((one) => one.cursor?.cursorId)
  if (cursors.length > 0) await nativeDb().command({ killCursors: '$cmd.aggregate', cursors })
  return cursors.length
}

beforeAll(async () => {
  platform = await openPlatform('timetable', [watcher])
})
afterAll(async () => {
  await platform.stop()
})
afterEach(async () => {
  for (const timetable of running.splice(0)) await timetable.stop()
})
beforeEach(async () => {
  for (const name of ['testNotes', 'auditEntries', 'outbox', 'leases', 'timetable'])
    await nativeDb().collection(name).deleteMany({})
  Object.assign(seen, { runs: [], heard: [], fail: false, hold: null })
})

async function until(holds: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about')
    await sleep(20)
  }
}

const ofNotes = () => seen.runs.filter((one) => one !== 'tick')
const failures = async (): Promise<number> => {
  const { values } = await platform.house.metrics.events.get()
  return values.find((one) => one.labels.name === 'job-failed:watch-notes')?.value ?? 0
}

describe('the timetable', () => {
  test('wakes a job of its own that asked for a collection, and carries an event to its subscriber and the entry into the chain', async () => {
    const timetable = await start(platform.house)
    await until(() => ofNotes().length >= 4)
    await sleep(300)
    const before = ofNotes().length
    const note = await writeNote(platform.ctx())
    await until(() => seen.heard.includes(note._id))
    await until(async () => (await auditEntries.countUpTo(platform.ctx(), { recordId: note._id }, 9)) === 2)
    await until(() => ofNotes().length > before)
    await timetable.stop()
    expect(seen.heard).toEqual([note._id])
  })

  test('wakes again after its change stream was killed', async () => {
    const timetable = await start(platform.house)
    await until(() => ofNotes().length >= 4)
    await until(async () => (await killChangeStreams()) > 0)
    await sleep(1_500)
    const before = ofNotes().length
    await writeNote(platform.ctx())
    await until(() => ofNotes().length > before)
    await timetable.stop()
  })

  test('falls silent when nothing happens: the relay’s own emptying wakes nobody', async () => {
    const timetable = await start(platform.house)
    await until(() => ofNotes().length >= 4)
    await writeNote(platform.ctx())
    await until(async () => (await auditEntries.countUpTo(platform.ctx(), { record: 'testNotes' }, 9)) === 2)
    await sleep(500)
    const before = ofNotes().length
    const stop = countCommands()
    await sleep(1_500)
    expect(ofNotes()).toHaveLength(before)
    // Two looks of relay and dispatch for two counties, and agenda's own reading; no write into the data.
    expect(stop().filter((name) => ['insert', 'update', 'delete'].includes(name)).length).toBeLessThan(20)
    await timetable.stop()
  })

  test('keeps its rows in one collection of its own, one a job, though two workers start at once', async () => {
    const both = await Promise.all([start(platform.house), start(platform.another())])
    await until(() => seen.runs.includes('tick'))
    await Promise.all(both.map((one) => one.stop()))
    const rows = await nativeDb().collection('timetable').find({}).toArray()
    expect(rows.map((row) => String(row['name'])).sort()).toEqual([
      'dispatch-outbox',
      'keep-calendar',
      'keep-retention',
      'publish-audit-head',
      'relay-pending',
      'rewrap-fields',
      'tick',
      'watch-notes',
    ])
    const names = (await nativeDb().listCollections({}, { nameOnly: true }).toArray()).map((one) => one.name)
    expect(names.filter((name) => name.startsWith('agenda'))).toEqual([])
  })

  test('begins nothing after it was told to stop, and lets what runs finish', async () => {
    const timetable = await start(platform.house)
    await until(() => ofNotes().length >= 4)
    let let_go = (): void => undefined
    seen.hold = new Promise((resolve) => {
      let_go = resolve
    })
    await writeNote(platform.ctx())
    const before = ofNotes().length
    await until(() => ofNotes().length > before)
    const stopping = timetable.stop()
    let over = false
    void stopping.then(() => (over = true))
    await sleep(100)
    expect(over).toBe(false)
    let_go()
    await stopping
    const after = seen.runs.length
    await writeNote(platform.ctx())
    await sleep(1_500)
    expect(seen.runs).toHaveLength(after)
  })
})

describe('a job', () => {
  test('that fails for one county runs for the others, and is counted', async () => {
    seen.fail = true
    const before = await failures()
    const [job] = watcher.jobs ?? []
    if (job === undefined) throw new Error('no job')
    expect(await runJob(platform.house, job)).toBe(1)
    expect(ofNotes().sort()).toEqual([COUNTY, OTHER])
    expect((await failures()) - before).toBe(1)
  })

  test('that hangs for one county is given up after its time, and the others are done', async () => {
    const hanging = {
      name: 'hang',
      every: '1 day',
      run: (ctx: Ctx) =>
        ctx.tenant === COUNTY ? new Promise<void>(() => undefined) : Promise.resolve(void seen.runs.push(ctx.tenant)),
    }
    expect(await runJob(platform.house, hanging, { mostMs: 50 })).toBe(1)
    expect(seen.runs).toEqual([OTHER])
  })
})

describe('running all jobs once', () => {
  test('goes on until what one sets going the others have finished, and tells how many failed', async () => {
    const note = await writeNote(platform.ctx())
    expect(await runJobsOnce(platform.house)).toBe(0)
    expect(seen.heard).toEqual([note._id])
    expect(await auditEntries.find(platform.ctx(), { recordId: note._id })).toHaveLength(2)
    expect(await nativeDb().collection('outbox').countDocuments({ state: 'DONE' })).toBe(2)
    seen.fail = true
    expect(await runJobsOnce(platform.house)).toBe(1)
  })

  test('keeps to the jobs that were named, beside relay and dispatch', async () => {
    await writeNote(platform.ctx())
    await runJobsOnce(platform.house, ['tick'])
    expect(new Set(seen.runs)).toEqual(new Set(['tick']))
    expect(seen.heard).toHaveLength(1)
  })
})
