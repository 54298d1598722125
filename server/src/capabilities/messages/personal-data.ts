/** The inbox and the pushes beside it belong to their person: all of it is handed out, all of it goes. */
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { credits } from './data/credits.ts'
import { inbox } from './data/messages.ts'
import { pushes } from './data/pushes.ts'

const BATCH = 500
const MOST = 5_000

function erased(count: number): readonly Erased[] {
  return count === 0 ? [] : [{ what: '消息', count, outcome: 'erased', why: null, until: null }]
}

/** What was sent beside the inbox is no thing of its own in the report: the messages are. */
async function erasePushes(ctx: Ctx, personId: string): Promise<void> {
  for (const { _id } of await credits.find(ctx, { personId })) await credits.removeOne(ctx, { _id, personId })
  for (;;) {
    const rows = await pushes.find(ctx, { personId }, { limit: BATCH, projection: { _id: 1 } })
    for (const { _id } of rows) await pushes.removeOne(ctx, { _id, personId })
    if (rows.length < BATCH) return
  }
}

export const personalData: PersonalData = {
  async exportOf(ctx, personId) {
    const rows = await inbox.find(ctx, { personId }, { sort: { at: -1, _id: -1 }, limit: MOST })
    const sent = await pushes.find(ctx, { personId }, { sort: { source: 1 }, limit: MOST })
    const allowed = await credits.find(ctx, { personId })
    return {
      messages: rows.map(({ kind, title, body, from, at, read }) => ({ kind, title, body, from, at, read })),
      pushes: sent.map(({ topic, state, values, at }) => ({ topic, state, values, at })),
      allowed: allowed.map(({ templateId, left, at }) => ({ templateId, left, at })),
    }
  },
  async erase(ctx, personId) {
    await erasePushes(ctx, personId)
    let count = 0
    for (;;) {
      const rows = await inbox.find(
        ctx,
        { personId },
        { sort: { at: -1, _id: -1 }, limit: BATCH, projection: { _id: 1 } },
      )
      for (const { _id } of rows) if (await inbox.removeOne(ctx, { _id, personId })) count += 1
      if (rows.length < BATCH) return erased(count)
    }
  },
  async foretell(ctx, personId) {
    return erased(await inbox.countUpTo(ctx, { personId }, MOST))
  },
}
