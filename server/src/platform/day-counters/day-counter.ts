/**
 * How often somebody may do a thing on a day: counted before it is done, so that of many at once no more than the limit get through, and given back where
 * it did not count. One row a key and day; a refusal writes nothing.
 */
import type { Ctx } from '../context.ts'
import { defineCollection, type Collection, type Row } from '../db/collection.ts'
import { isDuplicateKey } from '../db/proof.ts'

export interface CounterRow extends Row {
  readonly day: string
  readonly count: number
  readonly expireAt: Date
}

export interface DayCounter {
  readonly rows: Collection<CounterRow>
  /** Takes one of the day's `most`; false: none is left. One command, two for a day's first. `day` is `YYYY-MM-DD`. */
  readonly take: (ctx: Ctx, key: string, day: string, most: number) => Promise<boolean>
  /** It did not count after all. One command. */
  readonly giveBack: (ctx: Ctx, key: string, day: string) => Promise<void>
}

const KEPT_MS = 3 * 86_400_000

/** `by`: the name of the field that the key stands in. */
export function defineDayCounter(name: string, by: string): DayCounter {
  const rows = defineCollection<CounterRow>({
    name,
    fields: { [by]: String, day: String, count: Number, expireAt: Date },
    indexes: [
      { name: 'day', fields: { tenant: 1, [by]: 1, day: 1 }, unique: true },
      { name: 'expiry', fields: { expireAt: 1 }, expireAfterSeconds: 0 },
    ],
    audited: false,
  })
  const takeOne = async (ctx: Ctx, key: string, day: string, most: number): Promise<boolean> =>
    (await rows.update(ctx, { [by]: key, day, count: { $lt: most } }, { $inc: { count: 1 } })) !== null
  return {
    rows,
    async take(ctx, key, day, most) {
      if (await takeOne(ctx, key, day, most)) return true
      const expireAt = new Date(ctx.clock.now() + KEPT_MS)
      const row = { _id: `${ctx.tenant}:${key}:${day}`, tenant: ctx.tenant, [by]: key, day, count: 1, expireAt }
      try {
        await rows.insert(ctx, row)
        return true
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
      }
      // Either the day is used up, or somebody wrote its first one just now.
      return await takeOne(ctx, key, day, most)
    },
    async giveBack(ctx, key, day) {
      await rows.update(ctx, { [by]: key, day, count: { $gt: 0 } }, { $inc: { count: -1 } })
    },
  }
}
