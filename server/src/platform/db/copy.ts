/**
 * A whole database as text and back: every collection of one moment, row by row in key order, with its options and indexes. Values keep their BSON
 * type (canonical EJSON), so that a copy has the same hashes. For backup and restore only: nothing here knows a county.
 */
import mongoose from 'mongoose'
import { nativeDb } from './connection.ts'
import { ENGINE_PROOFS } from './proof.ts'

const { EJSON } = mongoose.mongo.BSON

/** An index as it stands; its fields in their order. */
export interface StandingIndex {
  readonly name: string
  readonly fields: readonly (readonly [string, unknown])[]
  /** Unique, partial, TTL and whatever else the engine says, by its own names. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface StandingCollection {
  readonly name: string
  /** Validator and whatever else the engine says. */
  readonly options: Readonly<Record<string, unknown>>
  readonly indexes: readonly StandingIndex[]
}

export interface Snapshot {
  /** Every row as one line of canonical EJSON, by key. */
  lines(collection: string): AsyncGenerator<string>
}

/** Stands while a restore is under way: what is there then is half a database. */
const RESTORING = 'restoring'
/** Belongs to the engine, not to the data: written at every start. */
const IGNORED = new Set([ENGINE_PROOFS])

const plain = (value: object): Record<string, unknown> => EJSON.serialize(value, { relaxed: true })
const restored = (value: object) => EJSON.deserialize(value, { relaxed: true }) as Record<string, unknown>

/** All collections by name, with what is declared of each. */
export async function describeDatabase(): Promise<StandingCollection[]> {
  const db = nativeDb()
  const standing = await db.listCollections({ type: 'collection' }, { nameOnly: false }).toArray()
  const kept = standing
    .filter(({ name }) => !name.startsWith('system.') && !IGNORED.has(name) && name !== RESTORING)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  return await Promise.all(
    kept.map(async ({ name, options }) => ({
      name,
      options: plain(options ?? {}),
      indexes: await describeIndexes(name),
    })),
  )
}

async function describeIndexes(collection: string): Promise<StandingIndex[]> {
  const standing = await nativeDb().collection(collection).listIndexes().toArray()
  return standing
    .map(({ v: _version, key, name, ...options }: Record<string, unknown>) => ({
      name: String(name),
      fields: Object.entries(key as object),
      options: plain(options),
    }))
    .filter(({ name }) => name !== '_id_')
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

const SNAPSHOT_TOO_OLD = 239

/** What `work` reads is the state of one moment, whatever is written meanwhile. The engine keeps such a moment for five minutes unless told otherwise. */
export async function atOneMoment<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const session = mongoose.connection.getClient().startSession({ snapshot: true })
  try {
    return await work({ lines: (collection) => linesOf(collection, { session, readConcern: { level: 'snapshot' } }) })
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoServerError) || error.code !== SNAPSHOT_TOO_OLD) throw error
    throw new Error('备份用的时间超过了数据库保留快照的时间，请调大 minSnapshotHistoryWindowInSeconds 后再试。', {
      cause: error,
    })
  } finally {
    await session.endSession()
  }
}

/** The rows as they stand now. */
export function presentLines(collection: string): AsyncGenerator<string> {
  return linesOf(collection, {})
}

async function* linesOf(collection: string, how: mongoose.mongo.FindOptions): AsyncGenerator<string> {
  const options = { ...how, promoteValues: false, promoteLongs: false, hint: { _id: 1 }, batchSize: 500 }
  const rows = nativeDb().collection(collection).find({}, options).sort({ _id: 1 })
  for await (const row of rows) yield EJSON.stringify(row, { relaxed: false })
}

/** A small collection as plain objects, of that moment. */
export function rowOf(line: string): Readonly<Record<string, unknown>> {
  return EJSON.parse(line, { relaxed: true }) as Readonly<Record<string, unknown>>
}

export async function insertLines(collection: string, lines: readonly string[]): Promise<void> {
  const rows = lines.map((line) => EJSON.parse(line, { relaxed: false }) as mongoose.mongo.BSON.Document)
  if (rows.length > 0) await nativeDb().collection(collection).insertMany(rows)
}

/** Before the rows: the collection without validator and indexes, which would only slow the rows down. */
export async function makeCollection({ name, options }: StandingCollection): Promise<void> {
  const { validator: _validator, validationAction: _action, validationLevel: _level, ...rest } = restored(options)
  await nativeDb().createCollection(name, rest)
}

/** After the rows: validator and indexes as they stood. A unique index that the rows break is an error. */
export async function finishCollection({ name, options, indexes }: StandingCollection): Promise<void> {
  const { validator, validationAction, validationLevel } = restored(options)
  if (validator !== undefined)
    await nativeDb().command({
      collMod: name,
      validator,
      ...(validationAction === undefined ? {} : { validationAction }),
      ...(validationLevel === undefined ? {} : { validationLevel }),
    })
  if (indexes.length === 0) return
  await nativeDb()
    .collection(name)
    .createIndexes(
      indexes.map((index) => ({
        ...restored(index.options),
        name: index.name,
        key: new Map(index.fields) as Map<string, mongoose.mongo.IndexDirection>,
      })),
    )
}

export interface DatabaseState {
  readonly name: string
  /** No row of data at all. */
  readonly empty: boolean
  /** A restore was begun here and did not end. */
  readonly half: boolean
}

export async function databaseState(): Promise<DatabaseState> {
  const db = nativeDb()
  const names = (await describeDatabase()).map(({ name }) => name)
  const first = await Promise.all(names.map((name) => db.collection(name).findOne({}, { projection: { _id: 1 } })))
  return { name: db.databaseName, empty: first.every((row) => row === null), half: await isHalfRestored() }
}

async function isHalfRestored(): Promise<boolean> {
  return (await nativeDb().collection(RESTORING).findOne({})) !== null
}

const BUSY_MS = 15_000

/** true when a worker ran a job here a moment ago. Reckoned by this machine's clock; an API process alone leaves no such trace. */
export async function isWorkerBusy(): Promise<boolean> {
  const since = new Date(Date.now() - BUSY_MS)
  return (
    (await nativeDb()
      .collection('timetable')
      .findOne({ lastRunAt: { $gt: since } })) !== null
  )
}

/** @throws Error with one sentence when a restore into this database did not end: nobody may serve half a database */
export async function refuseHalfRestored(): Promise<void> {
  if (await isHalfRestored()) throw new Error('这个数据库的恢复没有做完，请重新运行 npm run restore。')
}

/** Throws everything away and puts the mark there. */
export async function beginRestoring(): Promise<void> {
  await nativeDb().dropDatabase()
  await nativeDb().collection<{ _id: string }>(RESTORING).insertOne({ _id: RESTORING })
}

export async function endRestoring(): Promise<void> {
  await nativeDb().dropCollection(RESTORING)
}
