/** Events that were set aside: what an operator sees of them, and sending one again once its cause is gone. */
import type { Ctx } from '../context.ts'
import { outbox } from './outbox.ts'

export interface DeadEvent {
  readonly eventId: string
  readonly name: string
  readonly recordId: string
  /** Names of the subscribers that gave up. */
  readonly by: readonly string[]
}

const MOST = 1_000

export async function deadEvents(ctx: Ctx): Promise<DeadEvent[]> {
  const rows = await outbox.find(ctx, { state: 'DEAD' }, { sort: { _id: 1 }, limit: MOST, hint: 'dead' })
  return rows.map(({ eventId, name, recordId, progress }) => ({
    eventId,
    name,
    recordId,
    by: progress.filter((one) => one.state === 'DEAD').map((one) => one.subscriber),
  }))
}

/** Gives the event twelve new tries with those that gave up. false: no such event was set aside in this county. */
export async function revive(ctx: Ctx, eventId: string): Promise<boolean> {
  const row = await outbox.findOne(ctx, { eventId, state: 'DEAD' })
  if (row === null) return false
  const now = ctx.clock.now()
  const progress = row.progress.map((one) =>
    one.state === 'DEAD' ? { ...one, state: 'WAITING' as const, tries: 0, nextTryAt: now } : one,
  )
  const revived = await outbox.update(
    ctx,
    { eventId, state: 'DEAD' },
    { $set: { state: 'NEW', progress, nextTryAt: now, run: '', unsettled: 0 } },
  )
  return revived !== null
}
