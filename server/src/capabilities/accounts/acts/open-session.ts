/** An openid in a county → its account → a new session. At most three commands, unless the very same account is made twice at this moment. */
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { hashOf, newRefreshToken } from '#platform/crypto/tokens.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'
import { sessionRows, type SessionRow } from '../data/sessions.ts'

const DAY_MS = 86_400_000
/** The mini-program repeats `wx.login` and keeps nothing longer than one token. */
const LIFE_MS = { weapp: DAY_MS / 12, h5: 30 * DAY_MS } as const
export const SESSIONS_KEPT_DAYS = 3

export interface Opened {
  readonly account: AccountRow
  readonly session: SessionRow
  readonly refreshToken: string | null
}

export async function openSession(
  ctx: Ctx,
  { openid, client }: Pick<SessionRow, 'openid' | 'client'>,
): Promise<Opened> {
  const { account, isNew } = await accountOf(ctx, openid)
  const sessionId = newId('ses')
  const refreshToken = client === 'h5' ? newRefreshToken({ sessionId, tenant: ctx.tenant }) : null
  const until = ctx.clock.now() + LIFE_MS[client]
  const session = await sessionRows.insert(ctx, {
    _id: sessionId,
    tenant: ctx.tenant,
    accountId: account._id,
    personId: account.personId,
    openid,
    client,
    createdAt: ctx.clock.instant(),
    until,
    endedAt: null,
    refreshHash: refreshToken === null ? null : hashOf(refreshToken),
    previousHash: null,
    rotatedAt: ctx.clock.now(),
    expireAt: new Date(until + SESSIONS_KEPT_DAYS * DAY_MS),
  })
  return { refreshToken, ...(isNew ? { account, session } : await inStep(ctx, account, session)) }
}

/** See settle-sessions.ts: whoever bound or unbound the account since it was read may not have met this session. */
async function inStep(ctx: Ctx, read: AccountRow, session: SessionRow): Promise<Pick<Opened, 'account' | 'session'>> {
  const account = (await accountRows.findOne(ctx, { _id: read._id })) ?? read
  return { account, session: await followAccount(ctx, account, session) }
}

/** The session with its account's person, in the database too. No command where they agree. */
export async function followAccount(ctx: Ctx, account: AccountRow, session: SessionRow): Promise<SessionRow> {
  const { personId } = account
  if (session.personId === personId) return session
  return (await sessionRows.update(ctx, { _id: session._id }, { $set: { personId } })) ?? session
}

async function accountOf(ctx: Ctx, openid: string): Promise<{ account: AccountRow; isNew: boolean }> {
  const known = await accountRows.findOne(ctx, { openid })
  if (known !== null) return { account: known, isNew: false }
  const _id = newId('acc')
  // Nobody is signed in yet, and the address they come from is no business of the audit.
  const self: Ctx = { ...ctx, actor: { kind: 'resident', id: _id } }
  const fresh = firstVersion(
    self,
    accountRows,
    {
      _id,
      tenant: ctx.tenant,
      state: 'UNBOUND',
      openid,
      personId: null,
      maskedName: null,
      verified: null,
      villageCode: null,
      view: 'standard',
      createdAt: ctx.clock.instant(),
    },
    { act: 'accounts.open' },
  )
  const { row, inserted } = await accountRows.insertOrGet(ctx, { openid }, fresh)
  return { account: row, isNew: inserted }
}
