/** accounts over HTTP: the code people show at the counter, finding them, and a lost phone. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { demoOfficer } from '@xlb/shared/demo/staff.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { counterCodes } from '../../server/src/capabilities/accounts/data/counter-codes.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  approve,
  DAY,
  HOUR,
  openAccountsStage,
  outcome,
  personIdOf,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { fieldsOf, newKey, send, sendAny } from '../support/call.ts'
import { A, B, counterOf, idCard } from '../support/counter.ts'
import { countRows } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let stage: AccountsStage
let counter: ReturnType<typeof counterOf>

beforeAll(async () => {
  stage = await openAccountsStage()
  counter = counterOf(stage)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const looksOf = (personId: string) => countRows('looks', { personId })

describe('a counter code', () => {
  test('is for whoever is signed in; six digits, no two alike, five an hour, kept unreadable', async () => {
    expect((await send(stage.url, accounts.showCounterCode, { body: {} })).status).toBe(401)
    const { token } = await stage.stranger('wang-xiulan')
    const codes = []
    for (let n = 0; n < 5; n += 1) codes.push((await counter.show(token)).value().code)
    expect(new Set(codes).size).toBe(5)
    for (const code of codes) expect(code).toMatch(/^\d{6}$/)
    const kept = JSON.stringify(await counterCodes.find(stage.ctx(SONGYANG), {}))
    expect(codes.filter((code) => kept.includes(`"${code}"`))).toEqual([])
    expect(outcome(await counter.show(token))).toEqual([429, 'code-limit'])
  })
})

describe('finding a person', () => {
  const known = demoPerson('he-haibo')
  const miss = { name: '王小明', idNo: known.idNo }

  test('is for an officer of the counter', async () => {
    const caseNo = await stage.openCase(A)
    const body = { caseNo, ...typedOf(known) }
    expect((await send(stage.url, accounts.counterFindPerson, { body })).status).toBe(401)
    const { token } = await stage.stranger('wang-xiulan')
    expect((await send(stage.url, accounts.counterFindPerson, { body }, { token })).status).toBe(401)
    const bad = { caseNo: '1', name: { $ne: '' }, idNo: 'x', village: 1 }
    expect(
      (await sendAny(stage.url, accounts.counterFindPerson, { body: bad }, { token: await staffToken(stage, A) }))
        .status,
    ).toBe(400)
    expect(outcome(await counter.find(caseNo, known, 'songyang-auditor'))).toEqual([403, 'forbidden'])
    expect(await looksOf(personIdOf(known.key))).toBe(0)
  })

  test('needs an open case of this county, which is then this person’s and nobody else’s', async () => {
    const before = await stage.untouched()
    expect(outcome(await counter.find('ZD20261126-9999', known))).toEqual([403, 'desk-case-needed'])
    expect(await stage.untouched()).toEqual(before)
    const other = demoPerson('liu-yaqin')
    const ofOther = await stage.openCase(A, personIdOf(other.key))
    expect(outcome(await counter.find(ofOther, known))).toEqual([403, 'desk-case-needed'])
    expect(await countRows('looks', { personId: personIdOf(known.key), state: 'REFUSED' })).toBe(1)
  })

  test('names the fields that are wrong', async () => {
    const caseNo = await stage.openCase(A)
    const answer = await counter.find(caseNo, { name: 'x', idNo: '1' })
    expect([answer.status, ...fieldsOf(answer)]).toEqual([422, 'body.idNo: wrong-format', 'body.name: wrong-format'])
  })

  test('shows a masked person and tells them who looked, at what and why', async () => {
    const caseNo = await stage.openCase(A)
    const token = await stage.signIn(known.key, SONGYANG)
    const seen = (await counter.find(caseNo, known)).value()
    expect(seen).toMatchObject({ id: personIdOf(known.key), verified: 'source', accounts: 1 })
    expect(seen.openSessions).toBeGreaterThan(0)
    const text = JSON.stringify(seen)
    for (const word of [known.name, known.idNo, known.birthday.replaceAll('-', ''), known.phone, known.openid])
      expect([word, text.includes(word)]).toEqual([word, false])
    const { items } = (await send(stage.url, dataRights.looks, {}, { token })).value()
    expect(items[0]).toMatchObject({ purpose: '窗口核对身份', caseNo, outcome: 'shown' })
  })

  test('with another name and with an unknown number is the same miss, and ten an hour are the most', async () => {
    const caseNo = await stage.openCase(B)
    await stage.world.advance(DAY)
    const fresh = await stage.openCase(B)
    const unknown = { name: known.name, idNo: '11010519491231002X' }
    expect(caseNo).not.toBe(fresh)
    for (const typed of [miss, unknown, miss, unknown, miss, unknown, miss, unknown, miss, unknown])
      expect(outcome(await counter.find(fresh, typed, B))).toEqual([404, 'person-unknown'])
    expect(outcome(await counter.find(fresh, known, B))).toEqual([429, 'too-many-requests'])
    expect((await counter.find(await stage.openCase(A), known)).status).toBe(200)
    await stage.world.advance(HOUR)
    expect((await counter.find(fresh, known, B)).status).toBe(200)
  })

  test('is refused to the person’s own family and to themselves, and they read of the try', async () => {
    const self = demoPerson(demoOfficer('songyang-counter-own').personKey ?? '')
    const caseNo = await stage.openCase('songyang-counter-own')
    expect(outcome(await counter.find(caseNo, self, 'songyang-counter-own'))).toEqual([403, 'own-matter'])
    expect(await countRows('looks', { personId: personIdOf(self.key), state: 'REFUSED' })).toBe(1)
    expect(await countRows('deskCases', { caseNo, personId: personIdOf(self.key) })).toBe(0)
  })
})

describe('a lost phone', () => {
  const victim = demoPerson('ye-wenbin')
  const personId = personIdOf(victim.key)
  const lost = () => stage.openCase(A, personId, 'lost-phone')

  test('is reported to an officer of the counter, with a case of that person', async () => {
    const body = { caseNo: 'ZD20261126-0001', unbind: false }
    expect((await send(stage.url, accounts.counterEndSessions, { params: { personId }, body })).status).toBe(401)
    const token = await staffToken(stage, A)
    const params = { personId: 'per_1' }
    expect((await sendAny(stage.url, accounts.counterEndSessions, { params, body }, { token })).status).toBe(400)
    expect(outcome(await counter.endSessions(personId, await lost(), false, 'songyang-nurse'))).toEqual([
      403,
      'forbidden',
    ])
    const ofOther = await stage.openCase(A, personIdOf('liu-yaqin'))
    expect(outcome(await counter.endSessions(personId, ofOther, true))).toEqual([403, 'desk-case-needed'])
    const unknown = newId('per')
    const open = await stage.openCase(A)
    expect(outcome(await counter.endSessions(unknown, open, true))).toEqual([404, 'not-found'])
    expect(outcome(await counter.endSessions(personIdOf('wang-xiulan'), open, true))).toEqual([404, 'not-found'])
    expect(await countRows('deskCases', { caseNo: open, personId: null })).toBe(1)
  })

  test('ends every session at the next request, says how many, and can be told again; the accounts stay bound', async () => {
    const tokens = [await stage.signIn(victim.key, SONGYANG), await stage.signIn(victim.key, SONGYANG)]
    const key = newKey()
    const caseNo = await lost()
    const ended = (await counter.endSessions(personId, caseNo, false, A, { key })).value()
    expect(ended).toEqual({ ended: 2, unbound: 0 })
    for (const token of tokens) expect((await counter.me(token)).status).toBe(401)
    expect((await counter.endSessions(personId, caseNo, false, A, { key })).value()).toEqual(ended)
    const again = await stage.signIn(victim.key, SONGYANG)
    expect((await counter.me(again)).value().name).not.toBeNull()
    const row = await stage.personOf(personId, SONGYANG)
    expect(row.pending?.at(-1)).toMatchObject({ name: 'accounts.end-sessions', data: { caseNo, ended: 2, unbound: 0 } })
    const told = (await stage.texts()).filter((text) => text['to'] === victim.phone)
    expect(told.map((text) => text['template'])).toEqual(['sessions-ended'])
  })

  test('with unbinding leaves the phone acting for nobody, also online; the counter binds it again', async () => {
    const other = await stage.stranger('chen-meifeng')
    await verify(stage, other.token, typedOf(victim))
    await stage.world.fault('sms.down')
    expect((await counter.endSessions(personId, await lost(), true)).value()).toMatchObject({ unbound: 2 })
    await stage.world.clearFaults()
    const thief = await stage.signIn(victim.key, SONGYANG)
    expect((await counter.me(thief)).value()).toMatchObject({ name: null, verified: null, phone: null })
    await stage.agree(thief)
    expect(outcome(await verify(stage, thief, typedOf(victim)))).toEqual([409, 'real-name-refused'])
    expect((await stage.lettersOf(personId, SONGYANG)).map(({ title }) => title)).toContain('已退出登录并解绑微信')
    const { code } = (await counter.show(thief)).value()
    const asked = { caseNo: await lost(), name: victim.name, document: idCard(victim.idNo), counterCode: code }
    const { approvalId } = (await counter.enter({ ...asked, villageCode: victim.villageCode })).value()
    expect((await approve(stage, B, approvalId)).value().state).toBe('DONE')
    expect((await counter.me(thief)).value()).toMatchObject({ verified: 'source' })
  })

  test('while the thief signs in all the time leaves no session that acts for the person', async () => {
    const busy = demoPerson('zhou-wenbin')
    const theirs = personIdOf(busy.key)
    const bound = await stage.accountOf(busy.key, SONGYANG)
    const { personId: person, maskedName, verified } = bound
    const set = { state: 'BOUND' as const, personId: person, maskedName, verified }
    for (let round = 0; round < 5; round += 1) {
      await accountRows.update(stage.ctx(SONGYANG), { _id: bound._id }, { $set: set })
      const signIns = Array.from({ length: 6 }, () => stage.signIn(busy.key, SONGYANG))
      const caseNo = await stage.openCase(A, theirs, 'lost-phone')
      const ending = counter.endSessions(theirs, caseNo, true)
      const tokens = await Promise.all(signIns)
      expect((await ending).status).toBe(200)
      for (const token of tokens) {
        const answer = await counter.me(token)
        expect(answer.status === 401 || answer.value().name === null).toBe(true)
      }
      expect(await countRows('sessions', { tenant: SONGYANG, personId: theirs, endedAt: null })).toBe(0)
    }
  })

  test('of oneself or one’s family is another officer’s matter', async () => {
    const own = personIdOf(demoOfficer('songyang-counter-own').personKey ?? '')
    const caseNo = await stage.openCase('songyang-counter-own')
    expect(outcome(await counter.endSessions(own, caseNo, true, 'songyang-counter-own'))).toEqual([403, 'own-matter'])
    expect(await countRows('sessions', { tenant: SUICHANG, endedAt: { $ne: null } })).toBe(0)
  })
})
