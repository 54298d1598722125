/** What a database holds and what is declared of it, to be compared with another moment's. */
import { createHash } from 'node:crypto'
import type mongoose from 'mongoose'
import { fieldsIn } from '../../support/json.ts'

export interface Picture {
  /** MongoDB's own hash of each collection. */
  readonly hashes: Readonly<Record<string, unknown>>
  readonly counts: Readonly<Record<string, number>>
  /** Indexes with everything the engine says of them, by collection. */
  readonly indexes: Readonly<Record<string, string>>
  readonly unique: number
  readonly expiring: number
  /** Every bill but for who may read it, and what a change of that leaves on the row. */
  readonly bills: string
}

const OF_READERS = { readers: 0, version: 0, pending: 0 }

/** Written at every start, by the engine's own proof. */
const IGNORED = new Set(['engineProofs'])

export async function pictureOf(db: mongoose.mongo.Db): Promise<Picture> {
  const hashes = fieldsIn((await db.command({ dbHash: 1 }))['collections'])
  const names = Object.keys(hashes).filter((name) => !IGNORED.has(name))
  const counts: Record<string, number> = {}
  const indexes: Record<string, string> = {}
  let [unique, expiring] = [0, 0]
  for (const name of names.sort()) {
    const standing = await db.collection(name).listIndexes().toArray()
    counts[name] = await db.collection(name).countDocuments({})
    indexes[name] = JSON.stringify([...standing].sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1)))
    unique += standing.filter((one) => one.unique === true).length
    expiring += standing.filter((one) => one.expireAfterSeconds !== undefined).length
  }
  const bills = await db.collection('bills').find({}, { projection: OF_READERS }).sort({ _id: 1 }).toArray()
  return {
    ...{ hashes: Object.fromEntries(names.map((name) => [name, hashes[name]])), counts, indexes, unique, expiring },
    bills: createHash('sha256').update(JSON.stringify(bills)).digest('hex'),
  }
}

/** What no obligation of a restore and no deletion may touch: every byte must be the same. Bills are compared without their readers: a deletion takes one off. */
const SAME = [
  ...['auditEntries', 'auditHeads', 'calendarYears', 'ledgerEntries', 'migrations', 'outbox'],
  ...['providerEvents', 'receipts', 'refunds', 'settings', 'units'],
]

/** One sentence a difference. */
export function differencesOf(before: Picture, after: Picture): string[] {
  const changed = SAME.filter((name) => before.hashes[name] !== after.hashes[name])
  const missing = Object.keys(before.counts).filter((name) => !(name in after.counts))
  const declared = Object.keys(before.indexes).filter((name) => before.indexes[name] !== after.indexes[name])
  return [
    ...changed.map((name) => `${name} is not what it was`),
    ...(before.bills === after.bills ? [] : ['bills is not what it was']),
    ...missing.map((name) => `${name} is gone`),
    ...declared.map((name) => `${name} lost or changed an index`),
  ]
}
