/** Two officers at the counter: a guardianship shown on paper, and one that a court or the register took away. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { desk } from '@xlb/shared/desk/contract.ts'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoIdNo } from '@xlb/shared/demo/id-no.ts'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { families } from '@xlb/shared/families/contract.ts'
import { demoId, personById } from '../../server/src/capabilities/accounts/index.ts'
import { guardianshipOf } from '../../server/src/capabilities/families/index.ts'
import { guardianships, type GuardianshipRow } from '../../server/src/capabilities/families/data/guardianships.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { SUICHANG } from '../support/app.ts'
import { fieldsOf, looks, newKey, send, sendAny } from '../support/call.ts'
import { openFamilyStage, type FamilyStage, type Parent } from '../support/family-stage.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let stage: FamilyStage
let lei: Parent

beforeAll(async () => {
  stage = await openFamilyStage()
  lei = await stage.parent('lei-aijuan')
})
afterAll(() => stage.stop())

const officer = async (key = 'counter-a') => ({ token: await staffToken(stage, `suichang-${key}`) })
const USED = ['sessions', 'staffSessions', 'idempotencyKeys']
const refused = async (act: () => Promise<{ status: number; code: string }>, status: number, code: string) => {
  const before = await fingerprints(USED)
  const answer = await act()
  expect([answer.status, answer.code]).toEqual([status, code])
  expect(await fingerprints(USED)).toEqual(before)
}

async function caseOf(personId: string | null, key = 'counter-a', unitCode = SUICHANG): Promise<string> {
  const body = { unitCode, kind: 'guardianship' as const, personId }
  return (await send(stage.url, desk.open, { body }, await officer(key))).value().caseNo
}

interface Paper {
  readonly guardianId?: string
  readonly child?: { name: string; idNo: string }
  readonly since?: string
  readonly until?: string | null
}

const leiZihan = () => {
  const { name, idNo } = demoChild('lei-zihan')
  return { name, idNo }
}
async function enter(caseNo: string, more: Paper = {}, key = 'counter-a', replay?: string) {
  const paper = { relation: 'grandparent' as const, paper: 'designation' as const, since: '2025-03-01', until: null }
  const body = { caseNo, guardianId: lei.personId, child: leiZihan(), ...paper, ...more }
  const extras = { ...(await officer(key)), ...(replay === undefined ? {} : { key: replay }) }
  return await send(stage.url, families.counterEnter, { body }, extras)
}
async function revoke(
  id: string,
  caseNo: string,
  more: { reason?: 'court' | 'wrong-entry'; emergency?: boolean } = {},
  key = 'counter-a',
) {
  const body = { caseNo, reason: 'court' as const, emergency: false, ...more }
  return await send(stage.url, families.counterRevoke, { params: { guardianshipId: id }, body }, await officer(key))
}
const approve = async (approvalId: string, key = 'counter-b') =>
  await send(stage.url, approvals.approve, { params: { approvalId }, body: {} }, await officer(key))
const refuse = async (approvalId: string, key = 'counter-b') =>
  await send(
    stage.url,
    approvals.refuse,
    { params: { approvalId }, body: { reason: '与户口簿不符' } },
    await officer(key),
  )
const rowOf = async (id: string): Promise<GuardianshipRow> => {
  const row = await guardianships.findOne(stage.ctx(), { _id: id })
  if (row === null) throw new Error('the record is gone')
  return row
}
const OUTSIDE = { yunfeng: ['yunfeng-counter', '331123002'], miaogao: ['miaogao-counter', '331123001'] } as const
const unknownRight = `gua_${'0'.repeat(20)}`

describe('entering a guardianship', () => {
  test('is for a counter officer with a case: 401, 403 by role, 400, 422, each before anything is written', async () => {
    const caseNo = await caseOf(lei.personId)
    const body = {
      caseNo,
      guardianId: lei.personId,
      child: leiZihan(),
      relation: 'other',
      paper: 'court',
      since: '2025-03-01',
      until: null,
    }
    expect((await sendAny(stage.url, families.counterEnter, { body }, { token: undefined })).status).toBe(401)
    expect((await sendAny(stage.url, families.counterEnter, { body }, { token: lei.token })).status).toBe(401)
    expect((await enter(caseNo, {}, 'auditor')).code).toBe('forbidden')
    const strange = await sendAny(
      stage.url,
      families.counterEnter,
      { body: { ...body, state: 'ACTIVE' } },
      await officer(),
    )
    expect(fieldsOf(strange)).toEqual(['body.state: unknown-field'])
    const typed = await enter(caseNo, { child: { name: '', idNo: '331123201704080010' } })
    expect([typed.status, ...fieldsOf(typed)]).toEqual([
      422,
      'body.child.idNo: wrong-check-digit',
      'body.child.name: missing',
    ])
    const days = await enter(caseNo, { since: '2016-01-01', until: '2040-01-01' })
    expect([days.status, ...fieldsOf(days)]).toEqual([422, 'body.since: too-small', 'body.until: too-big'])
    expect(await countRows('guardianships')).toBe(0)
  })

  test('is refused without an open case of this guardian, out of scope, for an adult, and for a guardian who is not there', async () => {
    const other = await stage.parent('he-weijun')
    const caseNo = await caseOf(other.personId)
    await refused(() => enter(caseNo), 403, 'desk-case-needed')
    await refused(() => enter('ZD20261126-9999'), 403, 'desk-case-needed')
    const [key, unit] = demoPerson('lei-aijuan').townshipCode === '331123001' ? OUTSIDE.yunfeng : OUTSIDE.miaogao
    const there = await caseOf(lei.personId, key, unit)
    await refused(() => enter(there, {}, key), 403, 'out-of-scope')
    await refused(() => enter(caseNo, { guardianId: `per_${'0'.repeat(20)}` }), 404, 'not-found')
    const [grown] = demoPeople
    if (grown === undefined) throw new Error('nobody')
    await refused(() => enter(caseNo, { child: { name: grown.name, idNo: grown.idNo } }), 409, 'child-grown-up')
  })

  test('of oneself is refused: nobody handles their own matter', async () => {
    const own = demoPeople.filter((one) => one.countyCode === SUICHANG).at(-1)
    if (own === undefined) throw new Error('nobody')
    const guardianId = demoId('per', own.key)
    const caseNo = await caseOf(guardianId, 'counter-a')
    await refused(() => enter(caseNo, { guardianId }, 'counter-own'), 403, 'own-matter')
  })

  test('by one officer gives no right: the child’s name and number stand sealed, and nothing of them elsewhere', async () => {
    const key = newKey()
    const caseNo = await caseOf(lei.personId)
    const entered = (await enter(caseNo, {}, 'counter-a', key)).value()
    expect(entered.state).toBe('PROPOSED')
    expect((await enter(caseNo, {}, 'counter-a', key)).value()).toEqual(entered)
    await refused(() => enter(caseNo), 409, 'guardianship-stands')
    const row = await rowOf(entered.guardianshipId)
    expect(row).toMatchObject({ state: 'PROPOSED', proof: null, approvalId: entered.approvalId, childMasked: '雷*涵' })
    await stage.work(['relay-pending', 'dispatch-outbox'])
    for (const name of ['guardianships', 'approvals', 'auditEntries', 'outbox', 'idempotencyKeys']) {
      const text = JSON.stringify(await nativeDb().collection(name).find({}).toArray())
      expect(text).not.toContain(leiZihan().idNo)
      expect(text).not.toContain(leiZihan().name)
    }
    expect((await stage.list(lei)).filter(({ stands }) => stands)).toEqual([])
    expect((await approve(entered.approvalId, 'counter-a')).code).toBe('second-person-needed')
    expect((await rowOf(entered.guardianshipId)).state).toBe('PROPOSED')
  })

  test('is seen by the second officer as it stands on the paper, and the guardian reads that it was looked at', async () => {
    const [row] = await guardianships.find(stage.ctx(), { guardianPersonId: lei.personId })
    const approvalId = String(row?.approvalId)
    const shown = (
      await send(stage.url, approvals.show, { params: { approvalId } }, await officer('counter-b'))
    ).value()
    expect(JSON.stringify(shown)).toContain(leiZihan().name)
    const [look] = (await send(stage.url, dataRights.looks, {}, lei)).value().items
    expect(look).toMatchObject({ purpose: '复核窗口登记', outcome: 'shown', caseNo: row?.caseNo })
  })

  test('stands from the second officer’s agreement on; what was typed goes; both sides are told once', async () => {
    const [row] = await guardianships.find(stage.ctx(), { guardianPersonId: lei.personId })
    const approvalId = String(row?.approvalId)
    const both = await Promise.all([approve(approvalId, 'counter-b'), approve(approvalId, 'duty')])
    expect(both.some(({ status }) => status === 200)).toBe(true)
    const after = await rowOf(row?._id ?? '')
    expect(after).toMatchObject({ state: 'ACTIVE', proof: 'counter', since: '2025-03-01' })
    expect(Object.keys(after).filter((name) => /Sealed|Blind|Kid/.test(name))).toEqual([])
    expect(await guardianshipOf(stage.ctx(), lei.personId, String(after.childPersonId))).not.toBeNull()
    expect((await stage.list(lei)).find(({ id }) => id === after._id)).toMatchObject({ proof: 'counter', stands: true })
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await countRows('messages', { personId: lei.personId, kind: 'family' })).toBe(1)
    expect(await countRows('messages', { personId: after.childPersonId, kind: 'family' })).toBe(1)
    const caseNo = await sameCase()
    await refused(() => enter(caseNo), 409, 'guardianship-stands')
  })

  test('that the second officer refuses leaves no name and no number, and the guardian is told', async () => {
    const liu = await stage.parent('zhong-ting')
    const { name, idNo } = demoChild('liu-siyuan')
    const caseNo = await caseOf(liu.personId)
    const entered = (await enter(caseNo, { guardianId: liu.personId, child: { name, idNo } })).value()
    expect((await refuse(entered.approvalId)).status).toBe(200)
    const row = await rowOf(entered.guardianshipId)
    expect(row).toMatchObject({ state: 'REFUSED', open: false })
    expect(Object.keys(row).filter((field) => /Sealed|Blind|Kid/.test(field))).toEqual([])
    await stage.work(['relay-pending', 'dispatch-outbox'])
    expect(await countRows('messages', { personId: liu.personId, title: '监护关系没有登记成' })).toBe(1)
    expect((await approve(entered.approvalId)).code).toBe('approval-closed')
  })
})

describe('a child whom the county does not know', () => {
  const child = { name: '蓝小溪', idNo: demoIdNo(SUICHANG, '2025-12-24', 'F') }
  const whose = async (caseNo: string, key: string) =>
    await enter(caseNo, { guardianId: (await stage.parent(key)).personId, child, since: '2025-12-24' })

  test('is nobody until the second officer agreed, then lives where its guardian lives; a second claim meanwhile is refused', async () => {
    const mother = await stage.parent('ye-ting')
    const caseNo = await caseOf(mother.personId)
    const { guardianshipId, approvalId } = (await whose(caseNo, 'ye-ting')).value()
    await refused(() => whose(caseNo, 'ye-ting'), 409, 'guardianship-stands')
    expect(await countRows('persons', { name: child.name })).toBe(0)
    expect((await stage.list(mother)).map(({ id }) => id)).not.toContain(guardianshipId)
    expect((await approve(approvalId)).status).toBe(200)
    const { childPersonId } = await rowOf(guardianshipId)
    expect(await personById(stage.ctx(), String(childPersonId))).toMatchObject({
      name: child.name,
      villageCode: demoPerson('ye-ting').villageCode,
      verified: 'counter',
    })
    expect((await stage.child(mother, String(childPersonId))).value().until).toBe('2043-12-24')
  })

  test('claimed by two guardians at once is one child in the end', async () => {
    const father = await stage.parent('xu-yuhang')
    const [first, second] = [await caseOf(father.personId), await caseOf((await stage.parent('zhong-ting')).personId)]
    const both = [(await whose(first, 'xu-yuhang')).value(), (await whose(second, 'zhong-ting')).value()]
    await Promise.all(both.map(({ approvalId }) => approve(approvalId)))
    const rows = await Promise.all(both.map(({ guardianshipId }) => rowOf(guardianshipId)))
    expect(new Set(rows.map(({ childPersonId }) => childPersonId)).size).toBe(1)
    expect(await countRows('persons', { name: child.name })).toBe(1)
  })
})

let lastCase = ''
async function sameCase(): Promise<string> {
  lastCase = lastCase === '' ? await caseOf(lei.personId) : lastCase
  return lastCase
}

describe('revoking', () => {
  const right = async (who: Parent) => (await stage.list(who)).find(({ stands }) => stands)?.id ?? ''

  test('needs the role, the case and a right that stands; an unknown id looks like any other', async () => {
    const id = await right(lei)
    const params = { guardianshipId: id }
    const body = { caseNo: await sameCase(), reason: 'court', emergency: false }
    expect((await sendAny(stage.url, families.counterRevoke, { params, body }, { token: undefined })).status).toBe(401)
    expect((await revoke(id, await sameCase(), {}, 'finance')).code).toBe('forbidden')
    const unknown = await revoke(unknownRight, await sameCase())
    expect(looks(unknown)).toMatchObject({ status: 404 })
    await refused(() => revoke(id, 'ZD20261126-9999'), 403, 'desk-case-needed')
  })

  test('waits for the second officer: until then the guardian acts, afterwards at once no more', async () => {
    const id = await right(lei)
    const { personId } = (await stage.list(lei)).find((one) => one.id === id) ?? { personId: '' }
    const proposed = (await revoke(id, await sameCase())).value()
    expect(proposed.state).toBe('PROPOSED')
    expect(await guardianshipOf(stage.ctx(), lei.personId, personId)).not.toBeNull()
    expect((await approve(proposed.approvalId)).status).toBe(200)
    expect(await guardianshipOf(stage.ctx(), lei.personId, personId)).toBeNull()
    expect(await rowOf(id)).toMatchObject({ state: 'ENDED', endReason: 'revoked', endedBy: proposed.approvalId })
    await refused(() => revoke(id, lastCase), 409, 'guardianship-ended')
  })

  test('in an emergency ends the right at once; refused afterwards, the same proof makes a new record', async () => {
    const mother = await stage.parent('pan-jiayi')
    const { id, personId } = (await stage.add(mother, 'wu-zimo')).value()
    const uses = Array.from({ length: 6 }, () => stage.child(mother, personId))
    const [gone, ...answers] = await Promise.all([
      revoke(id, await caseOf(mother.personId), { emergency: true }),
      ...uses,
    ])
    for (const { status } of answers) expect([200, 404]).toContain(status)
    expect(gone.value().state).toBe('GONE_AHEAD')
    expect((await stage.child(mother, personId)).status).toBe(404)
    expect((await refuse(gone.value().approvalId)).status).toBe(200)
    const again = await guardianshipOf(stage.ctx(), mother.personId, personId)
    expect(again?.id).not.toBe(id)
    expect(again).toMatchObject({ proof: 'source', since: '2024-03-15' })
    expect(await rowOf(id)).toMatchObject({ state: 'ENDED' })
    expect((await stage.child(mother, personId)).status).toBe(200)
  })

  test('a wrong entry reads corrected', async () => {
    const mother = await stage.parent('pan-jiayi')
    const { id } = (await stage.add(mother, 'wu-muyang')).value()
    const { approvalId } = (await revoke(id, await caseOf(mother.personId), { reason: 'wrong-entry' })).value()
    await approve(approvalId)
    expect((await stage.list(mother)).find((one) => one.id === id)).toMatchObject({
      endReason: 'corrected',
      stands: false,
    })
  })
})
