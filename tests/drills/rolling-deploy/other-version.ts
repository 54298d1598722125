/** Events that one version wrote, in the hands of the other alone: each is delivered, as after a deployment or after one that was taken back. */
import type mongoose from 'mongoose'
import type { OutboxRow } from '../../../server/src/platform/outbox/outbox.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { until } from '../restore/people.ts'
import { NEXT } from './next-build.ts'

const READ_MS = 20_000

export interface OtherVersion {
  readonly events: number
  readonly faults: readonly string[]
}

/** Puts what was delivered since then on the queue again and waits until it is done. To be asked while only the other version's worker runs. */
export async function readsEventsOf(stage: Stage, version: 'old' | 'new', since: string): Promise<OtherVersion> {
  const { outbox } = stage.db
  const isMarked = { 'data.build': version === 'new' ? NEXT : { $exists: false } }
  const mine: mongoose.mongo.Filter<OutboxRow> = { at: { $gte: since }, ...isMarked }
  const events = await outbox.countDocuments({ ...mine, state: 'DONE' })
  const now = await stage.now()
  await outbox.updateMany(
    { ...mine, state: 'DONE' },
    { $set: { state: 'NEW', progress: [], nextTryAt: now, run: '', unsettled: 0, expireAt: null } },
  )
  const isDone = async () => (await outbox.countDocuments({ ...mine, state: { $ne: 'DONE' } })) === 0
  const done = await until(isDone, READ_MS)
  return {
    events,
    faults: [
      ...(events > 0 ? [] : [`there was no event of the ${version} version to read`]),
      ...(done ? [] : [`events of the ${version} version were not read by the other`]),
    ],
  }
}
