/** Makes the declared collections, validators and indexes stand in the database; idempotent, run by migrate before anything is served. */
import { nativeDb } from './connection.ts'
import { collections, type CollectionSpec } from './collection.ts'

export async function ensureCollections(): Promise<void> {
  const db = nativeDb()
  const standing = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map((one) => one.name))
  for (const spec of collections()) {
    if (!standing.has(spec.name)) await db.createCollection(spec.name)
    if (spec.validator !== undefined)
      await db.command({ collMod: spec.name, validator: spec.validator, validationAction: 'error' })
    await ensureIndexes(spec)
  }
}

async function ensureIndexes(spec: CollectionSpec): Promise<void> {
  if (spec.indexes.length === 0) return
  await nativeDb()
    .collection(spec.name)
    .createIndexes(
      spec.indexes.map((index) => ({
        key: index.fields,
        name: index.name,
        ...(index.unique === true ? { unique: true } : {}),
        ...(index.partial === undefined ? {} : { partialFilterExpression: index.partial }),
        ...(index.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: index.expireAfterSeconds }),
      })),
    )
}
