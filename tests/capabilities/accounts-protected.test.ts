/** accounts: no name, ID number, telephone number or code in any log, metric, queue or audit entry; keys change; every query walks an index. */
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoSpecialNames } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import supertest from 'supertest'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { rotateFieldKeys, retireFieldKey } from '../../server/src/platform/crypto/rotate-keys.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { openSealed } from '../../server/src/platform/db/sealed.ts'
import { createApp } from '../../server/src/platform/http/app.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import {
  approve,
  openAccountsStage,
  outcome,
  personIdOf,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { newKey, send } from '../support/call.ts'
import { counterOf, idCard } from '../support/counter.ts'
import { fieldsIn } from '../support/json.ts'
import { PROBE, watchPlans } from '../support/plans.ts'
import { countRows } from '../support/snapshot.ts'

let stage: AccountsStage

beforeAll(async () => {
  stage = await openAccountsStage()
})
afterAll(() => stage.stop())

const chen = demoSpecialNames[1] ?? demoPerson('wang-xiulan')

async function bindPhone(token: string, phone: string): Promise<string> {
  const { codeId } = (await send(stage.url, accounts.sendPhoneCode, { body: { phone } }, { token })).value()
  const text = (await stage.texts()).findLast((one) => one['to'] === phone)
  const code = String(fieldsIn(text?.['params'])['code'])
  const wrong = { by: 'sms' as const, codeId, code: code === '000000' ? '000001' : '000000' }
  await send(stage.url, accounts.bindPhone, { body: wrong }, { token })
  ;(await send(stage.url, accounts.bindPhone, { body: { by: 'sms', codeId, code } }, { token })).value()
  return code
}

/** Everything that a resident and two officers do about who somebody is. */
async function everything(): Promise<string[]> {
  const counter = counterOf(stage)
  const guest = await stage.stranger('wang-xiulan')
  const second = await stage.stranger('li-xiaoyan')
  const code = await bindPhone(guest.token, guest.person.phone)
  await verify(stage, guest.token, { name: '王小明', idNo: guest.person.idNo })
  for (const { token } of [guest, second]) expect((await verify(stage, token, typedOf(guest.person))).status).toBe(200)
  const own = { token: guest.token }
  await send(stage.url, accounts.chooseVillage, { body: { villageCode: '331124001006' } }, own)
  await send(stage.url, accounts.counties, {}, own)
  await send(
    stage.url,
    accounts.bindPhone,
    { body: { by: 'wechat', code: await stage.numberCode('wang-xiulan') } },
    own,
  )
  const { items } = (await send(stage.url, accounts.logins, {}, own)).value()
  const other = items.find(({ current }) => !current)?.id ?? ''
  await send(stage.url, accounts.endLogin, { params: { sessionId: other } }, own)
  const third = await stage.stranger('he-weijun')
  const shown = (await counter.show(third.token)).value().code
  const asked = { caseNo: await stage.openCase('songyang-counter-a'), name: chen.name, document: idCard(chen.idNo) }
  const { approvalId } = (await counter.enter({ ...asked, counterCode: shown })).value()
  await approve(stage, 'songyang-counter-b', approvalId)
  const caseNo = await stage.openCase('songyang-counter-a')
  const found = (await counter.find(caseNo, typedOf(guest.person))).value()
  expect(outcome(await counter.endSessions(found.id, caseNo, true))).toEqual([200, ''])
  await send(stage.url, accounts.switchCounty, { body: { tenant: SUICHANG } }, { token: third.token })
  return [code, shown]
}

async function wholeDatabase(): Promise<string> {
  const names = (await nativeDb().listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const all = await Promise.all(names.map((name) => nativeDb().collection(name).find({}, { comment: PROBE }).toArray()))
  return JSON.stringify(all)
}

test('no query scans a collection, sorts in memory, or reads more keys than it returns; and nothing readable stays', async () => {
  // Rows of other people, so that a scan would show.
  const row = await stage.accountOf('he-haibo', SONGYANG)
  await accountRows.insertMissing(
    stage.ctx(SONGYANG),
    Array.from({ length: 300 }, (_, n) => ({
      ...row,
      _id: `acc_crowd${String(n)}`,
      openid: `crowd-${String(n)}`,
      personId: `per_crowd${String(n)}`,
      version: 0,
      pending: [],
    })),
  )
  const watch = watchPlans()
  const codes = await everything()
  const { checked, findings } = await watch.report()
  watch.stop()
  const ours = /of (persons|accounts|sessions|attempts|phoneCodes|counterCodes|counterEntries) /
  expect(findings.filter((one) => ours.test(one))).toEqual([])
  expect(checked).toBeGreaterThan(30)
  await nativeDb()
    .collection('accounts')
    .deleteMany({ openid: /^crowd/ })
  const database = await wholeDatabase()
  const { idNo, phone } = demoPerson('wang-xiulan')
  const canaries = [idNo, phone, chen.idNo, ...codes.map((code) => `"${code}"`)]
  expect(canaries.filter((one) => database.includes(one))).toEqual([])
})

test('no name, number or code is in a log line, metric, audit entry or queue, whatever is sent and however it fails', async () => {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  const house = { ...stage.house, log: createLog('debug', sink) }
  const request = supertest(createApp(house).koa.callback())
  const { token, person } = await stage.stranger('zhong-ting')
  const call = (path: string, body: object) =>
    request
      .post(`/api${path}`)
      .set('Host', new URL(stage.url).host)
      .set('Authorization', `Bearer ${token}`)
      .set('Idempotency-Key', newKey())
      .send(body)
  const { name, idNo, phone } = person
  const statuses = []
  for (const fault of ['', 'bureau.garbled', 'bureau.down', 'bureau.deceased', 'sms.down']) {
    if (fault !== '') await stage.world.fault(fault)
    for (const [path, body] of [
      ['/accounts/me/real-name', { name: '王小明', idNo }],
      ['/accounts/me/real-name', { name, idNo: `${idNo}1` }],
      ['/accounts/me/phone/codes', { phone }],
      ['/accounts/me/phone/codes', { phone: `${phone}1`, [phone]: idNo }],
    ] as const)
      statuses.push((await call(path, body)).status)
    await stage.world.clearFaults()
  }
  statuses.push((await call('/accounts/me/real-name', { name, idNo })).status)
  expect(new Set(statuses)).toEqual(new Set([200, 400, 409, 422, 503]))
  expect(await runJobsOnce(house)).toBe(0)
  const entries = JSON.stringify(await nativeDb().collection('auditEntries').find({}).toArray())
  const outbox = JSON.stringify(await nativeDb().collection('outbox').find({}).toArray())
  const told = { log: lines.join(''), metrics: await house.metrics.registry.metrics(), entries, outbox }
  for (const [where, words] of Object.entries(told))
    expect([where, [name, idNo, phone, idNo.slice(6, 17)].filter((one) => words.includes(one))]).toEqual([where, []])
  expect(told.log).toContain('accounts.verifyRealName')
})

test('after a change of keys telephone numbers open, codes on their way are good, and the old key can go', async () => {
  const token = await stage.signIn('ye-ting')
  const before = await stage.accountOf('ye-ting', SUICHANG)
  const phone = '10099990001'
  const { codeId } = (await send(stage.url, accounts.sendPhoneCode, { body: { phone } }, { token })).value()
  const kid = await rotateFieldKeys(stage.house)
  await sleep(1_050)
  const text = (await stage.texts()).findLast((one) => one['to'] === phone)
  const code = String(fieldsIn(text?.['params'])['code'])
  const bound = await send(stage.url, accounts.bindPhone, { body: { by: 'sms', codeId, code } }, { token })
  expect(bound.value().phone).toBe('100****0001')
  await runJobsOnce(stage.house, ['rewrap-fields'])
  await retireFieldKey(stage.house, before.phoneKid ?? '')
  for (const name of ['accounts', 'persons', 'counterEntries', 'phoneCodes'])
    expect([name, JSON.stringify(await nativeDb().collection(name).find({}).toArray()).includes(':k0:')]).toEqual([
      name,
      name === 'phoneCodes',
    ])
  expect(await countRows('accounts', { phoneKid: { $exists: true, $ne: kid } })).toBe(0)
  const after = await stage.accountOf('li-xiaoyan', SUICHANG)
  expect(openSealed(accountRows, after, 'phone', after.phoneSealed ?? '')).toBe(demoPerson('li-xiaoyan').phone)
  expect((await stage.personOf(personIdOf('li-xiaoyan'))).idNoKid).toBe(kid)
})
