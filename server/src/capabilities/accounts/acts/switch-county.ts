/** Leave one county and come into another with the same WeChat account. The old session ends only after the new one stands. */
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { sessionRows } from '../data/sessions.ts'
import { endSession } from './end-session.ts'
import { openSession, type Opened } from './open-session.ts'

/** `there` is the other county's context. */
export async function switchCounty(ctx: ResidentCtx, there: Ctx): Promise<Opened> {
  const { sessionId, openid } = ctx.resident
  const session = await sessionRows.findOne(ctx, { _id: sessionId }, { projection: { client: 1 } })
  if (session === null) throw new AppError('unauthenticated')
  const opened = await openSession(there, { openid, client: session.client })
  await endSession(ctx, sessionId)
  return opened
}
