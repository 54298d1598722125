/**
 * One change stream on the database that tells which collections were written to. It is a hint to hurry, never the only way: whoever
 * listens also looks by a timetable. An emptied `pending` (the relay's own last step) is no news.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type mongoose from 'mongoose'
import { nativeDb } from './connection.ts'

export interface Watch {
  close(): Promise<void>
}

export interface WatchListener {
  /** A collection was written to. */
  changed(collection: string): void
  /** From here on changes are told: whatever was written before must be looked for. Again after each break. */
  opened(): void
  /** The stream broke; it is opened again. */
  broken(error: unknown): void
}

const PAUSES_MS = [200, 1_000, 5_000]

export function watchCollections(names: readonly string[], listener: WatchListener): Watch {
  const pipeline = [
    {
      $match: {
        'ns.coll': { $in: [...names] },
        operationType: { $in: ['insert', 'update', 'replace'] },
        'updateDescription.updatedFields.pending': { $ne: [] },
      },
    },
    { $project: { 'ns.coll': 1, operationType: 1 } },
  ]
  const state: { closed: boolean; stream: mongoose.mongo.ChangeStream | null; failures: number } = {
    closed: false,
    stream: null,
    failures: 0,
  }

  const isClosed = (): boolean => state.closed

  async function follow(): Promise<void> {
    // The stream begins at a time taken before the listener looks for itself, so that nothing falls between the two.
    const answer = await nativeDb().command({ ping: 1 })
    const from = answer['operationTime'] as mongoose.mongo.Timestamp
    listener.opened()
    const stream = nativeDb().watch<mongoose.mongo.BSON.Document, { ns: { coll: string } }>(pipeline, {
      startAtOperationTime: from,
    })
    state.stream = stream as unknown as mongoose.mongo.ChangeStream
    for await (const change of stream) {
      state.failures = 0
      listener.changed(change.ns.coll)
    }
  }

  // The driver itself resumes after a stepdown or a lost connection; what arrives here it could not mend.
  async function keepFollowing(): Promise<void> {
    while (!isClosed()) {
      // A stream also ends without an error, when its database was dropped.
      const end = await follow().then(
        () => new Error('the change stream ended'),
        (error: unknown) => error,
      )
      await state.stream?.close().catch(() => undefined)
      if (!isClosed()) listener.broken(end)
      await pause()
    }
  }

  async function pause(): Promise<void> {
    const end = Date.now() + (PAUSES_MS[Math.min(state.failures, PAUSES_MS.length - 1)] ?? 0)
    state.failures += 1
    while (!isClosed() && Date.now() < end) await sleep(50)
  }

  const following = keepFollowing()
  return {
    async close() {
      state.closed = true
      await state.stream?.close().catch(() => undefined)
      await following
    },
  }
}
