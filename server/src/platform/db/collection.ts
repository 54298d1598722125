/**
 * The only way to a collection. Every function takes a scope and puts its tenant into the filter: it cannot be left out, and a filter that
 * names another one is refused. Reads are lean, writes are one command.
 */
import mongoose from 'mongoose'
import type { Scope } from '../context.ts'

export interface Row {
  readonly _id: string
  readonly tenant: string
}

type Filter<T> = mongoose.mongo.Filter<T>
/** Operators, or a pipeline where the database's own clock or another field is needed. */
type Update<T> = mongoose.mongo.UpdateFilter<T> | readonly Readonly<Record<string, unknown>>[]
type Sort = Readonly<Record<string, 1 | -1>>

export interface IndexSpec {
  readonly fields: Readonly<Record<string, 1 | -1>>
  readonly name: string
  readonly unique?: boolean
  readonly partial?: Readonly<Record<string, unknown>>
  /** TTL: the field holds a Date. */
  readonly expireAfterSeconds?: number
}

/** A value that only the server can read (`sealed.ts`): it stands in three fields, `<name>Sealed`, `<name>Blind` and `<name>Kid`. */
export interface SealedSpec {
  readonly name: string
  /** What it is looked up as; collections with the same purpose could be joined over it. */
  readonly purpose: string
  /** No two rows of a county with the same value. */
  readonly unique: boolean
}

export interface CollectionSpec {
  readonly name: string
  readonly fields: mongoose.SchemaDefinition
  readonly indexes: readonly IndexSpec[]
  /** true: records with a version, whose moves carry their audit and outgoing entries. */
  readonly audited: boolean
  /** Fields and indexes of these are added. */
  readonly sealed?: readonly SealedSpec[]
  /** Double entry and the like: MongoDB's own wall, as a `$jsonSchema` or `$expr` validator. */
  readonly validator?: Readonly<Record<string, unknown>>
}

export interface ReadOptions {
  readonly projection?: Readonly<Record<string, 0 | 1>>
  readonly sort?: Sort
  readonly limit?: number
  /** Name of a declared index, where the planner must not choose. */
  readonly hint?: string
}

const handles = new Map<string, unknown>()
const registered = new Map<string, CollectionSpec>()

/** Every collection of the house: for indexes, migrations, the relay and the house's tests. */
export function collections(): readonly CollectionSpec[] {
  return [...registered.values()]
}

/**
 * The door to a declared collection by its name: for the relay and verify, which walk all audited collections.
 * @throws when no such collection was declared
 */
export function collectionNamed<T extends Row>(name: string): Collection<T> {
  const handle = handles.get(name)
  if (handle === undefined) throw new Error(`no collection is declared by the name ${name}`)
  return handle as Collection<T>
}

/** A record with entries that were not handed on yet. */
export const HOLDS_PENDING = { 'pending.0': { $exists: true } } as const

const PENDING_INDEX: IndexSpec = {
  name: 'pending',
  fields: { tenant: 1, _id: 1 },
  partial: HOLDS_PENDING,
}

/** @throws where a scope names no county */
export function countyOf({ tenant }: Scope, what: string): string {
  if (typeof tenant !== 'string' || tenant === '') throw new Error(`a read of ${what} without a county was refused`)
  return tenant
}

function sealedIndexes({ name, unique }: SealedSpec): IndexSpec[] {
  const [blind, kid] = [`${name}Blind`, `${name}Kid`]
  return [
    { name: blind, fields: { tenant: 1, [blind]: 1 }, unique, partial: { [blind]: { $exists: true } } },
    { name: kid, fields: { tenant: 1, [kid]: 1, _id: 1 }, partial: { [kid]: { $exists: true } } },
  ]
}

function sealedSchema({ name }: SealedSpec): mongoose.SchemaDefinition {
  // Without the default mongoose would write an empty list, and two of those collide in the unique index.
  return {
    [`${name}Sealed`]: String,
    [`${name}Blind`]: { type: [String], default: undefined },
    [`${name}Kid`]: String,
  }
}

export function defineCollection<T extends Row>(spec: CollectionSpec) {
  const sealed = spec.sealed ?? []
  const added = [...sealed.flatMap(sealedIndexes), ...(spec.audited ? [PENDING_INDEX] : [])]
  const whole: CollectionSpec = { ...spec, indexes: [...spec.indexes, ...added] }
  registered.set(spec.name, whole)
  const auditedFields = spec.audited
    ? { version: Number, pending: { type: [mongoose.Schema.Types.Mixed], default: undefined } }
    : {}
  const schema = new mongoose.Schema(
    {
      _id: String,
      tenant: String,
      ...spec.fields,
      ...Object.assign({}, ...sealed.map(sealedSchema)),
      ...auditedFields,
    },
    { strict: 'throw', versionKey: false, minimize: false, collection: spec.name },
  )
  const model = mongoose.model(spec.name, schema)
  const native = () => model.collection as unknown as mongoose.mongo.Collection<T>

  function scoped(scope: Scope, filter: Filter<T>): Filter<T> {
    const tenant = countyOf(scope, spec.name)
    if ('tenant' in filter) throw new Error(`the county of ${spec.name} comes from the scope, not from the filter`)
    return { tenant, ...filter }
  }

  const handle = {
    spec: whole,
    async findOne(scope: Scope, filter: Filter<T>, options: ReadOptions = {}): Promise<T | null> {
      return (await native().findOne(scoped(scope, filter), options)) as T | null
    },
    async find(scope: Scope, filter: Filter<T>, options: ReadOptions = {}): Promise<T[]> {
      return (await native().find(scoped(scope, filter), options).toArray()) as T[]
    },
    /** Counts no further than `limit`, so that the cost never follows history. */
    async countUpTo(scope: Scope, filter: Filter<T>, limit: number): Promise<number> {
      return await native().countDocuments(scoped(scope, filter), { limit })
    },
    async insert(scope: Scope, row: T): Promise<T> {
      if (row.tenant !== scope.tenant) throw new Error(`a row of ${spec.name} for another county was refused`)
      await model.validate(row)
      await native().insertOne(row as mongoose.mongo.OptionalUnlessRequiredId<T>)
      return row
    },
    /** One conditional update of one row; answers the row afterwards, or null when the condition did not hold. */
    async update(
      scope: Scope,
      filter: Filter<T>,
      update: Update<T>,
      options: { readonly sort?: Sort } = {},
    ): Promise<T | null> {
      const change = update as mongoose.mongo.UpdateFilter<T>
      return (await native().findOneAndUpdate(scoped(scope, filter), change, {
        ...options,
        returnDocument: 'after',
      })) as T | null
    },
    /** Inserts the row where the key is free, else answers the one that stands. */
    async insertOrGet(scope: Scope, key: Filter<T>, row: T): Promise<{ row: T; inserted: boolean }> {
      const before = await native().findOneAndUpdate(
        scoped(scope, key),
        { $setOnInsert: row },
        {
          upsert: true,
          returnDocument: 'before',
        },
      )
      return before === null ? { row, inserted: true } : { row: before as T, inserted: false }
    },
    async removeOne(scope: Scope, filter: Filter<T>): Promise<boolean> {
      return (await native().deleteOne(scoped(scope, filter))).deletedCount === 1
    },
    /** Removes those of these rows that still fit the filter; answers how many. */
    async removeAmong(scope: Scope, ids: readonly string[], filter: Filter<T> = {}): Promise<number> {
      if (ids.length === 0) return 0
      return (await native().deleteMany(scoped(scope, { ...filter, _id: { $in: ids } }))).deletedCount
    },
    async bulk(scope: Scope, operations: readonly { filter: Filter<T>; update: Update<T> }[]): Promise<void> {
      if (operations.length === 0) return
      await native().bulkWrite(
        operations.map(({ filter, update }) => ({ updateOne: { filter: scoped(scope, filter), update } })),
        { ordered: false },
      )
    },
    /** Inserts many; rows whose key is taken are left as they stand. Answers how many were new. */
    async insertMissing(scope: Scope, rows: readonly T[]): Promise<number> {
      if (rows.length === 0) return 0
      if (rows.some((row) => row.tenant !== scope.tenant))
        throw new Error(`a row of ${spec.name} for another county was refused`)
      try {
        const done = await native().insertMany(rows as unknown as mongoose.mongo.OptionalUnlessRequiredId<T>[], {
          ordered: false,
        })
        return done.insertedCount
      } catch (error) {
        if (error instanceof mongoose.mongo.MongoBulkWriteError && error.code === 11000) return error.insertedCount
        throw error
      }
    },
    /** Inserts in order and stops at the first row whose key is taken. Answers how many rows went in before it. */
    async insertInOrder(scope: Scope, rows: readonly T[]): Promise<number> {
      if (rows.length === 0) return 0
      if (rows.some((row) => row.tenant !== scope.tenant))
        throw new Error(`a row of ${spec.name} for another county was refused`)
      try {
        const done = await native().insertMany(rows as unknown as mongoose.mongo.OptionalUnlessRequiredId<T>[], {
          ordered: true,
        })
        return done.insertedCount
      } catch (error) {
        if (error instanceof mongoose.mongo.MongoBulkWriteError && error.code === 11000) return error.insertedCount
        throw error
      }
    },
    async aggregate<R>(scope: Scope, pipeline: readonly Record<string, unknown>[]): Promise<R[]> {
      return (await native()
        .aggregate([{ $match: scoped(scope, {}) }, ...pipeline])
        .toArray()) as R[]
    },
    /** Walks every row of the county in key order, for verify commands and jobs. */
    async *walk(scope: Scope, filter: Filter<T> = {}, projection: ReadOptions['projection'] = {}): AsyncGenerator<T> {
      for await (const row of native().find(scoped(scope, filter), { projection }).sort({ _id: 1 })) yield row as T
    },
  }
  handles.set(spec.name, handle)
  return handle
}

export type Collection<T extends Row> = ReturnType<typeof defineCollection<T>>
