import type { Ctx } from '#platform/context.ts'
import { staffSessions } from '../data/sessions.ts'

/** Ends a session; its token is refused from the next request on. Ending it twice changes nothing. */
export async function endSession(ctx: Ctx, sessionId: string): Promise<void> {
  await staffSessions.update(ctx, { _id: sessionId, endedAt: null }, { $set: { endedAt: ctx.clock.instant() } })
}
