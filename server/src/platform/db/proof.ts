/**
 * The server proves its engine before it serves: a write in an aborted transaction must be gone, and a second equal key must be refused.
 * A stand-alone mongod, or an imitation, fails here with a sentence that says why.
 */
import mongoose from 'mongoose'
import { nativeDb } from './connection.ts'

export interface Engine {
  readonly version: string
  readonly replicaSet: string
}

export const ENGINE_PROOFS = 'engineProofs'

export async function proveEngine(): Promise<Engine> {
  const db = nativeDb()
  const build = await db.admin().command({ buildInfo: 1 })
  const hello = await db.admin().command({ hello: 1 })
  const replicaSet = typeof hello['setName'] === 'string' ? hello['setName'] : ''
  if (replicaSet === '') throw new Error('the database is not a replica set: transactions and change streams need one')
  await proveAbort(db)
  await proveUnique(db)
  return { version: String(build['version']), replicaSet }
}

async function proveAbort(db: mongoose.mongo.Db): Promise<void> {
  const rows = db.collection<{ _id: string }>(ENGINE_PROOFS)
  const id = `abort-${new mongoose.mongo.ObjectId().toHexString()}`
  await rows.updateOne({ _id: 'exists' }, { $set: { at: new Date(0) } }, { upsert: true })
  const session = mongoose.connection.getClient().startSession()
  try {
    session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } })
    await rows.insertOne({ _id: id }, { session })
    await session.abortTransaction()
  } finally {
    await session.endSession()
  }
  if ((await rows.findOne({ _id: id })) !== null) throw new Error('the database kept a write of an aborted transaction')
}

async function proveUnique(db: mongoose.mongo.Db): Promise<void> {
  const rows = db.collection<{ _id: string }>(ENGINE_PROOFS)
  try {
    await rows.insertOne({ _id: 'exists' })
  } catch (error) {
    if (isDuplicateKey(error)) return
    throw error
  }
  throw new Error('the database accepted the same key twice')
}

/** A unique index said no. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11000
}
