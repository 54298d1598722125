/** The register of desk cases: who opens and sees them, and what they are numbered. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { desk, type DeskCaseView } from '@xlb/shared/desk/contract.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { deskCases } from '../../server/src/capabilities/desk/data/desk-cases.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG } from '../support/app.ts'
import { commandsOf } from '../support/approvals-stage.ts'
import { fieldsOf, looks, newKey, sendAny, type Answer } from '../support/call.ts'
import { openDeskStage, type DeskStage } from '../support/desk-stage.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { makeFamily, officerCtx, YUNFENG } from '../support/second-person.ts'
import { countRows } from '../support/snapshot.ts'

const unknownId = `dsk_${'0'.repeat(20)}`
const DAY = 86_400_000

let stage: DeskStage
let plans: PlanWatch

beforeAll(async () => {
  stage = await openDeskStage()
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await stage.stop()
})

test('without a token, or with a resident’s, nobody comes near the register', async () => {
  const [resident] = demoPeople.filter((one) => one.countyCode === SUICHANG)
  for (const token of ['', 'a.b.c', await stage.signIn(resident?.key ?? '')]) {
    const call = { token }
    const named = { params: { caseId: unknownId } }
    const answers = [
      await sendAny(stage.url, desk.open, { body: { unitCode: YUNFENG, kind: 'other', personId: null } }, call),
      await sendAny(stage.url, desk.list, {}, call),
      await sendAny(stage.url, desk.show, named, call),
      await sendAny(stage.url, desk.close, { ...named, body: { outcome: 'done' } }, call),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401])
  }
})

test.each([
  [{}, ['body.kind: not-allowed', 'body.personId: required', 'body.unitCode: required']],
  [{ unitCode: 'x', kind: 'identity', personId: null }, ['body.unitCode: wrong-format']],
  [{ unitCode: YUNFENG, kind: 'gossip', personId: null }, ['body.kind: not-allowed']],
  [{ unitCode: YUNFENG, kind: 'bill', personId: 'acc_00000000000000000000' }, ['body.personId: wrong-format']],
  [{ unitCode: YUNFENG, kind: 'bill', personId: { $ne: null } }, ['body.personId.$ne: operator-refused']],
  [{ unitCode: YUNFENG, kind: 'bill', personId: null, note: '王家' }, ['body.note: unknown-field']],
])('the opening %j is refused by name', async (body, expected) => {
  const answer = await sendAny(stage.url, desk.open, { body }, { token: await stage.tokenOf('counter-a') })
  expect([answer.status, ...fieldsOf(answer)]).toEqual([400, ...expected])
})

test.each([['dsk_x'], ['per_00000000000000000000'], ['$ne']])('the case id %s is refused', async (caseId) => {
  const answer = await sendAny(
    stage.url,
    desk.show,
    { params: { caseId } },
    { token: await stage.tokenOf('counter-a') },
  )
  expect([answer.status, ...fieldsOf(answer)]).toEqual([400, 'params.caseId: wrong-format'])
})

test.each(['teacher', 'admin', 'auditor', 'operator', 'duty', 'nurse'])(
  'an officer who keeps no desk (%s) may not use the register',
  async (key) => {
    const call = { token: await stage.tokenOf(key) }
    const { id } = await stage.opened()
    await stage.refusedUntouched(() => stage.open({}, call), 403, 'forbidden')
    await stage.refusedUntouched(() => sendAny(stage.url, desk.list, {}, call), 403, 'forbidden')
    await stage.refusedUntouched(() => stage.show(id, call), 403, 'forbidden')
    await stage.refusedUntouched(() => stage.close(id, call), 403, 'forbidden')
  },
)

test.each([
  ['another township', 'miaogao-counter', YUNFENG],
  ['the county above', 'yunfeng-counter', SUICHANG],
  ['a place that does not exist', 'counter-a', '331123999'],
  ['the neighbouring county', 'counter-a', SONGYANG],
])('nobody opens a case for %s', async (_what, key, unitCode) => {
  const call = { token: await stage.tokenOf(key) }
  await stage.refusedUntouched(() => stage.open({ unitCode }, call), 403, 'out-of-scope')
})

test('nobody opens, sees or closes their own or their family’s case', async () => {
  const me = (await officerCtx(stage, 'suichang-counter-own')).staff.personId ?? ''
  const uncle = newId('per')
  makeFamily(me, uncle)
  const call = { token: await stage.tokenOf('counter-own') }
  for (const personId of [me, uncle]) {
    await stage.refusedUntouched(() => stage.open({ personId }, call), 403, 'own-matter')
    const { id } = await stage.opened({ personId })
    await stage.refusedUntouched(() => stage.show(id, call), 403, 'own-matter')
    await stage.refusedUntouched(() => stage.close(id, call), 403, 'own-matter')
  }
  const listed = JSON.stringify(await stage.list(call))
  expect([listed.includes(me), listed.includes(uncle)]).toEqual([false, false])
})

describe('a case of a place one does not serve', () => {
  test.each([
    ['of another township', 'miaogao-counter'],
    ['of the neighbouring county', 'songyang-counter-a'],
  ])('%s looks and costs like an unknown one', async (_what, key) => {
    const { id } = await stage.opened()
    const call = { token: await stage.tokenOf(key) }
    for (const act of [stage.show, stage.close]) {
      const answers: Answer<DeskCaseView>[] = []
      const unknown = await commandsOf(async () => answers.push(await act(unknownId, call)))
      expect(await commandsOf(async () => answers.push(await act(id, call)))).toEqual(unknown)
      expect(answers.map(({ status }) => status)).toEqual([404, 404])
      expect(new Set(answers.map((answer) => JSON.stringify(looks(answer)))).size).toBe(1)
    }
    expect((await stage.list(call)).items.map((one) => one.id)).not.toContain(id)
  })

  test('keeps its county when ids end alike', async () => {
    const { id } = await stage.opened()
    const alike = `dsk_${id.startsWith('dsk_0') ? '1' : '0'}${id.slice(5)}`
    const row = await deskCases.findOne({ tenant: SUICHANG }, { _id: id })
    if (row === null) throw new Error('the case is gone')
    const { pending: _pending, ...bare } = row
    const there = { ...bare, _id: alike, tenant: SONGYANG, unitCode: SONGYANG, above: [SONGYANG] }
    await deskCases.insertMissing({ tenant: SONGYANG }, [there])
    expect((await stage.show(alike, { token: await stage.tokenOf('counter-a') })).status).toBe(404)
    const call = { token: await stage.tokenOf('songyang-counter-a') }
    expect((await stage.show(alike, call)).status).toBe(200)
    expect((await stage.show(id, call)).status).toBe(404)
  })
})

describe('opening', () => {
  test('gives a number of the day, kind and place, and no word of anybody', async () => {
    const made = await stage.opened({ kind: 'bill' })
    expect(made).toMatchObject({
      caseNo: expect.stringMatching(/^ZD\d{8}-\d{4,6}$/),
      unitCode: YUNFENG,
      kind: 'bill',
      state: 'OPEN',
      tied: false,
      personId: null,
      outcome: null,
      can: { close: true },
    })
    expect(made.unitName).toMatch(/\p{Script=Han}/u)
    expect(Date.parse(made.closesAt) - Date.parse(made.openedAt)).toBe(30 * DAY)
  })

  test('twice with one key is one case', async () => {
    const call = { token: await stage.tokenOf('counter-a'), key: newKey() }
    const first = (await stage.open({}, call)).value()
    expect((await stage.open({}, call)).value()).toEqual(first)
    expect((await stage.open({ kind: 'bill' }, call)).code).toBe('idempotency-key-reused')
    expect(await countRows('deskCases', { caseNo: first.caseNo })).toBe(1)
  })

  test('at thirty desks at once gives thirty numbers, and another day begins anew', async () => {
    const token = await stage.tokenOf('counter-a')
    const numbers = (await Promise.all(Array.from({ length: 30 }, () => stage.open({}, { token })))).map(
      (answer) => answer.value().caseNo,
    )
    expect(new Set(numbers).size).toBe(30)
    await stage.world.advance(DAY)
    const first = await Promise.all([stage.opened(), stage.opened()])
    expect(first.map(({ caseNo }) => caseNo.slice(-4)).sort()).toEqual(['0001', '0002'])
  })

  test('the counties count apart', async () => {
    await stage.world.advance(DAY)
    const here = await stage.opened()
    const there = (
      await stage.open({ unitCode: SONGYANG }, { token: await stage.tokenOf('songyang-counter-a') })
    ).value()
    expect(there.caseNo).toBe(here.caseNo)
  })

  test('is for a village’s cashier too, in the village', async () => {
    const call = { token: await stage.tokenOf('cashier') }
    const { id } = (await stage.open({ unitCode: '331123002204' }, call)).value()
    expect((await stage.show(id, call)).value().can.close).toBe(true)
    expect((await stage.show(id, { token: await stage.tokenOf('yunfeng-counter') })).status).toBe(200)
    expect((await stage.show((await stage.opened()).id, call)).status).toBe(404)
  })
})

test('the list shows the open ones of one’s places, newest first, on pages that hold still, for one command', async () => {
  const call = { token: await stage.tokenOf('miaogao-counter') }
  const made: string[] = []
  for (let n = 0; n < 7; n += 1) {
    made.unshift((await stage.open({ unitCode: '331123001' }, call)).value().id)
    if (n % 2 === 1) await stage.world.advance(1_000)
  }
  await stage.close(made[0] ?? '', call)
  const first = await stage.list(call, { limit: '3' })
  const second = await stage.list(call, { limit: '3', cursor: first.next ?? '' })
  expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(made.slice(1).sort())
  expect(second.next).toBeNull()
  const short = await commandsOf(async () => await stage.list(call, { limit: '1' }))
  expect(await commandsOf(async () => await stage.list(call, { limit: '50' }))).toEqual(short)
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings.filter((line) => /(find|findAndModify|update) of desk/.test(line))).toEqual([])
  expect(report.checked).toBeGreaterThan(5)
})
