/**
 * Delivers what was delivered already, as a worker does that died after the effect and before its note: a done row of the outbox is new again, a row in
 * another's hands is due again at once. Callbacks are worked off again the same way.
 */
import { diceFrom } from '@xlb/shared/demo/random.ts'
import type { Stage } from '../kill-payment/stage.ts'

const MOST_MORE = 4
const EVERY_MS = 40

export interface Deliveries {
  readonly items: number
  /** First ones and repeats. */
  readonly deliveries: number
  /** Of them taken out of another worker's hands, who went on. */
  readonly atOnce: number
  readonly callbacks: number
}

export interface Redelivery {
  /** Goes on until every item of so far has had all its deliveries; false when that took too long. */
  settle(ms: number): Promise<boolean>
  stop(): Promise<Deliveries>
}

export async function startRedelivery(stage: Stage, seed: number): Promise<Redelivery> {
  const dice = diceFrom(seed)
  const { outbox, events } = stage.db
  const since = new Date(await stage.now()).toISOString()
  const left = new Map<string, number>()
  const counts = { more: 0, atOnce: 0, callbacks: 0 }
  const state = { over: false, rounds: 0, done: false }
  const isOver = (): boolean => state.over

  function draw(id: string): number {
    const drawn = left.get(id) ?? dice.between(0, MOST_MORE)
    left.set(id, drawn)
    return drawn
  }

  function took(id: string, changed: number): void {
    if (changed > 0) left.set(id, (left.get(id) ?? 1) - 1)
  }

  async function deliverAgain(now: number): Promise<number> {
    let open = 0
    for (const row of await outbox.find({ at: { $gte: since } }).toArray()) {
      const more = draw(row.eventId)
      if (more > 0 || row.state === 'NEW') open += 1
      if (more === 0) continue
      const fresh = { state: 'NEW' as const, progress: [], nextTryAt: now, run: '', unsettled: 0, expireAt: null }
      if (row.state === 'DONE') {
        const { modifiedCount } = await outbox.updateOne({ _id: row._id, state: 'DONE' }, { $set: fresh })
        took(row.eventId, modifiedCount)
        counts.more += modifiedCount
      } else if (row.run !== '' && dice.between(0, 1) === 0) {
        const { modifiedCount } = await outbox.updateOne({ _id: row._id, run: row.run }, { $set: { nextTryAt: now } })
        took(row.eventId, modifiedCount)
        counts.more += modifiedCount
        counts.atOnce += modifiedCount
      }
    }
    return open
  }

  async function workAgain(now: number): Promise<number> {
    let open = 0
    for (const row of await events.find({ receivedAt: { $gte: since } }).toArray()) {
      const more = draw(row._id)
      if (more > 0) open += 1
      if (more === 0 || row.outcome === null || row.nextTryAt !== null) continue
      const { modifiedCount } = await events.updateOne({ _id: row._id, nextTryAt: null }, { $set: { nextTryAt: now } })
      took(row._id, modifiedCount)
      counts.callbacks += modifiedCount
    }
    return open
  }

  async function loop(): Promise<void> {
    while (!isOver()) {
      const now = await stage.now()
      const open = (await deliverAgain(now)) + (await workAgain(now))
      state.done = open === 0
      state.rounds += 1
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }

  const looping = loop()
  return {
    async settle(ms) {
      const [end, from] = [Date.now() + ms, state.rounds]
      while (Date.now() < end) {
        if (state.done && state.rounds > from + 1) return true
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
      }
      return false
    },
    async stop() {
      state.over = true
      await looping
      const items = await outbox.countDocuments({ at: { $gte: since } })
      return { items, deliveries: items + counts.more, atOnce: counts.atOnce, callbacks: counts.callbacks }
    },
  }
}
