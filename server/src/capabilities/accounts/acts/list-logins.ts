/** Where somebody is signed in: all open sessions of the person, or of the account while it has no person. One command each. */
import type { accounts } from '@xlb/shared/accounts/contract.ts'
import type { OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { Resident, ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { sessionRows } from '../data/sessions.ts'

type Logins = OutputOf<typeof accounts.logins>

/** More than this nobody reads; the newest come first. */
const MOST = 100

const whose = ({ personId, accountId }: Resident) => (personId === null ? { accountId } : { personId })

export async function listLogins(ctx: ResidentCtx): Promise<Logins> {
  const { sessionId, accountId } = ctx.resident
  const rows = await sessionRows.find(
    ctx,
    { ...whose(ctx.resident), endedAt: null, until: { $gt: ctx.clock.now() } },
    { sort: { until: -1 }, limit: MOST },
  )
  const items = rows.map((row) => ({
    id: row._id,
    client: row.client,
    since: row.createdAt,
    current: row._id === sessionId,
    sameWechat: row.accountId === accountId,
  }))
  return { items: items.sort((one, other) => (one.since < other.since ? 1 : -1)) }
}

/** @throws AppError `not-found` for one that is not mine, is over, or never was */
export async function endLogin(ctx: ResidentCtx, sessionId: string): Promise<Logins> {
  const at = { _id: sessionId, ...whose(ctx.resident), endedAt: null, until: { $gt: ctx.clock.now() } }
  const ended = await sessionRows.update(ctx, at, { $set: { endedAt: ctx.clock.instant() } })
  if (ended === null) throw notFound()
  return await listLogins(ctx)
}
