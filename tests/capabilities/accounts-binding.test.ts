/** accounts over HTTP: what follows a match of the real-name check: one record, bound accounts, and who is told. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoSpecialNames } from '@xlb/shared/demo/families.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { findPersonByIdNo, personById } from '../../server/src/capabilities/accounts/index.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import { openSealed } from '../../server/src/platform/db/sealed.ts'
import {
  openAccountsStage,
  outcome,
  personIdOf,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
  type Stranger,
  forgetStrangers,
} from '../support/accounts-stage.ts'
import { newKey, send } from '../support/call.ts'
import { fieldsIn, objectsIn } from '../support/json.ts'
import { countRows } from '../support/snapshot.ts'

let stage: AccountsStage
/** People whom 松阳 does not know; each test begins with all of them unknown there. */
let queue: string[] = []
let who: Stranger
let seededAt = ''

beforeAll(async () => {
  stage = await openAccountsStage()
  seededAt = stage.ctx().clock.instant()
})
beforeEach(async () => {
  await forgetStrangers(seededAt)
  queue = demoPeople.filter((one) => one.countyCode === SUICHANG).map(({ key }) => key)
  who = await next()
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

async function next(): Promise<Stranger> {
  const key = queue.shift()
  if (key === undefined) throw new Error('the roster is used up')
  return await stage.stranger(key)
}

const check = (typed: { name: string; idNo: string }, token = who.token) => verify(stage, token, typedOf(typed))
const me = async (token = who.token) => (await send(stage.url, accounts.me, {}, { token })).value()
const checks = async () => objectsIn(fieldsIn(await stage.world.control('checks'))['items'])
const found = (idNo: string) => findPersonByIdNo(stage.ctx(SONGYANG), idNo)

describe('a match', () => {
  test('binds the account to that person; every open session of it has the person at its next request', async () => {
    const second = await stage.signIn(who.person.key, SONGYANG)
    expect((await me(second)).verified).toBeNull()
    const answer = (await check(who.person)).value()
    expect(answer).toMatchObject({ verified: 'source', tenant: { code: SONGYANG } })
    expect(answer.name).toMatch(/\*/)
    const login = await send(stage.url, accounts.logins, {}, { token: second })
    expect(login.value().items).toHaveLength(2)
    const account = await stage.accountOf(who.person.key, SONGYANG)
    expect(await countRows('sessions', { accountId: account._id, personId: account.personId })).toBe(2)
  })

  test('makes one record, with name and number as typed, the number sealed, and its making and binding written down', async () => {
    await check(who.person)
    const person = await found(who.person.idNo)
    expect(person).toMatchObject({ name: who.person.name, birthday: who.person.birthday, verified: 'source' })
    const row = await stage.personOf(person?.id ?? '', SONGYANG)
    expect(openSealed(persons, row, 'idNo', row.idNoSealed ?? '')).toBe(who.person.idNo)
    expect(row.pending?.map(({ name, data }) => [name, data])).toEqual([
      ['accounts.enter-person', { verified: 'source' }],
    ])
    const account = await stage.accountOf(who.person.key, SONGYANG)
    expect(account.pending?.map(({ name }) => name)).toEqual(['accounts.open', 'accounts.bind'])
  })

  test('with a small x is stored with a capital one', async () => {
    const withX = demoPeople.find((one) => one.idNo.endsWith('X') && one.key !== 'wang-xiulan')
    if (withX === undefined) throw new Error('nobody has an X')
    expect((await check({ name: withX.name, idNo: withX.idNo.toLowerCase() })).status).toBe(200)
    const row = await stage.personOf(
      (await found(withX.idNo))?.id ?? '',
      withX.countyCode === SONGYANG ? SONGYANG : SONGYANG,
    )
    expect(openSealed(persons, row, 'idNo', row.idNoSealed ?? '')).toBe(withX.idNo)
  })

  test.each(demoSpecialNames.map((one) => [one.name, one] as const))(
    'of %s is kept byte for byte',
    async (name, one) => {
      expect((await check(one)).status).toBe(200)
      expect(Buffer.from((await found(one.idNo))?.name ?? '').equals(Buffer.from(name))).toBe(true)
    },
  )

  test('sent again is answered from the first, and by another tap with the same; for somebody else it is refused', async () => {
    const key = newKey()
    const first = (await verify(stage, who.token, typedOf(who.person), { key })).value()
    const asked = (await checks()).length
    expect((await verify(stage, who.token, typedOf(who.person), { key })).value()).toEqual(first)
    const before = await stage.untouched()
    expect((await check(who.person)).value()).toEqual(first)
    const other = await next()
    expect(outcome(await check(other.person))).toEqual([409, 'real-name-already'])
    expect(outcome(await check({ name: other.person.name, idNo: who.person.idNo }))).toEqual([409, 'real-name-already'])
    expect((await checks()).length).toBe(asked)
    const { sessions: _one, accounts: _two, consents: _three, ...rest } = await stage.untouched()
    expect(before).toMatchObject(rest)
    expect((await verify(stage, who.token, typedOf(other.person), { key })).code).toBe('idempotency-key-reused')
  })

  test('by two accounts at once binds both to one record, and the person reads of it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await next(), await next()]
      const answers = await Promise.all([check(one.person, one.token), check(one.person, two.token)])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      const rows = await Promise.all([one, two].map(({ person }) => stage.accountOf(person.key, SONGYANG)))
      const [first, second] = rows.map(({ personId }) => personId)
      expect(first).toBe(second)
      expect(
        await countRows('persons', { tenant: SONGYANG, name: one.person.name, birthday: one.person.birthday }),
      ).toBe(1)
      const letters = await stage.lettersOf(String(first), SONGYANG)
      expect(letters.map(({ kind }) => kind)).toContain('login')
      expect(letters.map(({ body }) => body).join('')).toMatch(/月.*日.*网页/u)
    }
  })

  test('of two people by one account at once binds one of them', async () => {
    const other = await next()
    const answers = await Promise.all([check(who.person), check(other.person)])
    expect(answers.map(({ code }) => code).sort()).toEqual(['', 'real-name-already'])
    const bound = await stage.accountOf(who.person.key, SONGYANG)
    expect((await personById(stage.ctx(SONGYANG), bound.personId ?? ''))?.name).toMatch(/./)
  })

  test('corrects a name that stood wrong, in the record and on every account, and says so', async () => {
    await check(who.person)
    const person = await found(who.person.idNo)
    await persons.update(stage.ctx(SONGYANG), { _id: person?.id ?? '' }, { $set: { name: '误登名' } })
    const other = await next()
    expect((await check(who.person, other.token)).status).toBe(200)
    expect((await found(who.person.idNo))?.name).toBe(who.person.name)
    const mine = await accountRows.find(stage.ctx(SONGYANG), { personId: person?.id ?? '' })
    expect(new Set(mine.map(({ maskedName }) => maskedName)).size).toBe(1)
    const kinds = (await stage.lettersOf(person?.id ?? '', SONGYANG)).map(({ kind }) => kind)
    expect(kinds.sort()).toEqual(['login', 'real-name'])
  })

  test('here does nothing to the record of the same person in another county', async () => {
    const before = await stage.personOf(personIdOf(who.person.key), SUICHANG)
    await check(who.person)
    expect(await stage.personOf(personIdOf(who.person.key), SUICHANG)).toEqual(before)
    expect((await found(who.person.idNo))?.id).not.toBe(before._id)
  })
})
