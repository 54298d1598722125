/** accounts over HTTP: a person is entered at the counter by one officer and confirmed by another. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { demoSpecialNames } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { findPersonByIdNo } from '../../server/src/capabilities/accounts/index.ts'
import { counterEntries } from '../../server/src/capabilities/accounts/data/counter-entries.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import {
  approve,
  MINUTE,
  openAccountsStage,
  outcome,
  personIdOf,
  SONGYANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { fieldsOf, newKey, send, sendAny } from '../support/call.ts'
import { A, B, counterOf, idCard, VILLAGE } from '../support/counter.ts'
import { staffToken } from '../support/staff.ts'

let stage: AccountsStage
let counter: ReturnType<typeof counterOf>

beforeAll(async () => {
  stage = await openAccountsStage()
  counter = counterOf(stage)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

describe('entering a person', () => {
  const fresh = demoSpecialNames[0] ?? demoPerson('wang-xiulan')

  test('is refused with every fault named, and nothing is written', async () => {
    const caseNo = await stage.openCase(A)
    const before = await stage.untouched()
    const body = { caseNo, name: fresh.name, document: idCard(fresh.idNo), villageCode: VILLAGE, counterCode: null }
    expect((await send(stage.url, accounts.counterEnterPerson, { body })).status).toBe(401)
    const token = await staffToken(stage, A)
    const greedy = {
      ...body,
      verified: 'source',
      document: { kind: 'passport', number: '$gt', birthday: '2026-02-30' },
    }
    expect((await sendAny(stage.url, accounts.counterEnterPerson, { body: greedy }, { token })).status).toBe(400)
    expect(
      outcome(await counter.enter({ caseNo, name: fresh.name, document: idCard(fresh.idNo) }, 'songyang-nurse')),
    ).toEqual([403, 'forbidden'])
    const wrong = await counter.enter({ caseNo, name: ' ', document: idCard('110105194912310021') })
    expect(fieldsOf(wrong)).toEqual(['body.document.number: wrong-check-digit', 'body.name: wrong-format'])
    const born = await counter.enter({
      caseNo,
      name: 'Li, Ana-María',
      document: { kind: 'passport', number: 'E1234567', birthday: '2030-01-01' },
    })
    expect(fieldsOf(born)).toEqual(['body.document.birthday: not-allowed'])
    const asked = { caseNo, name: fresh.name, document: idCard(fresh.idNo) }
    expect(outcome(await counter.enter({ ...asked, caseNo: 'ZD20261126-9998' }))).toEqual([403, 'desk-case-needed'])
    expect(outcome(await counter.enter({ ...asked, villageCode: '331123001008' }))).toEqual([422, 'village-unknown'])
    expect(await stage.untouched()).toEqual(before)
    expect(outcome(await counter.enter({ ...asked, counterCode: '123456' }))).toEqual([422, 'counter-code-wrong'])
    expect(await stage.untouched()).toEqual(before)
  })

  test('outside the officer’s place, or under another person’s case, is refused', async () => {
    const ofOther = await stage.openCase(A, personIdOf('liu-yaqin'))
    const asked = { caseNo: ofOther, name: fresh.name, document: idCard(fresh.idNo) }
    expect(outcome(await counter.enter(asked))).toEqual([403, 'desk-case-needed'])
    expect(await counterEntries.countUpTo(stage.ctx(SONGYANG), {}, 5)).toBe(0)
  })

  test('waits for a second officer, who sees the papers’ words; then the person stands, and the account that showed its code is theirs', async () => {
    const guest = await stage.stranger('li-xiaoyan')
    const { code } = (await counter.show(guest.token)).value()
    const caseNo = await stage.openCase(A)
    const key = newKey()
    const asked = { caseNo, name: fresh.name, document: idCard(fresh.idNo.toLowerCase()), counterCode: code }
    const proposed = (await counter.enter(asked, A, { key })).value()
    expect(proposed.state).toBe('PROPOSED')
    expect((await counter.enter(asked, A, { key })).value()).toEqual(proposed)
    expect(await findPersonByIdNo(stage.ctx(SONGYANG), fresh.idNo)).toBeNull()
    expect((await counter.me(guest.token)).value().name).toBeNull()
    expect((await approve(stage, A, proposed.approvalId)).code).toBe('second-person-needed')
    const token = await staffToken(stage, B)
    const shown = (
      await send(stage.url, approvals.show, { params: { approvalId: proposed.approvalId } }, { token })
    ).value()
    expect(shown.facts.map(({ value }) => value)).toEqual(
      expect.arrayContaining([fresh.name, fresh.idNo, '居民身份证']),
    )
    expect((await approve(stage, B, proposed.approvalId)).value().state).toBe('DONE')
    expect((await counter.me(guest.token)).value()).toMatchObject({ verified: 'counter' })
    const person = await findPersonByIdNo(stage.ctx(SONGYANG), fresh.idNo)
    expect(person).toMatchObject({ name: fresh.name, verified: 'counter', villageCode: VILLAGE })
    const [entry] = await counterEntries.find(stage.ctx(SONGYANG), { personId: person?.id ?? '' })
    expect([entry?.state, entry?.nameSealed, entry?.numberSealed]).toEqual(['APPLIED', undefined, undefined])
    expect((await stage.lettersOf(person?.id ?? '', SONGYANG)).map(({ kind }) => kind)).toEqual(['real-name'])
    expect((await counter.enter(asked, A, { key })).value().state).toBe('DONE')
    expect(outcome(await counter.enter({ ...asked, caseNo: await stage.openCase(A) }))).toEqual([
      422,
      'counter-code-wrong',
    ])
  })

  test('that is refused leaves nothing readable of it', async () => {
    const caseNo = await stage.openCase(A)
    const one = demoSpecialNames[1] ?? fresh
    const { approvalId } = (await counter.enter({ caseNo, name: one.name, document: idCard(one.idNo) })).value()
    const at = { params: { approvalId }, body: { reason: '证件看不清' } }
    const refused = await send(stage.url, approvals.refuse, at, { token: await staffToken(stage, B) })
    expect(refused.value().state).toBe('REFUSED')
    const [entry] = await counterEntries.find(stage.ctx(SONGYANG), { approvalId })
    expect([entry?.state, entry?.nameSealed, entry?.birthday]).toEqual(['DROPPED', undefined, null])
    expect(await findPersonByIdNo(stage.ctx(SONGYANG), one.idNo)).toBeNull()
  })

  test('works for somebody with a passport, whose kind and number stand sealed and alone', async () => {
    const document = { kind: 'passport' as const, number: 'E12345678', birthday: '1988-03-04' }
    for (let round = 0; round < 2; round += 1) {
      const asked = { caseNo: await stage.openCase(A), name: 'Ana-María López', document }
      const { approvalId } = (await counter.enter(asked)).value()
      expect((await approve(stage, B, approvalId)).value().state).toBe('DONE')
    }
    const rows = await persons.find(stage.ctx(SONGYANG), { documentKind: 'passport' })
    expect(rows.map(({ name, birthday, verified }) => [name, birthday, verified])).toEqual([
      ['Ana-María López', '1988-03-04', 'counter'],
    ])
    expect(JSON.stringify(rows)).not.toContain('E12345678')
  })

  test('binds nobody to an account that acts for somebody else, now or by the time it is agreed', async () => {
    const taken = await stage.stranger('he-weijun')
    await verify(stage, taken.token, typedOf(taken.person))
    const asked = async (token: string) => {
      const { code } = (await counter.show(token)).value()
      const one = demoSpecialNames[2] ?? fresh
      return { caseNo: await stage.openCase(A), name: one.name, document: idCard(one.idNo), counterCode: code }
    }
    expect(outcome(await counter.enter(await asked(taken.token)))).toEqual([409, 'real-name-already'])
    const meanwhile = await stage.stranger('zhong-ting')
    const { approvalId } = (await counter.enter(await asked(meanwhile.token))).value()
    await verify(stage, meanwhile.token, typedOf(meanwhile.person))
    expect((await approve(stage, B, approvalId)).value()).toMatchObject({
      state: 'FAILED',
      failure: 'real-name-already',
    })
    expect((await counter.me(meanwhile.token)).value().verified).toBe('source')
    expect((await counterEntries.find(stage.ctx(SONGYANG), { approvalId }))[0]?.state).toBe('DROPPED')
  })

  test('with a code of ten minutes ago is refused, and ten wrong ones an hour are the most', async () => {
    const guest = await stage.stranger('ye-ting')
    const { code } = (await counter.show(guest.token)).value()
    await stage.world.advance(10 * MINUTE)
    const one = demoSpecialNames[2] ?? fresh
    const asked = { caseNo: await stage.openCase(B), name: one.name, document: idCard(one.idNo) }
    for (let n = 0; n < 10; n += 1)
      expect((await counter.enter({ ...asked, counterCode: n === 0 ? code : '000000' }, B)).code).toBe(
        'counter-code-wrong',
      )
    expect((await counter.enter({ ...asked, counterCode: code }, B)).code).toBe('too-many-requests')
  })
})
