/** "Nothing else changes", looked up in the database: MongoDB's own hash of every collection. */
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { fieldsIn } from './json.ts'

export type Fingerprints = Readonly<Record<string, unknown>>

/** By collection, a hash of all its documents. Compare with `toEqual`: a difference names the collection. */
export async function fingerprints(except: readonly string[] = []): Promise<Fingerprints> {
  const { collections } = await nativeDb().command({ dbHash: 1 })
  return Object.fromEntries(Object.entries(fieldsIn(collections)).filter(([name]) => !except.includes(name)))
}

/** How many documents of a collection fit a filter. */
export async function countRows(name: string, filter: Readonly<Record<string, unknown>> = {}): Promise<number> {
  return await nativeDb().collection(name).countDocuments(filter)
}
