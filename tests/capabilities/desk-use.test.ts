/** What a desk case opens for an officer, how it ends, and what is kept of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { desk as capability, requireCase } from '../../server/src/capabilities/desk/index.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG } from '../support/app.ts'
import { openDeskStage, type DeskStage } from '../support/desk-stage.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { officerCtx, YUNFENG } from '../support/second-person.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

const DAY = 86_400_000
const MINUTE = 60_000

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

describe('a case number', () => {
  const asked = async (key: string, caseNo: string, personId: string | null) =>
    await requireCase(await officerCtx(stage, key, key.startsWith('songyang') ? SONGYANG : SUICHANG), caseNo, personId)
  const needed = { code: 'desk-case-needed' }

  test('opens nothing when it is unknown, closed, of another place, or of another person', async () => {
    const [person, other] = [newId('per'), newId('per')]
    const theirs = await stage.opened({ personId: person })
    const closed = await stage.opened({ personId: person })
    await stage.close(closed.id, { token: await stage.tokenOf('counter-a') })
    const tries: [string, string, string][] = [
      ['suichang-counter-a', 'ZD20261126-9999', person],
      ['suichang-counter-a', closed.caseNo, person],
      ['suichang-counter-a', theirs.caseNo, other],
      ['suichang-miaogao-counter', theirs.caseNo, person],
      ['suichang-auditor', theirs.caseNo, person],
      ['suichang-admin', theirs.caseNo, person],
      ['songyang-counter-a', theirs.caseNo, person],
    ]
    const before = await fingerprints()
    for (const [key, caseNo, personId] of tries)
      await expect(asked(key, caseNo, personId)).rejects.toMatchObject(needed)
    expect(await fingerprints()).toEqual(before)
  })

  test('opens its own person’s data for the officers of its place', async () => {
    const personId = newId('per')
    const { caseNo, id } = await stage.opened({ personId })
    for (const key of ['suichang-counter-b', 'suichang-yunfeng-counter', 'suichang-duty'])
      expect(await asked(key, caseNo, personId)).toEqual({ id, caseNo, unitCode: YUNFENG, kind: 'identity', personId })
  })

  test('of nobody yet is tied to the first person it is used for, and to nobody else', async () => {
    const { caseNo, id } = await stage.opened()
    expect((await asked('suichang-counter-a', caseNo, null)).personId).toBeNull()
    const personId = newId('per')
    expect((await asked('suichang-counter-a', caseNo, personId)).personId).toBe(personId)
    await expect(asked('suichang-counter-a', caseNo, newId('per'))).rejects.toMatchObject(needed)
    expect((await stage.show(id, { token: await stage.tokenOf('counter-a') })).value()).toMatchObject({
      tied: true,
      personId,
    })
  })

  test('used for ten people at once is tied to one of them', async () => {
    const { caseNo } = await stage.opened()
    const people = Array.from({ length: 10 }, () => newId('per'))
    const results = await Promise.allSettled(people.map((one) => asked('suichang-counter-a', caseNo, one)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is not tied to the officer’s own family', async () => {
    const me = (await officerCtx(stage, 'suichang-counter-own')).staff.personId ?? ''
    const { caseNo, id } = await stage.opened()
    await expect(asked('suichang-counter-own', caseNo, me)).rejects.toMatchObject({ code: 'own-matter' })
    expect((await stage.show(id, { token: await stage.tokenOf('counter-a') })).value().tied).toBe(false)
  })
})

describe('closing', () => {
  test('says what came of it, once; the same again is answered alike, another outcome is refused', async () => {
    const { id } = await stage.opened()
    const call = { token: await stage.tokenOf('yunfeng-counter') }
    const closed = (await stage.close(id, call)).value()
    expect(closed).toMatchObject({ state: 'CLOSED', outcome: 'done', can: { close: false } })
    expect((await stage.close(id, call)).value()).toEqual(closed)
    await stage.refusedUntouched(() => stage.close(id, call, 'nothing'), 409, 'desk-case-closed')
    const other = { token: await stage.tokenOf('counter-b') }
    await stage.refusedUntouched(() => stage.close(id, other), 409, 'desk-case-closed')
  })

  test('by two officers at once is one closing', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await stage.opened()
      const calls = [
        { token: await stage.tokenOf('counter-b') },
        { token: await stage.tokenOf('yunfeng-counter') },
      ] as const
      const answers = await Promise.all([stage.close(id, calls[0]), stage.close(id, calls[1], 'nothing')])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    }
  })

  test('happens by itself after thirty days, with nothing done', async () => {
    const { id, caseNo } = await stage.opened()
    await stage.world.advance(30 * DAY - MINUTE)
    await stage.work(['close-old-cases'])
    expect((await stage.show(id, { token: await stage.tokenOf('counter-a') })).value().state).toBe('OPEN')
    await stage.world.advance(MINUTE)
    const ctx = await officerCtx(stage, 'suichang-counter-a')
    await expect(requireCase(ctx, caseNo, null)).rejects.toMatchObject({ code: 'desk-case-needed' })
    await stage.work(['close-old-cases'])
    const closed = (await stage.show(id, { token: await stage.tokenOf('counter-a') })).value()
    expect(closed).toMatchObject({ state: 'CLOSED', outcome: 'nothing' })
  })
})

test('a resident gets their cases in their copy; closed ones are forgotten, open ones kept until they end', async () => {
  const personId = newId('per')
  const closed = await stage.opened({ personId })
  await stage.close(closed.id, { token: await stage.tokenOf('counter-a') })
  const { closesAt } = await stage.opened({ personId, kind: 'bill' })
  const copy = await capability.personalData?.exportOf(stage.ctx(), personId)
  expect(copy?.['deskCases']).toMatchObject([{ kind: '水电气账单' }, { kind: '身份核对', outcome: '已办好' }])
  const erased = await capability.personalData?.erase(stage.ctx(), personId)
  expect(erased).toMatchObject([
    { count: 1, outcome: 'erased' },
    { count: 1, outcome: 'kept', why: '事项还没有办结' },
  ])
  expect(erased?.[1]?.until?.slice(0, 7)).toBe(closesAt.slice(0, 7))
  expect(await countRows('deskCases', { personId })).toBe(1)
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings.filter((line) => /(find|findAndModify|update) of desk/.test(line))).toEqual([])
  expect(report.checked).toBeGreaterThan(5)
})
