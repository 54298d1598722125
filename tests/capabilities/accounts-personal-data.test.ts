/** accounts: what is handed out of a person, what is erased, what goes with time, and how old rows become audited ones. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts as contract } from '@xlb/shared/accounts/contract.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { accounts, findPersonByIdNo, personById } from '../../server/src/capabilities/accounts/index.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { counterEntries } from '../../server/src/capabilities/accounts/data/counter-entries.ts'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { runMigrations } from '../../server/src/platform/db/migrations.ts'
import {
  DAY,
  openAccountsStage,
  personIdOf,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { send } from '../support/call.ts'
import { counterOf, idCard } from '../support/counter.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

let stage: AccountsStage

beforeAll(async () => {
  stage = await openAccountsStage()
})
afterAll(() => stage.stop())

const wang = demoPerson('wang-xiulan')
const wangId = personIdOf(wang.key)
const exportOf = (personId: string) => accounts.personalData?.exportOf(stage.ctx(), personId)
const erase = async (personId: string) => (await accounts.personalData?.erase(stage.ctx(), personId)) ?? []
const countsOf = async (personId: string) => (await erase(personId)).map(({ count, outcome }) => [outcome, count])

describe('a copy of one’s own data', () => {
  test('holds name, number and telephone in full, how many WeChat accounts, and nothing of anybody else', async () => {
    await stage.signIn(wang.key)
    const copy = await exportOf(wangId)
    expect(copy).toMatchObject({
      person: { name: wang.name, number: wang.idNo, document: '居民身份证', birthday: wang.birthday },
      wechat: { bound: '已绑定微信 1 个', accounts: [{ phone: wang.phone }] },
      sessions: [{ client: 'h5' }],
    })
    const text = JSON.stringify(copy)
    for (const secret of [wang.openid, 'Sealed', 'A256GCM', 'HS256']) expect(text).not.toContain(secret)
    expect(await exportOf(personIdOf('nobody'))).toEqual({})
  })
})

describe('erasing a person', () => {
  test('leaves an id behind which nothing stands, and ends every session', async () => {
    const token = await stage.signIn(wang.key)
    await send(stage.url, contract.showCounterCode, { body: {} }, { token })
    const account = await stage.accountOf(wang.key, SUICHANG)
    const report = await erase(wangId)
    expect(report.map(({ what, outcome, why }) => [what, outcome, why])).toEqual([
      ['姓名、证件号码和出生日期', 'erased', null],
      ['绑定的微信号', 'erased', null],
      ['手机号', 'erased', null],
      ['登录记录', 'erased', null],
    ])
    expect(report.every(({ count }) => count > 0)).toBe(true)
    expect((await send(stage.url, contract.me, {}, { token })).status).toBe(401)
    const rows = JSON.stringify([
      await stage.personOf(wangId),
      await accountRows.findOne(stage.ctx(), { _id: account._id }),
    ])
    const text = rows.replaceAll(/"pending":\[.*?\]/g, '')
    for (const word of [wang.name, '王*兰', wang.openid, 'Sealed', 'Blind', wang.birthday, wang.villageCode])
      expect([word, text.includes(word)]).toEqual([word, false])
    expect(await findPersonByIdNo(stage.ctx(), wang.idNo)).toBeNull()
    expect(await personById(stage.ctx(), wangId)).toBeNull()
    expect(await exportOf(wangId)).toEqual({})
    for (const name of ['sessions', 'counterCodes', 'phoneCodes'])
      expect([name, await countRows(name, { accountId: account._id })]).toEqual([name, 0])
  })

  test('again changes nothing, and whoever comes back begins anew', async () => {
    const before = await fingerprints()
    expect(await countsOf(wangId)).toEqual([
      ['erased', 0],
      ['erased', 0],
      ['erased', 0],
      ['erased', 0],
    ])
    expect(await fingerprints()).toEqual(before)
    const token = await stage.signIn(wang.key)
    await stage.agree(token)
    expect((await verify(stage, token, typedOf(wang))).status).toBe(200)
    const anew = await findPersonByIdNo(stage.ctx(), wang.idNo)
    expect(anew?.id).not.toBe(wangId)
    expect(await countsOf(wangId)).toEqual([
      ['erased', 0],
      ['erased', 0],
      ['erased', 0],
      ['erased', 0],
    ])
    expect((await send(stage.url, contract.me, {}, { token })).value().verified).toBe('source')
  })

  test('is written down, and the chain holds nothing of who they were', async () => {
    await stage.work()
    const entries = await auditEntries.find(stage.ctx(), { recordId: wangId }, { sort: { seq: 1 } })
    expect(entries.map(({ act }) => act)).toEqual(['accounts.enter-person', 'accounts.empty-person'])
    const all = JSON.stringify(await auditEntries.find(stage.ctx(), {}))
    for (const word of [wang.name, wang.idNo, wang.phone, wang.openid, '127.0.0.1'])
      expect([word, all.includes(word)]).toEqual([word, false])
  })

  test('takes what was entered of them at the counter too', async () => {
    const one = demoPerson('he-haibo')
    const caseNo = await stage.openCase('songyang-counter-a')
    const asked = { caseNo, name: one.name, document: idCard(one.idNo), villageCode: one.villageCode }
    expect((await counterOf(stage).enter(asked)).status).toBe(200)
    await accounts.personalData?.erase(stage.ctx(SONGYANG), personIdOf(one.key))
    const [entry] = await counterEntries.find(stage.ctx(SONGYANG), { personId: personIdOf(one.key) })
    expect([entry?.state, entry?.numberSealed]).toEqual(['DROPPED', undefined])
  })
})

describe('with time', () => {
  test('an entry that nobody decided loses what is readable of the person', async () => {
    const caseNo = await stage.openCase('songyang-counter-a')
    const one = demoPerson('liu-yaqin')
    await counterOf(stage).enter({ caseNo, name: one.name, document: idCard(one.idNo), villageCode: one.villageCode })
    const rule = accounts.retention?.find(({ record }) => record === 'counter-entries')
    const ctx = stage.ctx(SONGYANG)
    const before = (days: number) => new Date(ctx.clock.now() - days * DAY).toISOString()
    expect(await rule?.remove?.(ctx, before(7))).toBe(0)
    await stage.world.advance(8 * DAY)
    expect(await rule?.remove?.(ctx, before(7))).toBe(1)
    expect(await rule?.remove?.(ctx, before(7))).toBe(0)
    expect(await countRows('counterEntries', { state: 'PROPOSED' })).toBe(0)
  })

  test.each(['sessions', 'phoneCodes', 'counterCodes', 'attempts'])('%s go by themselves', async (name) => {
    const indexes = await nativeDb().collection(name).indexes()
    expect(indexes.map(({ expireAfterSeconds }) => expireAfterSeconds)).toContain(0)
  })
})

describe('the migration', () => {
  test('gives rows of before a state and version 0, claims nothing unproven, and bears a repeat', async () => {
    const db = nativeDb()
    const people = db.collection<{ _id: string }>('persons')
    const known = personIdOf('ye-wenbin')
    const strip = { $unset: { state: '', version: '', verified: '', pending: '' } } as const
    await people.updateOne({ _id: known }, strip)
    const old = { _id: 'per_old', tenant: SONGYANG, name: '老人', villageCode: '331124001006' }
    await people.insertOne(old)
    await db.collection('accounts').updateMany({ personId: known }, strip)
    const others = () =>
      people
        .find({ _id: { $nin: [known, 'per_old'] } })
        .sort({ _id: 1 })
        .toArray()
    const before = await others()
    for (let round = 0; round < 2; round += 1) {
      await db.collection('migrations').deleteMany({})
      await runMigrations(accounts.migrations ?? [])
    }
    const migrated = await people.find({ _id: { $in: [known, 'per_old'] } }).toArray()
    expect(migrated.map((row) => fieldsOfRow(row)).sort()).toEqual(['LIVING 0 null', 'LIVING 0 source'])
    const account = await stage.accountOf('ye-wenbin', SONGYANG)
    expect([account.state, account.version, account.verified]).toEqual(['BOUND', 0, 'source'])
    expect(await others()).toEqual(before)
    const token = await stage.signIn('ye-wenbin', SONGYANG)
    const moved = await send(stage.url, contract.chooseVillage, { body: { villageCode: '331124001006' } }, { token })
    expect(moved.status).toBe(200)
    expect((await stage.personOf(known, SONGYANG)).version).toBe(1)
  })
})

function fieldsOfRow(row: Readonly<Record<string, unknown>>): string {
  return [row['state'], row['version'], row['verified']].map(String).join(' ')
}
