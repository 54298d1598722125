/** What follows a decision: it is done, fails, is tried again, lapses, is kept, verified and removed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals as capability } from '../../server/src/capabilities/approvals/index.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { approvals } from '../../server/src/platform/approvals/rows.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { HOUR, MINUTE, openApprovalsStage, type ApprovalsStage } from '../support/approvals-stage.ts'
import { PROBE, watchPlans, type PlanWatch } from '../support/plans.ts'
import { fate, proposed, YUNFENG } from '../support/second-person.ts'
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

describe('the second officer', () => {
  test.each([
    ['of the same county’s desk', 'counter-b'],
    ['of the township itself', 'yunfeng-counter'],
    ['who leads', 'leader'],
    ['on duty in the county', 'duty'],
  ])('%s agrees, and it is done in the same request', async (_what, key) => {
    const row = await proposed(stage, 'suichang-counter-a')
    const answer = (await stage.approve(row, { token: await stage.tokenOf(key) })).value()
    const decidedBy = demoId('stf', `suichang-${key}`)
    expect(answer).toMatchObject({ state: 'DONE', decider: { id: decidedBy }, can: { approve: false, refuse: false } })
    expect(await stage.deedOf(row)).toMatchObject({ state: 'DONE', decidedBy })
    expect(await stage.rowOf(row)).toMatchObject({ liveKey: null, nextStepAt: null, shelf: 'done' })
  })

  test('where a township has one clerk on duty, the duty officer decides what the clerk proposed', async () => {
    const row = await proposed(stage, 'suichang-yunfeng-counter')
    const token = await stage.tokenOf('duty')
    expect((await stage.list('open', { token })).items.map(({ id }) => id)).toContain(row._id)
    expect((await stage.approve(row, { token })).value().state).toBe('DONE')
  })

  test('sees what must be compared; the proposer and the reader afterwards do not', async () => {
    const row = await proposed(stage, 'suichang-counter-a', { data: { n: 3 } })
    const token = await stage.tokenOf('counter-b')
    const seen = (await stage.show(row, { token })).value()
    expect(seen).toMatchObject({
      title: '登记便条',
      unitCode: YUNFENG,
      data: { n: 3 },
      facts: [{ label: '姓名', value: '王*' }],
      can: { approve: true, refuse: true, withdraw: false },
      emergency: null,
      mine: false,
    })
    expect([seen.unitName, seen.proposerName]).not.toContain('')
    expect((await stage.show(row, { token: await stage.tokenOf('counter-a') })).value()).toMatchObject({
      facts: [],
      mine: true,
    })
    await stage.approve(row, { token })
    expect((await stage.show(row, { token })).value().facts).toEqual([])
  })

  test('refuses with a reason that only the two of them read', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    const token = await stage.tokenOf('counter-b')
    expect((await stage.refuse(row, { token }, ' 照片不像本人 ')).value()).toMatchObject({
      state: 'REFUSED',
      reason: '照片不像本人',
    })
    expect(await stage.deedOf(row)).toMatchObject({ state: 'DROPPED' })
    expect((await stage.show(row, { token: await stage.tokenOf('counter-a') })).value().reason).toBe('照片不像本人')
    expect((await stage.show(row, { token: await stage.tokenOf('duty') })).value().reason).toBeNull()
    await stage.work(['relay-pending'])
    for (const name of ['approvals', 'auditEntries', 'outbox'])
      expect(JSON.stringify(await nativeDb().collection(name).find({}, { comment: PROBE }).toArray())).not.toContain(
        '照片',
      )
  })
})

describe('what was agreed to', () => {
  test('and cannot be done any more has failed, with the reason for both, and is put away', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    fate.refuses = true
    const answer = (await stage.approve(row, { token: await stage.tokenOf('counter-b') })).value()
    expect(answer).toMatchObject({ state: 'FAILED', failure: 'out-of-scope' })
    expect(await stage.deedOf(row)).toMatchObject({ state: 'DROPPED' })
    expect(await stage.rowOf(row)).toMatchObject({ liveKey: null, nextStepAt: null })
  })

  test('and could not be done now is done by the job, once', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    fate.breaks = 2
    const token = await stage.tokenOf('counter-b')
    expect((await stage.approve(row, { token })).value()).toMatchObject({ state: 'APPROVED', can: { refuse: false } })
    expect(await stage.deedOf(row)).toBeNull()
    await stage.work(['work-approvals'])
    expect((await stage.rowOf(row)).state).toBe('APPROVED')
    await stage.world.advance(11_000)
    await stage.work(['work-approvals'])
    expect(await stage.rowOf(row)).toMatchObject({ state: 'APPROVED', tries: 2 })
    await stage.world.advance(21_000)
    await stage.work(['work-approvals'])
    expect(await stage.rowOf(row)).toMatchObject({ state: 'DONE' })
    expect(await stage.deedOf(row)).toMatchObject({ decidedBy: demoId('stf', 'suichang-counter-b') })
  })

  test('and stays impossible is an alarm', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    fate.breaks = 9
    await stage.approve(row, { token: await stage.tokenOf('counter-b') })
    for (let tries = 0; tries < 8; tries += 1) {
      await stage.world.advance(HOUR)
      await stage.work(['work-approvals'])
    }
    expect(await countRows('alarms', { kind: 'approval-stuck', recordId: row._id })).toBe(1)
    await stage.world.advance(HOUR)
    await stage.work(['work-approvals'])
    expect((await stage.rowOf(row)).state).toBe('DONE')
  })
})

describe('a proposal nobody decides', () => {
  test('lapses after its hours and is put away; before the job it is closed already', async () => {
    const row = await proposed(stage, 'suichang-counter-a')
    await stage.world.advance(48 * HOUR - MINUTE)
    await stage.work(['work-approvals'])
    expect((await stage.rowOf(row)).state).toBe('PROPOSED')
    await stage.world.advance(MINUTE)
    const token = await stage.tokenOf('counter-b')
    await stage.refusedUntouched(() => stage.approve(row, { token }), 409, 'approval-closed')
    expect((await stage.show(row, { token })).value().can).toEqual({ approve: false, refuse: false, withdraw: false })
    await stage.work(['work-approvals'])
    expect(await stage.rowOf(row)).toMatchObject({ state: 'LAPSED', liveKey: null, nextStepAt: null })
    expect(await stage.deedOf(row)).toMatchObject({ state: 'DROPPED' })
  })
})

test('a resident gets their approvals in their copy, and hears what is kept and until when', async () => {
  const personId = newId('per')
  await proposed(stage, 'suichang-counter-a', { personIds: [personId] })
  const ctx = stage.ctx()
  const copy = await capability.personalData?.exportOf(ctx, personId)
  expect(copy?.['approvals']).toMatchObject([{ what: '登记便条', state: '待复核', decidedAt: null }])
  expect(await capability.personalData?.erase(ctx, personId)).toMatchObject([{ count: 1, outcome: 'kept' }])
  expect(await capability.personalData?.erase(ctx, newId('per'))).toEqual([])
})

test('old ones are removed once their years are over, open ones never', async () => {
  const rule = capability.retention?.[0]
  const open = await proposed(stage, 'suichang-counter-a')
  const past = await countRows('approvals', { shelf: 'done' })
  const remove = async (before: string) => await rule?.remove?.(stage.ctx(), before)
  const later = new Date(stage.ctx().clock.now() + 1_000).toISOString()
  await stage.work(['relay-pending'])
  expect(await remove('2020-01-01T00:00:00.000Z')).toBe(0)
  // The chain takes the erasing entry first.
  expect(await remove(later)).toBe(0)
  await stage.work(['relay-pending'])
  expect(await remove(later)).toBe(past)
  expect(await countRows('approvals', { shelf: 'done' })).toBe(0)
  expect((await stage.rowOf(open)).state).toBe('PROPOSED')
})

test('the records verify: two officers for everything that was done', async () => {
  const row = await proposed(stage, 'suichang-counter-a')
  await stage.approve(row, { token: await stage.tokenOf('counter-b') })
  const verify = capability.verify?.['approvals']
  const clean = await verify?.(stage.ctx())
  expect(clean?.differences).toEqual([])
  expect(clean?.checked['approvals']).toBeGreaterThan(0)
  await approvals.update(stage.ctx(), { _id: row._id }, { $set: { decidedBy: row.proposedBy } })
  expect((await verify?.(stage.ctx()))?.differences).toEqual([`${row._id} (DONE) was decided by its proposer`])
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings.filter((line) => /(find|findAndModify|update) of approvals/.test(line))).toEqual([])
  expect(report.checked).toBeGreaterThan(5)
})
