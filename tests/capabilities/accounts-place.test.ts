/** accounts over HTTP: my village, my counties, and moving between them (SCENARIOS 18). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { home } from '@xlb/shared/home/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import { sessionRows } from '../../server/src/capabilities/accounts/data/sessions.ts'
import { openStage, paidBill, SONGYANG, SUICHANG, type Resident, type Stage } from '../support/builders.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let wang: Resident

beforeAll(async () => {
  stage = await openStage()
  wang = await stage.resident()
})
afterAll(() => stage.stop())

const ELSEWHERE = '331123001008'
const IN_SONGYANG = '331124001006'
const choose = (villageCode: string, token: string | undefined = wang.token) =>
  send(stage.url, accounts.chooseVillage, { body: { villageCode } }, { token })
const counties = (token: string | undefined) => send(stage.url, accounts.counties, {}, { token })
const change = (tenant: string, token: string | undefined) =>
  send(stage.url, accounts.switchCounty, { body: { tenant } }, { token })
const me = (token: string) => send(stage.url, accounts.me, {}, { token })

describe('choosing a village', () => {
  test('needs a session', async () => {
    expect((await send(stage.url, accounts.chooseVillage, { body: { villageCode: ELSEWHERE } })).status).toBe(401)
  })

  test('takes a code of twelve digits and nothing beside it', async () => {
    const before = await fingerprints()
    const body = { villageCode: '331123', tenantId: SONGYANG, verified: 'source' }
    const answer = await sendAny(stage.url, accounts.chooseVillage, { body }, { token: wang.token })
    expect([answer.status, ...fieldsOf(answer)]).toEqual([
      400,
      'body.tenantId: unknown-field',
      'body.verified: unknown-field',
      'body.villageCode: wrong-format',
    ])
    expect(await fingerprints()).toEqual(before)
  })

  test.each([IN_SONGYANG, '331123999999'])('refuses %s, which the county does not have', async (code) => {
    const before = await fingerprints()
    const answer = await choose(code)
    expect([answer.status, answer.code]).toEqual([422, 'village-unknown'])
    expect(await fingerprints()).toEqual(before)
  })

  test('moves the person and all their accounts at once; what was paid before stays as it was written', async () => {
    await paidBill(stage, wang)
    await stage.work()
    const receipts = () => send(stage.url, payments.receipts, {}, { token: wang.token })
    const before = (await receipts()).text
    const other = { openid: 'oDEMO-second-phone', _id: `acc_${'1'.repeat(20)}` }
    const row = await accountRows.findOne(stage.ctx(), { openid: wang.person.openid })
    if (row === null) throw new Error('the account is not there')
    await accountRows.insert(stage.ctx(), { ...row, ...other, version: 0, pending: [] })
    const moved = (await choose(ELSEWHERE)).value()
    expect(moved.village).not.toBe(wang.person.villageName)
    expect((await persons.findOne(stage.ctx(), { _id: wang.personId }))?.villageCode).toBe(ELSEWHERE)
    const mine = await accountRows.find(stage.ctx(), { personId: wang.personId })
    expect(mine.map(({ villageCode }) => villageCode)).toEqual([ELSEWHERE, ELSEWHERE])
    const shown = (await send(stage.url, home.get, {}, { token: wang.token })).value()
    expect(JSON.stringify(shown)).toContain(moved.village ?? '-')
    expect((await receipts()).text).toBe(before)
    await accountRows.removeOne(stage.ctx(), { _id: other._id })
  })

  test('is written down with both places, and announced; choosing the same again changes nothing', async () => {
    const from = (await persons.findOne(stage.ctx(), { _id: wang.personId }))?.villageCode
    await choose(wang.person.villageCode)
    const row = await persons.findOne(stage.ctx(), { _id: wang.personId })
    const told = (row?.pending ?? []).map(({ kind, name, data }) => ({ kind, name, data })).slice(-2)
    const data = { from, to: wang.person.villageCode }
    expect(told).toEqual([
      { kind: 'audit', name: 'accounts.move', data },
      { kind: 'event', name: 'accounts.moved', data },
    ])
    const before = await fingerprints()
    expect((await choose(wang.person.villageCode)).status).toBe(200)
    expect(await fingerprints()).toEqual(before)
  })

  test('by two phones at once leaves person and accounts at one of the two', async () => {
    const answers = await Promise.all([ELSEWHERE, wang.person.villageCode, ELSEWHERE].map((code) => choose(code)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const person = await persons.findOne(stage.ctx(), { _id: wang.personId })
    const account = await accountRows.findOne(stage.ctx(), { personId: wang.personId })
    expect(account?.villageCode).toBe(person?.villageCode)
    await choose(wang.person.villageCode)
  })

  test('works for an account that acts for nobody yet', async () => {
    const token = await stage.signIn(wang.phone, SONGYANG)
    expect((await choose(ELSEWHERE, token)).code).toBe('village-unknown')
    expect((await choose(IN_SONGYANG, token)).value()).toMatchObject({ name: null, tenant: { code: SONGYANG } })
    const row = await accountRows.findOne(stage.ctx(SONGYANG), { openid: wang.person.openid })
    expect([row?.villageCode, row?.personId]).toEqual([IN_SONGYANG, null])
  })
})

describe('my counties', () => {
  test('are nobody’s without a session', async () => {
    expect((await counties(undefined)).status).toBe(401)
    expect((await change(SONGYANG, undefined)).status).toBe(401)
  })

  test('are those in which this WeChat account was, with the village chosen there and the present one marked', async () => {
    expect((await counties(wang.token)).value().items).toEqual([
      { code: SUICHANG, name: '遂昌县', village: wang.person.villageName, current: true },
      { code: SONGYANG, name: '松阳县', village: expect.any(String), current: false },
    ])
    const li = await stage.resident()
    expect((await counties(li.token)).value().items.map(({ code }) => code)).toEqual([SUICHANG])
  })
})

describe('going to another county', () => {
  test('that is not open is refused, and one stays signed in', async () => {
    const before = await fingerprints()
    const answer = await change('331102', wang.token)
    expect([answer.status, answer.code]).toEqual([404, 'county-unknown'])
    expect(await fingerprints()).toEqual(before)
    expect((await sendAny(stage.url, accounts.switchCounty, { body: { tenant: 'x' } }, wang)).status).toBe(400)
  })

  test('ends the session here, opens one there, and tells nothing of here over there', async () => {
    const li = await stage.resident()
    const there = (await change(SONGYANG, li.token)).value()
    expect(there.me).toMatchObject({
      name: null,
      verified: null,
      phone: null,
      tenant: { code: SONGYANG },
      village: null,
    })
    expect((await me(li.token)).status).toBe(401)
    expect((await me(there.token)).status).toBe(200)
    const refreshed = await send(stage.url, accounts.refresh, { body: { refreshToken: String(there.refreshToken) } })
    expect(refreshed.value().me.tenant.code).toBe(SONGYANG)
    const back = (await change(SUICHANG, there.token)).value()
    expect(back.me).toMatchObject({ tenant: { code: SUICHANG }, verified: 'source' })
    expect(await accountRows.find(stage.ctx(SONGYANG), { openid: li.person.openid })).toHaveLength(1)
  })

  test('gives the mini-program no refresh token, for it had none', async () => {
    const code = await stage.world.loginCode(wang.phone)
    const body = { code, tenant: SUICHANG, client: 'weapp' as const }
    const { token } = (await send(stage.url, accounts.signIn, { body })).value()
    const there = (await change(SONGYANG, token)).value()
    expect(there.refreshToken).toBeNull()
    const rows = await sessionRows.find(stage.ctx(SONGYANG), { client: 'weapp', openid: wang.person.openid })
    expect(rows).toHaveLength(1)
  })
})
