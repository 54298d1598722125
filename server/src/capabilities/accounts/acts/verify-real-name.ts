/**
 * Name and ID number are checked with the population register, and the account is bound to that person. Promises that nobody guesses: five mismatches a
 * day for an account and for a number, taken before the register is asked; an answer that is none is nobody's fault and does not count.
 */
import { clientWords } from '@xlb/shared/accounts/messages.zh-CN.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { raiseAlarm } from '#platform/alarms/alarms.ts'
import { consentStands } from '../../data-rights/index.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'
import { keyedTexts } from '../data/attempts.ts'
import type { PersonRow } from '../data/persons.ts'
import { sessionRows } from '../data/sessions.ts'
import { actsForThemselves, type Identity } from '../domain/read-identity.ts'
import { bureau } from '../providers/bureau.ts'
import { bindAccount, copyToAccounts } from './bind-account.ts'
import { changePerson, ensurePersonRow } from './ensure-person.ts'
import { findByDocument } from './find-person.ts'
import { accountOfResident } from './read-account.ts'
import { inputRefused, readTyped } from './read-typed.ts'
import { giveBackTurn, takeTurn, type Taken } from './take-turn.ts'
import { tellPerson } from './tell-person.ts'

const MISMATCHES = [{ most: 5, ms: 86_400_000 }]

export interface Asking {
  readonly account: AccountRow
  readonly identity: Identity
}

/** @throws AppError `input-refused` with every fault, `consent-needed` */
export async function loadRealName(ctx: ResidentCtx, typed: { name: string; idNo: string }): Promise<Asking> {
  const identity = readTyped(ctx, typed)
  if (!actsForThemselves(identity.birthday, dayOf(ctx.clock.now())))
    throw inputRefused([{ path: 'body.idNo', code: 'under-fourteen' }])
  if (!(await consentStands(ctx, ctx.resident, 'real-name'))) throw new AppError('consent-needed')
  return { account: await accountOfResident(ctx), identity }
}

/** Answers the account's id. */
export async function verifyRealName(ctx: ResidentCtx, account: AccountRow, identity: Identity): Promise<string> {
  if (account.personId !== null) return await sameAgain(ctx, account, account.personId, identity)
  const taken = await takeTurns(ctx, identity)
  const { result } = await ctx.port(bureau).checkRealName({ requestNo: newId('pnd'), ...identity })
  if (result === 'match' || result === 'unreachable') for (const one of taken) await giveBackTurn(ctx, one)
  if (result === 'unreachable') throw new AppError('bureau-unreachable')
  if (result === 'deceased') return await refuseDeceased(ctx, identity)
  if (result !== 'match') throw new AppError('real-name-mismatch')
  await bindTo(ctx, await personOf(ctx, account, identity))
  return account._id
}

/** Asked again by somebody who is bound already: nothing new, except where the last time was cut off half-way. */
async function sameAgain(ctx: ResidentCtx, account: AccountRow, personId: string, identity: Identity): Promise<string> {
  const known = await findByDocument(ctx, { kind: 'id-card', number: identity.idNo })
  if (known?._id !== personId || known.name !== identity.name) throw new AppError('real-name-already')
  await bindAccount(ctx, ctx.resident, known)
  return account._id
}

async function takeTurns(ctx: ResidentCtx, { idNo }: Identity): Promise<Taken[]> {
  const now = ctx.clock.now()
  const turn = { limits: MISMATCHES, code: 'real-name-limit' as const }
  const mine = await takeTurn(ctx, now, { ...turn, kind: 'real-name.account', keys: [ctx.resident.accountId] })
  try {
    const keys = keyedTexts(ctx, 'real-name.id', idNo)
    return [mine, await takeTurn(ctx, now, { ...turn, kind: 'real-name.id', keys })]
  } catch (error) {
    await giveBackTurn(ctx, mine)
    throw error
  }
}

/** The register errs: only a person with exactly this name is marked, nothing of theirs ends, and an officer looks. */
async function refuseDeceased(ctx: ResidentCtx, { name, idNo }: Identity): Promise<never> {
  const known = await findByDocument(ctx, { kind: 'id-card', number: idNo })
  if (known?.name === name)
    await changePerson(ctx, known, 'accounts.report-dead', (row) =>
      row.state === 'LIVING' ? { change: { state: 'REPORTED_DEAD' } } : null,
    )
  await raiseAlarm(ctx, { kind: 'bureau-deceased', recordId: known?._id ?? ctx.resident.accountId })
  throw new AppError('real-name-refused')
}

/** The register's name is the right one, and a person it calls living lives. */
async function personOf(ctx: ResidentCtx, account: AccountRow, { name, idNo, birthday }: Identity): Promise<PersonRow> {
  const document = { kind: 'id-card' as const, number: idNo }
  const villageCode = account.villageCode ?? ctx.tenant
  const found = await ensurePersonRow(ctx, { name, document, birthday, villageCode, verified: 'source' })
  if (found._id === account.lostBy) throw new AppError('real-name-refused')
  const corrected = found.name !== name
  const person = await changePerson(ctx, found, 'accounts.verify', (row) => {
    const settled = row.name === name && row.verified !== null && row.state === 'LIVING' && row.birthday === birthday
    const here = row.villageCode === ctx.tenant ? villageCode : row.villageCode
    if (settled && here === row.villageCode) return null
    const set = { name, birthday, verified: row.verified ?? ('source' as const), villageCode: here }
    return { change: { state: 'LIVING', set }, note: { verified: set.verified, renamed: row.name !== name } }
  })
  if (!corrected) return person
  await copyToAccounts(ctx, person)
  await tellPerson(ctx, person, 'nameCorrected', { source: `${person._id}:${String(person.version)}` })
  return person
}

async function bindTo(ctx: ResidentCtx, person: PersonRow): Promise<void> {
  const bound = await bindAccount(ctx, ctx.resident, person)
  const others = await accountRows.countUpTo(ctx, { personId: person._id }, 2)
  if (others < 2) return
  const session = await sessionRows.findOne(ctx, { _id: ctx.resident.sessionId }, { projection: { client: 1 } })
  const device = clientWords[session?.client ?? 'weapp']
  await tellPerson(ctx, person, 'newLogin', { source: `${bound._id}:${String(bound.version)}`, device })
}
