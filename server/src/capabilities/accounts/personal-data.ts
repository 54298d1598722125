/**
 * What accounts holds of a person: who they are, their WeChat accounts, telephone numbers, sessions. All of it may be erased: no law makes the county
 * keep a name for its own sake. Receipts carry what accounting law demands of them, guardianships end on their own; both go on to name the person by an
 * id behind which nothing stands any more. What stays are the entries of the audit chain, which hold ids and times only.
 */
import { documentWords } from '@xlb/shared/accounts/messages.zh-CN.ts'
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { placeOf } from '../organisations/index.ts'
import { changePerson } from './acts/ensure-person.ts'
import { endSessionsOf } from './acts/settle-sessions.ts'
import { accountRows, type AccountRow } from './data/accounts.ts'
import { counterCodes } from './data/counter-codes.ts'
import { counterEntries } from './data/counter-entries.ts'
import { persons, type PersonRow } from './data/persons.ts'
import { phoneCodes } from './data/phone-codes.ts'
import { sessionRows } from './data/sessions.ts'
import { dropEntry } from './acts/decide-entry.ts'

type Section = Readonly<Record<string, unknown>>

async function exportOf(ctx: Ctx, personId: string): Promise<Section> {
  const person = await persons.findOne(ctx, { _id: personId })
  if (person === null || person.state === 'ERASED') return {}
  const accounts = await accountRows.find(ctx, { personId })
  const sessions = await sessionRows.find(ctx, { personId })
  return {
    person: await identityOf(ctx, person),
    wechat: {
      bound: `已绑定微信 ${String(accounts.length)} 个`,
      accounts: accounts.map((row) => ({ since: row.createdAt, view: row.view, phone: phoneOf(row) })),
    },
    sessions: sessions.map(({ client, createdAt, until, endedAt }) => ({
      client,
      since: createdAt,
      until: new Date(until).toISOString(),
      endedAt,
    })),
  }
}

function phoneOf(row: AccountRow): string | null {
  return row.phoneSealed === undefined ? null : openSealed(accountRows, row, 'phone', row.phoneSealed)
}

async function identityOf(ctx: Ctx, person: PersonRow): Promise<Section> {
  const { name, birthday, villageCode, verified, documentKind, createdAt } = person
  const { township, village } = await placeOf(ctx, villageCode === ctx.tenant ? null : villageCode)
  return {
    name,
    document: documentWords[documentKind ?? 'id-card'],
    number: numberOf(person),
    birthday: birthday ?? null,
    township,
    village,
    verified,
    since: createdAt,
  }
}

function numberOf(person: PersonRow): string | null {
  const { idNoSealed, documentSealed } = person
  if (idNoSealed !== undefined) return openSealed(persons, person, 'idNo', idNoSealed)
  if (documentSealed === undefined) return null
  const text = openSealed(persons, person, 'document', documentSealed)
  return text.slice(text.indexOf(':') + 1)
}

const erased = (what: string, count: number): Erased => ({ what, count, outcome: 'erased', why: null, until: null })

async function erase(ctx: Ctx, personId: string): Promise<readonly Erased[]> {
  const ended = await endSessionsOf(ctx, { personId })
  const accounts = await accountRows.find(ctx, { personId })
  const phones = accounts.filter((row) => row.phoneSealed !== undefined).length
  for (const { _id: accountId } of accounts) {
    await emptyAccount(ctx, accountId)
    await endSessionsOf(ctx, { accountId })
  }
  const sessions = await removeSessions(ctx, personId)
  const identity = await emptyPerson(ctx, personId)
  return [
    erased('姓名、证件号码和出生日期', identity),
    erased('绑定的微信号', accounts.length),
    erased('手机号', phones),
    erased('登录记录', Math.max(ended, sessions)),
  ]
}

const MOST_TRIES = 5
const PHONE = ['phoneSealed', 'phoneBlind', 'phoneKid'] as const

/** The openid goes too: whoever comes back with it begins anew. */
async function emptyAccount(ctx: Ctx, accountId: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const row = await accountRows.findOne(ctx, { _id: accountId })
    if (row === null || row.state === 'EMPTIED') return
    const nobody = { personId: null, maskedName: null, verified: null, villageCode: null }
    const change = {
      state: 'EMPTIED' as const,
      set: { ...nobody, openid: `emptied:${accountId}` },
      unset: [...PHONE, 'lostBy' as const],
    }
    await removeCodes(ctx, accountId)
    if ((await moveRecord(ctx, accountRows, row, change, { act: 'accounts.empty' })) !== null) return
  }
  throw new AppError('changed-meanwhile')
}

async function removeCodes(ctx: Ctx, accountId: string): Promise<void> {
  for (const { _id } of await phoneCodes.find(ctx, { accountId }, { projection: { _id: 1 } }))
    await phoneCodes.removeOne(ctx, { _id })
  for (const { _id } of await counterCodes.find(ctx, { accountId }, { projection: { _id: 1 } }))
    await counterCodes.removeOne(ctx, { _id })
}

/** They hold the openid. */
async function removeSessions(ctx: Ctx, personId: string): Promise<number> {
  const rows = await sessionRows.find(ctx, { personId }, { projection: { _id: 1 } })
  for (const { _id } of rows) await sessionRows.removeOne(ctx, { _id })
  return rows.length
}

async function emptyPerson(ctx: Ctx, personId: string): Promise<number> {
  for (const { _id } of await counterEntries.find(ctx, { personId }, { projection: { _id: 1 } }))
    await dropEntry(ctx, _id)
  const person = await persons.findOne(ctx, { _id: personId })
  if (person === null || person.state === 'ERASED') return 0
  await changePerson(ctx, person, 'accounts.empty-person', (row) =>
    row.state === 'ERASED'
      ? null
      : {
          change: {
            state: 'ERASED',
            set: { name: '', villageCode: ctx.tenant, verified: null },
            unset: [
              ...(['birthday', 'documentKind', 'ending'] as const),
              ...(['idNoSealed', 'idNoBlind', 'idNoKid'] as const),
              ...(['documentSealed', 'documentBlind', 'documentKid'] as const),
            ],
          },
        },
  )
  return 1
}

export const personalData: PersonalData = { exportOf, erase }
