/**
 * A lost phone: every session of the person ends at once, and on request their WeChat accounts act for nobody any more. In the other counties the sessions
 * of these WeChat accounts end too, since each would open one here again; what they are bound to there is that county's matter. One officer is enough,
 * because waiting helps the thief; that it was done stands in the person's record and in their inbox.
 */
import { refuseOwnMatter } from '#platform/authority/authority.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { requireCase } from '../../desk/index.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'
import { persons, type PersonRow } from '../data/persons.ts'
import { sms } from '../providers/sms.ts'
import { unbindAccount } from './bind-account.ts'
import { changePerson } from './ensure-person.ts'
import { endSessionsOf } from './settle-sessions.ts'
import { tellPerson } from './tell-person.ts'

export interface Ending {
  readonly caseNo: string
  readonly unbind: boolean
}

const MOST_TRIES = 5

export async function loadEnding(ctx: StaffCtx, personId: string, caseNo: string): Promise<PersonRow> {
  await requireCase(ctx, caseNo, null)
  const person = await persons.findOne(ctx, { _id: personId })
  if (person === null) throw notFound()
  await refuseOwnMatter(ctx, [personId])
  await requireCase(ctx, caseNo, personId)
  return person
}

/** Answers the person's id. */
export async function counterEndSessions(
  ctx: StaffCtx,
  elsewhere: readonly Ctx[],
  person: PersonRow,
  { caseNo, unbind }: Ending,
): Promise<string> {
  const { _id: personId } = person
  const accounts = await accountRows.find(ctx, { personId })
  const unbound = unbind ? await unbindAll(ctx, personId) : 0
  let ended = await endSessionsOf(ctx, { personId })
  // A session that met its account just before the person left it.
  for (const { _id: accountId } of unbind ? accounts : []) ended += await endSessionsOf(ctx, { accountId })
  for (const there of elsewhere) await endOfWechat(there, accounts)
  const after = await changePerson(ctx, person, 'accounts.end-sessions', () => ({
    change: { set: { ending: { ended, unbound } } },
    note: { caseNo, ended, unbound },
  }))
  const source = `${personId}:${String(after.version)}`
  await tellPerson(ctx, after, unbind ? 'unbound' : 'sessionsEnded', { source })
  await tellPhones(ctx, accounts)
  return personId
}

async function endOfWechat(there: Ctx, accounts: readonly AccountRow[]): Promise<void> {
  for (const { openid } of accounts) {
    const same = await accountRows.findOne(there, { openid }, { projection: { _id: 1 } })
    if (same !== null) await endSessionsOf(there, { accountId: same._id })
  }
}

async function unbindAll(ctx: StaffCtx, personId: string): Promise<number> {
  let unbound = 0
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const rows = await accountRows.find(ctx, { personId })
    if (rows.length === 0) return unbound
    for (const row of rows) if (await unbindAccount(ctx, row)) unbound += 1
  }
  throw new AppError('changed-meanwhile')
}

/** The number may be in another phone by now. That it could not be told stops nothing. */
async function tellPhones(ctx: StaffCtx, accounts: readonly AccountRow[]): Promise<void> {
  const sealed = accounts.flatMap((row) => (row.phoneSealed === undefined ? [] : [{ row, text: row.phoneSealed }]))
  const numbers = new Set(sealed.map(({ row, text }) => openSealed(accountRows, row, 'phone', text)))
  for (const to of numbers) {
    const message = { requestNo: newId('pnd'), to, template: 'sessions-ended' as const, params: {} }
    const outcome = await ctx.port(sms).send(message)
    if (outcome !== 'accepted') ctx.log.warn({ template: 'sessions-ended', outcome }, 'a message could not be sent')
  }
}
