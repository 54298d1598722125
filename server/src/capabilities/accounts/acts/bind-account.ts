/**
 * A WeChat account comes to act for a person, or no longer does. The account's own guarded update decides; its open sessions follow before this
 * answers. Both bear repetition.
 */
import type { Ctx } from '#platform/context.ts'
import { moveRecord, type Announcement } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { carryConsents } from '../../data-rights/index.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'
import { persons, type PersonRow } from '../data/persons.ts'
import { maskName } from '../domain/mask.ts'
import { endSessionsOf, giveSessionsTo } from './settle-sessions.ts'

/** Of a lost phone's account: data are the person, whether it acts for them now, and the account's version (`hold-unbindings.ts`). */
export const LOST_BINDING = 'accounts.lost-binding'

const MOST_TRIES = 5

/** The account, and the session that asked for it: on this phone, or by the code on its screen. null: not known any more. */
interface Binding {
  readonly accountId: string
  readonly sessionId: string | null
}

/** @throws AppError `real-name-already` when it acts for somebody else */
export async function bindAccount(ctx: Ctx, asking: Binding, person: PersonRow): Promise<AccountRow> {
  const { accountId } = asking
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const account = await accountRows.findOne(ctx, { _id: accountId })
    if (account === null || account.state === 'EMPTIED') throw new AppError('changed-meanwhile')
    await endThiefs(ctx, account, asking)
    const bound = await boundTo(ctx, account, person)
    if (bound === null) continue
    await refuseErased(ctx, bound, await copyToAccounts(ctx, person))
    await carryConsents(ctx, accountId, person._id)
    await giveSessionsTo(ctx, accountId, person._id)
    return bound
  }
  throw new AppError('changed-meanwhile')
}

/**
 * After a lost phone its WeChat account opens sessions that act for nobody, in whosever hands it is. None of them comes to act for a person because
 * the account does again later, but the one that asked. They end before the account moves: cut off in between, they are dead all the same.
 */
async function endThiefs(ctx: Ctx, account: AccountRow, { sessionId }: Binding): Promise<void> {
  if (account.lostBy !== undefined) await endSessionsOf(ctx, { accountId: account._id }, sessionId)
}

/** The person was erased while the account came to them: it acts for nobody, as if it had come later. */
async function refuseErased(ctx: Ctx, account: AccountRow, person: PersonRow): Promise<void> {
  if (person.state !== 'ERASED') return
  await unbindAccount(ctx, account)
  throw new AppError('changed-meanwhile')
}

async function boundTo(ctx: Ctx, account: AccountRow, person: PersonRow): Promise<AccountRow | null> {
  if (account.personId === person._id) return account
  if (account.personId !== null) throw new AppError('real-name-already')
  const set = { ...copyOf(person), personId: person._id }
  const note = { person: person._id }
  const events = account.lostBy === undefined ? [] : [lostBinding(account, person._id, true)]
  const change = { state: 'BOUND' as const, set, unset: ['lostBy' as const] }
  return await moveRecord(ctx, accountRows, account, change, { act: 'accounts.bind', note, events })
}

function lostBinding({ version }: AccountRow, person: string, bound: boolean): Announcement {
  return { name: LOST_BINDING, data: { person, bound, version: version + 1 } }
}

/** What an account repeats of its person. */
export function copyOf(person: PersonRow): Pick<AccountRow, 'maskedName' | 'verified' | 'villageCode'> {
  const { name, verified, villageCode } = person
  return { maskedName: maskName(name), verified, villageCode: villageCode === person.tenant ? null : villageCode }
}

/**
 * The accounts of a person repeat what has changed. Whoever copies looks at the person once more afterwards, so that the last to change is also the last to
 * be copied. Answers the person as it stands then.
 */
export async function copyToAccounts(ctx: Ctx, changed: PersonRow): Promise<PersonRow> {
  let person = changed
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { _id: personId, version } = person
    const rows = await accountRows.find(ctx, { personId }, { projection: { _id: 1 } })
    const update = { $set: copyOf(person) }
    await accountRows.bulk(
      ctx,
      rows.map(({ _id }) => ({ filter: { _id, personId }, update })),
    )
    const now = await persons.findOne(ctx, { _id: personId })
    if (now === null || now.version === version) return person
    person = now
  }
  throw new AppError('changed-meanwhile')
}

/**
 * Takes the person off a lost phone's account; its sessions are for the caller to end. false: somebody was faster.
 */
export async function unbindAccount(ctx: Ctx, account: AccountRow): Promise<boolean> {
  const { personId } = account
  if (personId === null) return true
  const set = { personId: null, maskedName: null, verified: null, lostBy: personId }
  const unset = ['phoneSealed', 'phoneBlind', 'phoneKid'] as const
  const events = [lostBinding(account, personId, false)]
  const deed = { act: 'accounts.unbind', note: { person: personId }, events }
  return (await moveRecord(ctx, accountRows, account, { state: 'UNBOUND', set, unset }, deed)) !== null
}
