/** The second person: who may decide what another officer proposed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Approval } from '@xlb/shared/approvals/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { approvals } from '../../server/src/platform/approvals/rows.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG } from '../support/app.ts'
import { commandsOf, openApprovalsStage, unknownApproval, type ApprovalsStage } from '../support/approvals-stage.ts'
import { looks, newKey, type Answer } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { fate, makeFamily, officerCtx, proposed } from '../support/second-person.ts'
import { countRows } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let stage: ApprovalsStage
let plans: PlanWatch

beforeAll(async () => {
  stage = await openApprovalsStage()
  plans = watchPlans()
})
beforeEach(() => {
  fate.refuses = false
  fate.breaks = 0
})
afterAll(async () => {
  plans.stop()
  await stage.stop()
})

describe('nobody decides', () => {
  test('what they proposed themselves', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('counter-a')
    await stage.refusedUntouched(() => stage.approve(row, { token }), 403, 'second-person-needed')
    await stage.refusedUntouched(() => stage.refuse(row, { token }), 403, 'second-person-needed')
    expect((await stage.show(row, { token })).value().can).toEqual({ approve: false, refuse: false, withdraw: true })
  })

  test('what they proposed under another staff record', async () => {
    const ids = { old: demoId('stf', 'suichang-counter-own'), fresh: demoId('stf', 'suichang-counter-b') }
    const { personId } = (await officerCtx(stage, 'suichang-counter-own')).staff
    const row = await proposed(stage, 'suichang-counter-own')
    const scope = { tenant: SUICHANG }
    await officers.update(scope, { _id: ids.old }, { $set: { personId: null } })
    await officers.update(scope, { _id: ids.fresh }, { $set: { personId } })
    const token = await stage.tokenOf('counter-b')
    await stage.refusedUntouched(() => stage.approve(row, { token }), 403, 'second-person-needed')
    await officers.update(scope, { _id: ids.fresh }, { $set: { personId: null } })
    await officers.update(scope, { _id: ids.old }, { $set: { personId } })
  })

  test('their own or their family’s matter, and does not even see it', async () => {
    const me = (await officerCtx(stage, 'suichang-counter-own')).staff.personId ?? ''
    const cousin = newId('per')
    makeFamily(me, cousin)
    const token = await stage.tokenOf('counter-own')
    for (const personIds of [[me], [cousin]]) {
      const row = await proposed(stage, 'suichang-counter-a', { personIds })
      await stage.refusedUntouched(() => stage.approve(row, { token }), 403, 'own-matter')
      await stage.refusedUntouched(() => stage.refuse(row, { token }), 403, 'own-matter')
      expect((await stage.show(row, { token })).code).toBe('own-matter')
    }
    const listed = JSON.stringify(await stage.list('open', { token }))
    expect([listed.includes(me), listed.includes(cousin)]).toEqual([false, false])
  })

  test.each([
    ['a teacher', 'teacher'],
    ['a counter officer of another township', 'miaogao-counter'],
    ['a leader’s colleague in system administration', 'admin'],
    ['the auditor', 'auditor'],
  ])('%s over this unit: it looks and costs like an unknown one', async (_what, key) => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf(key)
    for (const act of [stage.show, stage.approve, stage.refuse, stage.withdraw]) {
      let answers: Answer<Approval>[] = []
      const unknown = await commandsOf(async () => (answers = [await act(unknownApproval, { token })]))
      const known = await commandsOf(async () => (answers = [...answers, await act(row, { token })]))
      expect(known).toEqual(unknown)
      expect(answers.map(({ status }) => status)).toEqual([404, 404])
      expect(new Set(answers.map((answer) => JSON.stringify(looks(answer)))).size).toBe(1)
    }
    expect((await stage.rowOf(row)).state).toBe('PROPOSED')
  })

  test('across counties, with ids that end alike', async () => {
    const here = await proposed(stage, 'suichang-counter-a')
    const ending = here._id.slice(5)
    const there = `apr_${here._id.startsWith('apr_0') ? '1' : '0'}${ending}`
    const standing = await stage.rowOf(here)
    const { pending: _pending, ...bareRow } = standing
    await approvals.insertMissing({ tenant: SONGYANG }, [
      { ...bareRow, _id: there, tenant: SONGYANG, liveKey: 'alike', unitCode: '331124001', deciders: [] },
    ])
    const token = await staffToken(stage, 'songyang-counter-b')
    await stage.refusedUntouched(() => stage.approve(here, { token }), 404, 'not-found')
    expect((await stage.show({ _id: there }, { token })).status).toBe(200)
    expect((await stage.show({ _id: there }, { token: await stage.tokenOf('counter-b') })).status).toBe(404)
  })

  test('once their role is gone, at the next request', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('miaogao-counter')
    const scope = { tenant: SUICHANG }
    const _id = demoId('stf', 'suichang-miaogao-counter')
    const held = (unitCode: string) => [{ role: 'counter' as const, unitCode }]
    await officers.update(scope, { _id }, { $set: { held: held(SUICHANG) } })
    expect((await stage.show(row, { token })).value().can.approve).toBe(true)
    await officers.update(scope, { _id }, { $set: { held: held('331123001') } })
    await stage.refusedUntouched(() => stage.approve(row, { token }), 404, 'not-found')
  })

  test('but the proposer takes it back: not a colleague', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    await stage.refusedUntouched(
      async () => await stage.withdraw(row, { token: await stage.tokenOf('counter-b') }),
      403,
      'forbidden',
    )
    const token = await stage.tokenOf('counter-a')
    expect((await stage.withdraw(row, { token })).value().state).toBe('WITHDRAWN')
    expect(await stage.deedOf(row)).toMatchObject({ state: 'DROPPED' })
    expect((await stage.withdraw(row, { token })).value().state).toBe('WITHDRAWN')
  })

  test('after it was decided, withdrawn or has lapsed', async () => {
    const token = await stage.tokenOf('counter-b')
    const duty = await stage.tokenOf('duty')
    const done = await proposed(stage, 'suichang-counter-a')
    await stage.approve(done, { token })
    const gone = await proposed(stage, 'suichang-counter-a')
    await stage.withdraw(gone, { token: await stage.tokenOf('counter-a') })
    for (const row of [done, gone]) {
      await stage.refusedUntouched(() => stage.approve(row, { token: duty }), 409, 'approval-closed')
      await stage.refusedUntouched(() => stage.refuse(row, { token: duty }), 409, 'approval-closed')
    }
    await stage.refusedUntouched(() => stage.refuse(done, { token }), 409, 'approval-closed')
    await stage.refusedUntouched(
      async () => await stage.withdraw(done, { token: await stage.tokenOf('counter-a') }),
      409,
      'approval-closed',
    )
  })
})

describe('a repeat', () => {
  test('with the same key, and with another, is answered alike and does nothing', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('counter-b')
    const key = newKey()
    const first = (await stage.approve(row, { token, key })).value()
    const after = await stage.untouched()
    expect((await stage.approve(row, { token, key })).value()).toEqual(first)
    expect((await stage.approve(row, { token })).value()).toEqual(first)
    expect(await stage.untouched()).toEqual(after)
  })

  test('of a refusal too; its key with another reason is refused', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('counter-b')
    const key = newKey()
    const first = (await stage.refuse(row, { token, key })).value()
    expect((await stage.refuse(row, { token, key })).value()).toEqual(first)
    expect((await stage.refuse(row, { token, key }, '别的')).code).toBe('idempotency-key-reused')
    expect((await stage.refuse(row, { token }, '别的')).value()).toEqual(first)
  })
})

describe('of many at once', () => {
  test('one officer decides; the other hears that it is decided', async () => {
    for (let round = 0; round < 8; round += 1) {
      const row = await proposed(stage, 'suichang-counter-a')
      const calls = { b: { token: await stage.tokenOf('counter-b') }, duty: { token: await stage.tokenOf('duty') } }
      const [one, other] = await Promise.all([
        stage.approve(row, calls.b),
        round % 2 === 0 ? stage.approve(row, calls.duty) : stage.refuse(row, calls.duty),
      ])
      expect([one.status, other.status].sort()).toEqual([200, 409])
      const stands = await stage.rowOf(row)
      expect(stands.decidedBy).toBe(demoId('stf', one.status === 200 ? 'suichang-counter-b' : 'suichang-duty'))
      expect((await stage.deedOf(row))?.state).toBe(stands.state === 'DONE' ? 'DONE' : 'DROPPED')
    }
  })

  test('ten taps of one officer are one decision', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('counter-b')
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.approve(row, { token })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    await stage.work(['work-approvals'])
    expect((await stage.rowOf(row)).state).toBe('DONE')
    expect(await countRows('testDeeds', { _id: row._id })).toBe(1)
  })

  test('proposals of the same by one officer are one', async () => {
    const same = { recordId: newId('gua') }
    const rows = await Promise.all(Array.from({ length: 10 }, () => proposed(stage, 'suichang-counter-a', same)))
    expect(new Set(rows.map(({ _id }) => _id)).size).toBe(1)
  })
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings.filter((line) => /(find|findAndModify|update) of approvals/.test(line))).toEqual([])
  expect(report.checked).toBeGreaterThan(5)
})
