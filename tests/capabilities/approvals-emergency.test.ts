/** Acts that could not wait: they go ahead at once, and whether a second officer agreed in time stays visible. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals as capability } from '../../server/src/capabilities/approvals/index.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { forgetSettings, settingRows } from '../../server/src/platform/settings/settings.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SUICHANG } from '../support/app.ts'
import { MINUTE, openApprovalsStage, type ApprovalsStage } from '../support/approvals-stage.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { fate, officerCtx, proposed } from '../support/second-person.ts'
import { countRows } from '../support/snapshot.ts'

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

const urgent = (more: object = {}) =>
  proposed(stage, 'suichang-counter-a', { kind: 'beside.stop-note', emergency: true, ...more })
const work = () => stage.work(['work-approvals'])
const alarms = (id: string) => countRows('alarms', { kind: 'approval-overdue', recordId: id })

describe('an emergency', () => {
  test('is done before it is answered, and counts the minutes until somebody must agree', async () => {
    const row = await urgent()
    expect(row).toMatchObject({ state: 'GONE_AHEAD', decidedBy: null, shelf: 'open' })
    expect(row.appliedAt).not.toBeNull()
    expect(await stage.deedOf(row)).toMatchObject({ state: 'DONE', decidedBy: row.proposedBy })
    await stage.world.advance(10 * MINUTE)
    const token = await stage.tokenOf('duty')
    expect((await stage.show(row, { token })).value()).toMatchObject({
      emergency: { minutesLeft: 20, late: false },
      can: { approve: true, refuse: true, withdraw: false },
    })
    const [listed] = (await stage.list('open', { token }, { limit: '1' })).items
    expect(listed).toMatchObject({ id: row._id, emergency: { minutesLeft: 20, late: false } })
  })

  test('is neither agreed to nor taken back by the one who did it', async () => {
    const row = await urgent()
    const token = await stage.tokenOf('counter-a')
    await stage.refusedUntouched(() => stage.approve(row, { token }), 403, 'second-person-needed')
    await stage.refusedUntouched(() => stage.withdraw(row, { token }), 409, 'approval-closed')
  })

  test('is proposed only within reach and not for one’s own', async () => {
    const me = (await officerCtx(stage, 'suichang-counter-own')).staff.personId ?? ''
    const more = { kind: 'beside.stop-note', emergency: true }
    await expect(proposed(stage, 'suichang-miaogao-counter', more)).rejects.toMatchObject({ code: 'out-of-scope' })
    await expect(proposed(stage, 'suichang-counter-own', { ...more, personIds: [me] })).rejects.toMatchObject({
      code: 'own-matter',
    })
  })

  test('agreed to within its minutes is done, and not late', async () => {
    const row = await urgent()
    await stage.world.advance(28 * MINUTE)
    await work()
    const token = await stage.tokenOf('duty')
    const done = (await stage.approve(row, { token })).value()
    expect(done).toMatchObject({
      state: 'DONE',
      emergency: { minutesLeft: 0, late: false },
      decider: { id: demoId('stf', 'suichang-duty') },
    })
    await stage.world.advance(30 * MINUTE)
    await work()
    const afterwards = (await stage.show(row, { token: await stage.tokenOf('duty') })).value()
    expect(afterwards.emergency).toEqual({ minutesLeft: 0, late: false })
    expect(await alarms(row._id)).toBe(0)
  })

  test('nobody agreed to is overdue, an alarm once, and can still be agreed to, visibly late', async () => {
    const row = await urgent()
    await stage.world.advance(30 * MINUTE)
    const before = (await stage.show(row, { token: await stage.tokenOf('duty') })).value()
    expect(before).toMatchObject({ state: 'GONE_AHEAD', emergency: { minutesLeft: 0, late: true } })
    await work()
    await work()
    expect(await stage.rowOf(row)).toMatchObject({ state: 'OVERDUE', shelf: 'open', nextStepAt: null })
    expect(await alarms(row._id)).toBe(1)
    const answer = (await stage.approve(row, { token: await stage.tokenOf('counter-b') })).value()
    expect(answer).toMatchObject({ state: 'DONE', emergency: { minutesLeft: 0, late: true } })
  })

  test.each([
    ['in time', 0, 'GONE_AHEAD'],
    ['when it is overdue', 31 * MINUTE, 'OVERDUE'],
  ])('refused %s is undone, and shows that it had gone ahead', async (_what, wait, state) => {
    const row = await urgent()
    await stage.world.advance(wait)
    await work()
    expect((await stage.rowOf(row)).state).toBe(state)
    const answer = (await stage.refuse(row, { token: await stage.tokenOf('counter-b') })).value()
    expect(answer).toMatchObject({ state: 'REFUSED', emergency: { late: wait > 0 } })
    expect(await stage.deedOf(row)).toMatchObject({ state: 'UNDONE' })
    expect((await stage.rowOf(row)).appliedAt).not.toBeNull()
  })

  test('of which the kind says no has failed at once', async () => {
    fate.refuses = true
    const row = await urgent()
    expect(row).toMatchObject({ state: 'FAILED', failure: 'out-of-scope', appliedAt: null })
    expect(await stage.deedOf(row)).toMatchObject({ state: 'DROPPED' })
  })

  test('that could not be done at once is done by the job, and not agreed to before', async () => {
    fate.breaks = 2
    const row = await urgent()
    expect(row).toMatchObject({ state: 'GONE_AHEAD', appliedAt: null })
    const token = await stage.tokenOf('counter-b')
    expect((await stage.approve(row, { token })).code).toBe('unavailable')
    expect((await stage.rowOf(row)).decidedBy).toBeNull()
    await stage.world.advance(MINUTE)
    await work()
    expect((await stage.rowOf(row)).appliedAt).not.toBeNull()
    expect((await stage.approve(row, { token })).value().state).toBe('DONE')
  })

  test('that cannot be done while its minutes run out is overdue and still tried', async () => {
    fate.breaks = 3
    const row = await urgent()
    await stage.world.advance(31 * MINUTE)
    await work()
    expect(await stage.rowOf(row)).toMatchObject({ state: 'OVERDUE', appliedAt: null })
    for (let tries = 0; tries < 2; tries += 1) {
      await stage.world.advance(10 * MINUTE)
      await work()
    }
    expect((await stage.rowOf(row)).appliedAt).not.toBeNull()
    await work()
    expect(await stage.rowOf(row)).toMatchObject({ state: 'OVERDUE', nextStepAt: null })
    expect(await alarms(row._id)).toBe(1)
  })

  test('waits as long as the county set', async () => {
    const ctx = stage.ctx()
    const row = { _id: newId('pnd'), tenant: SUICHANG, state: 'SET' as const, version: 1 }
    const at = ctx.clock.instant()
    await settingRows.insertMissing(ctx, [{ ...row, key: 'approvals.emergency-minutes', value: 10, at }])
    forgetSettings()
    const { proposedAt, until } = await urgent()
    expect(Date.parse(until) - Date.parse(proposedAt)).toBe(10 * MINUTE)
  })
})

test('the records verify', async () => {
  expect((await capability.verify?.['approvals']?.(stage.ctx()))?.differences).toEqual([])
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings.filter((line) => /(find|findAndModify|update) of approvals/.test(line))).toEqual([])
  expect(report.checked).toBeGreaterThan(5)
})
