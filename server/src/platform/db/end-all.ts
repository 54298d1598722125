/**
 * After a restore: a session that was ended after the backup would stand again, with its tokens. Which ones those are is not known any more, so all
 * end and everybody signs in anew. Sessions opened after the backup have no row, and are refused anyway.
 */
import type mongoose from 'mongoose'
import type { Ctx } from '../context.ts'
import type { Collection, Row } from './collection.ts'

interface EndingRow extends Row {
  readonly endedAt: string | null
}

const BATCH = 500

/** Ends every row of the county that is open; answers how many. Bears repetition. */
export async function endAll<T extends EndingRow>(ctx: Ctx, rows: Collection<T>): Promise<number> {
  const set = { $set: { endedAt: ctx.clock.instant() } } as unknown as mongoose.mongo.UpdateFilter<T>
  let [ended, after] = [0, '']
  for (;;) {
    const filter = { endedAt: null, _id: { $gt: after } } as unknown as mongoose.mongo.Filter<T>
    const open = await rows.find(ctx, filter, { sort: { _id: 1 }, limit: BATCH, projection: { _id: 1 } })
    const changes = open.map(({ _id }) => ({
      filter: { _id, endedAt: null } as unknown as mongoose.mongo.Filter<T>,
      update: set,
    }))
    await rows.bulk(ctx, changes)
    ended += changes.length
    after = open.at(-1)?._id ?? ''
    if (open.length < BATCH) return ended
  }
}
