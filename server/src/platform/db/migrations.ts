/**
 * Changes to data that stands already, each once, in the order of their names. A capability's lie in its `data/migrations/` and come through its
 * door; here is who runs them and remembers. Our own because the usual tool knows one folder of files to load by name, where we have one a
 * capability and a bundle without folders.
 */
import type mongoose from 'mongoose'
import { newId } from '../ids.ts'
import { giveBackLease, renewLease, takeLease, type Lease } from '../jobs/lease.ts'
import { nativeDb } from './connection.ts'

export interface Migration {
  /** `2026-12-01-split-names`: the day it was written sorts it among the others; never changed afterwards. */
  readonly name: string
  /** Must bear being begun again: it may have been killed half-way. Runs across all counties, before the indexes of this version are made. */
  up(db: mongoose.mongo.Db): Promise<void>
}

const COLLECTION = 'migrations'
const NAME = /^20\d{2}-\d{2}-\d{2}-[a-z0-9-]+$/
const LEASE_MS = 30_000

/** Runs those that were not run yet; answers their names. Another process at the same work is refused, not waited for. */
export async function runMigrations(migrations: readonly Migration[]): Promise<string[]> {
  const ordered = [...migrations].sort((one, other) => (one.name < other.name ? -1 : 1))
  refuseBadNames(ordered)
  const lease = await takeLease({ tenant: 'house' }, { name: 'migrations', holder: newId('pnd'), ms: LEASE_MS })
  if (lease === null) throw new Error('another process is migrating this database')
  try {
    return await withLease(lease, () => runMissing(ordered))
  } finally {
    await giveBackLease(lease)
  }
}

function refuseBadNames(ordered: readonly Migration[]): void {
  const names = ordered.map((one) => one.name)
  const bad = names.find((name, at) => !NAME.test(name) || names.indexOf(name) !== at)
  if (bad !== undefined) throw new Error(`the migration ${bad} needs a name of its own that begins with a day`)
}

async function runMissing(ordered: readonly Migration[]): Promise<string[]> {
  const done = nativeDb().collection<{ _id: string; at: Date }>(COLLECTION)
  const known = new Set((await done.find({}).toArray()).map((row) => row._id))
  const missing = ordered.filter((one) => !known.has(one.name))
  for (const one of missing) {
    await one.up(nativeDb())
    await done.insertOne({ _id: one.name, at: new Date() })
  }
  return missing.map((one) => one.name)
}

async function withLease<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
  const keeping = setInterval(() => void renewLease(lease, LEASE_MS).catch(() => undefined), LEASE_MS / 3)
  try {
    return await work()
  } finally {
    clearInterval(keeping)
  }
}
