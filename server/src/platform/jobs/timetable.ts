/**
 * agenda keeps the timetable; a change stream wakes jobs early. In one process a job runs once at a time; across processes it may run twice, and
 * states and versions decide that each thing still happens once. A worker that dies with a job in hand leaves it to the others within 10 s.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { MongoJobRepository } from '@agendajs/mongo-backend'
import { Agenda } from 'agenda'
import { nativeDb } from '../db/connection.ts'
import { watchCollections } from '../db/watch.ts'
import type { House } from '../house.ts'
import { jobsOf, releaseLeases, runJob, type HouseJob } from './run.ts'

const COLLECTION = 'timetable'
const PROCESS_EVERY_MS = 1_000
const LOCK_MS = 10_000
const WAKE_MS = 10
/** Ends within the ten seconds a process has. */
const MOST_STOP_MS = 7_000

export interface Timetable {
  /** New work is no longer begun; what runs may finish, for 7 s at most. */
  stop(): Promise<void>
}

export interface TimetableOptions {
  /** How long agenda believes a worker that says nothing; default 10 s. */
  readonly lockMs?: number
}

export async function startTimetable(house: House, { lockMs = LOCK_MS }: TimetableOptions = {}): Promise<Timetable> {
  const flights = new Map(jobsOf(house).map((job) => [job.name, singleFlight(house, job)]))
  const agenda = await keepTimetable(house, flights, lockMs)
  const waking = wakeOnChanges(house, flights)
  return {
    async stop() {
      for (const flight of flights.values()) flight.close()
      const ended = Promise.all([waking.stop(), agenda.stop(), ...[...flights.values()].map((flight) => flight.idle())])
      await Promise.race([ended, sleep(MOST_STOP_MS, undefined, { ref: false })])
      await releaseLeases(house)
    },
  }
}

/** null: look everywhere. */
type Changed = ReadonlySet<string> | null

interface Flight {
  readonly job: HouseJob
  /** Resolves when a run that began after this call is over. */
  run(changed: Changed): Promise<void>
  /** From now on nothing begins. */
  close(): void
  idle(): Promise<void>
}

/** A call while the job runs asks for one more run afterwards, not for a second one beside it. */
function singleFlight(house: House, job: HouseJob): Flight {
  const state: { running: Promise<void> | null; wanted: Set<string> | null; again: boolean; closed: boolean } = {
    running: null,
    wanted: new Set(),
    again: false,
    closed: false,
  }
  const loop = async (): Promise<void> => {
    while (state.again && !state.closed) {
      const changed = state.wanted
      state.again = false
      state.wanted = new Set()
      await runJob(house, job, { changed })
    }
  }
  return {
    job,
    async run(changed) {
      if (changed === null) state.wanted = null
      else for (const name of changed) state.wanted?.add(name)
      state.again = true
      state.running ??= loop().finally(() => {
        state.running = null
      })
      await state.running
    },
    close: () => {
      state.closed = true
    },
    idle: async () => {
      await state.running
    },
  }
}

async function keepTimetable(
  house: House,
  flights: ReadonlyMap<string, Flight>,
  lockMs: number,
): Promise<{ stop(): Promise<void> }> {
  await ensureOneRowPerJob(house)
  const repository = new MongoJobRepository({ mongo: nativeDb() as never, db: { collection: COLLECTION } })
  const backend = {
    name: 'MongoDB',
    repository,
    ownsConnection: false,
    connect: () => repository.connect(),
    disconnect: () => Promise.resolve(),
  }
  const agenda = new Agenda({ backend, processEvery: PROCESS_EVERY_MS, defaultLockLifetime: lockMs })
  let active = 0
  agenda.on('start', () => (active += 1))
  agenda.on('complete', () => (active -= 1))
  agenda.on('error', (error) => {
    house.log.warn({ err: error }, 'the timetable stumbled and goes on')
  })
  for (const flight of flights.values())
    agenda.define(flight.job.name, (row: Lockable) => holdingLock(row, flight.run(null), lockMs))
  for (const { job } of flights.values())
    await agenda.every(job.every, job.name, undefined, { timezone: 'Asia/Shanghai' })
  await agenda.start()
  return {
    async stop() {
      await agenda.stop()
      while (active > 0) await sleep(20)
    },
  }
}

interface Lockable {
  touch(): Promise<void>
}

/** A long run keeps its row of the timetable; without this another worker would begin the same job beside it. */
async function holdingLock(row: Lockable, work: Promise<void>, lockMs: number): Promise<void> {
  const touching = setInterval(() => void row.touch().catch(() => undefined), lockMs / 3)
  try {
    await work
  } finally {
    clearInterval(touching)
  }
}

/** agenda looks for a job's row before it makes one: two workers that start together would make two. */
async function ensureOneRowPerJob(house: House): Promise<void> {
  try {
    await nativeDb()
      .collection(COLLECTION)
      .createIndexes([{ key: { name: 1, type: 1 }, name: 'single', unique: true }])
  } catch (error) {
    house.log.warn({ err: error }, 'the timetable holds a job twice')
  }
}

/** Changes wake the jobs that asked for their collection, gathered for some milliseconds. */
function wakeOnChanges(house: House, flights: ReadonlyMap<string, Flight>): { stop(): Promise<void> } {
  const wakers = [...flights.values()].filter((flight) => flight.job.wakeOn !== undefined)
  const names = new Set(wakers.flatMap((flight) => flight.job.wakeOn ?? []))
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  const wake = (): void => {
    timer = null
    const seen = new Set(changed)
    changed.clear()
    for (const flight of wakers) {
      const mine = new Set((flight.job.wakeOn ?? []).filter((name) => seen.has(name)))
      if (mine.size > 0) void flight.run(mine)
    }
  }
  const wakeAll = (): void => {
    for (const flight of wakers) void flight.run(null)
  }
  const watch = watchCollections([...names], {
    changed(name) {
      changed.add(name)
      timer ??= setTimeout(wake, WAKE_MS)
    },
    opened: wakeAll,
    broken(error) {
      house.log.warn({ err: error }, 'the change stream broke and is opened again')
    },
  })
  return {
    async stop() {
      if (timer !== null) clearTimeout(timer)
      await watch.close()
    },
  }
}
