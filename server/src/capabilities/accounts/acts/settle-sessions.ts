/**
 * Sessions repeat whose account they are. Whoever changes that first changes the account and then comes here; whoever opens a session looks at the
 * account once more afterwards. So one of the two always sees the other, and no session keeps a person that its account lost.
 */
import type { Ctx } from '#platform/context.ts'
import { sessionRows } from '../data/sessions.ts'

const BATCH = 500

type Whose = { readonly accountId: string } | { readonly personId: string }

const openOnes = (ctx: Ctx, whose: Whose) => ({ ...whose, endedAt: null, until: { $gt: ctx.clock.now() } })

/** From the next request on, the account's open sessions act for this person, or for nobody. */
export async function giveSessionsTo(ctx: Ctx, accountId: string, personId: string | null): Promise<void> {
  const rows = await sessionRows.find(ctx, openOnes(ctx, { accountId }), { projection: { _id: 1, personId: 1 } })
  const due = rows.filter((row) => row.personId !== personId)
  await sessionRows.bulk(
    ctx,
    due.map(({ _id }) => ({ filter: { _id }, update: { $set: { personId } } })),
  )
}

/** Ends all open sessions at once, but the one to `keep`; answers how many. */
export async function endSessionsOf(ctx: Ctx, whose: Whose, keep: string | null = null): Promise<number> {
  const endedAt = ctx.clock.instant()
  const due = { ...openOnes(ctx, whose), ...(keep === null ? {} : { _id: { $ne: keep } }) }
  let ended = 0
  for (;;) {
    const rows = await sessionRows.find(ctx, due, { projection: { _id: 1 }, limit: BATCH })
    const changes = rows.map(({ _id }) => ({ filter: { _id, endedAt: null }, update: { $set: { endedAt } } }))
    await sessionRows.bulk(ctx, changes)
    ended += changes.length
    if (rows.length < BATCH) return ended
  }
}
