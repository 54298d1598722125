/** Who looks at the accounts of officers, and that a county keeps its administrators. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { staff } from '@xlb/shared/staff/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, type TestApp } from '../support/app.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { startAppWith } from '../support/seed-only.ts'
import { officerRow, staffToken } from '../support/staff.ts'

let app: TestApp
let plans: PlanWatch
let admin = ''
let auditor = ''

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  admin = await staffToken(app, 'suichang-admin')
  auditor = await staffToken(app, 'suichang-auditor')
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await app.stop()
})

const YUNFENG = '331123002'
const idOf = (key: string): string => demoId('stf', key)
const to = (key: string) => ({ params: { staffId: idOf(key) } })
const move = (key: string, unitCode: string, stamp: number, token = admin) =>
  send(app.url, staff.move, { ...to(key), body: { unitCode, stamp } }, { token })
const disable = (key: string, token = admin) => send(app.url, staff.disable, { ...to(key), body: {} }, { token })
const reset = (key: string, token = admin) => send(app.url, staff.reset, { ...to(key), body: {} }, { token })

describe('the last administrators', () => {
  test('of security cannot be disabled, reset or moved away', async () => {
    expect((await disable('suichang-security-b')).status).toBe(200)
    const before = await officerRow(app, 'suichang-security')
    expect((await disable('suichang-security')).code).toBe('last-administrator')
    expect((await reset('suichang-security')).code).toBe('last-administrator')
    expect((await move('suichang-security', YUNFENG, before.stamp)).code).toBe('last-administrator')
    expect(await officerRow(app, 'suichang-security')).toEqual(before)
  })

  test('two system administrators who disable each other at once do not both succeed', async () => {
    for (let seed = 0; seed < 5; seed += 1) {
      const [one, other] = [await staffToken(app, 'songyang-admin'), await staffToken(app, 'songyang-admin-b')]
      const answers = await Promise.all([disable('songyang-admin-b', one), disable('songyang-admin', other)])
      expect(answers.filter((answer) => answer.status === 200).length).toBeLessThanOrEqual(1)
      const held = { 'held.role': 'tenant-admin' as const, state: 'ACTIVE' as const }
      expect((await officers.find(app.ctx(SONGYANG), held)).length).toBeGreaterThanOrEqual(1)
      for (const key of ['songyang-admin', 'songyang-admin-b'])
        await officers.update(app.ctx(SONGYANG), { _id: idOf(key) }, { $set: { state: 'ACTIVE' } })
    }
  })
})

describe('looking', () => {
  test('goes page by page through everybody, once each, or through one unit', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: { limit: string; cursor?: string } = { limit: '7', ...(cursor === null ? {} : { cursor }) }
      const page = (await send(app.url, staff.list, { query }, { token: auditor })).value()
      seen.push(...page.items.map((one) => one.id))
      cursor = page.next
    } while (cursor !== null)
    const all = await officers.find(app.ctx(), {})
    expect(seen.length).toBe(all.length)
    expect(new Set(seen).size).toBe(all.length)
    const there = (await send(app.url, staff.list, { query: { unit: YUNFENG } }, { token: auditor })).value().items
    expect(there.map((one) => one.unitCode)).toEqual(there.map(() => YUNFENG))
    expect(there.map((one) => one.username)).toContain('suichang-yunfeng-counter')
  })

  test('the auditor sees roles and may do nothing', async () => {
    const seen = (await send(app.url, staff.get, to('suichang-duty'), { token: auditor })).value()
    expect(seen.held).toMatchObject([{ role: 'duty-officer', roleName: '县值班员' }])
    expect(Object.values(seen.can)).not.toContain(true)
    expect(Object.keys(seen)).not.toContain('passwordHash')
  })

  test('a cursor of another list and a limit of our own are refused by name', async () => {
    const cursor = Buffer.from(JSON.stringify(['bills.list', '2026-10', newId('bil')])).toString('base64url')
    expect(fieldsOf(await sendAny(app.url, staff.list, { query: { cursor } }, { token: admin }))).toEqual([
      'query.cursor: wrong-format',
    ])
    expect((await sendAny(app.url, staff.list, { query: { sort: 'passwordHash' } }, { token: admin })).status).toBe(400)
  })
})

test('every query of these tests used an index and sorted none in memory', async () => {
  const { checked, findings } = await plans.report()
  expect(checked).toBeGreaterThan(10)
  expect(findings.filter((one) => one.includes(' of staff'))).toEqual([])
})
