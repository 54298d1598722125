import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { organisations } from '@xlb/shared/organisations/contract.ts'
import { placeOf } from '../../server/src/capabilities/organisations/index.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { seedOnly, startAppWith } from '../support/seed-only.ts'
import { fingerprints } from '../support/snapshot.ts'

const MINUTE = 60_000
const hours = '工作日 08:30–17:00'

let app: TestApp
let plans: PlanWatch

beforeAll(async () => {
  app = await startAppWith(['organisations'])
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await app.stop()
})

test('a filter that the counties do not have is refused by name', async () => {
  const answer = await sendAny(app.url, organisations.counties, { query: { 'tenant[$ne]': '331123', sort: 'name' } })
  expect(answer.status).toBe(400)
  expect(fieldsOf(answer)).toContain('query.tenant[$ne]: operator-refused')
})

test('anybody may read which counties are open, with the number to call there', async () => {
  const answer = await send(app.url, organisations.counties, {})
  expect(answer.value().items).toEqual([
    { code: SUICHANG, name: '遂昌县', city: '丽水市', phone: '0578-800 0010', hours },
    { code: SONGYANG, name: '松阳县', city: '丽水市', phone: '0578-800 0050', hours },
  ])
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
})

test('a copy that is still right is confirmed without a body', async () => {
  const etag = (await send(app.url, organisations.counties, {})).headers.get('etag') ?? ''
  const again = await app.request.get('/api/counties').set('If-None-Match', etag)
  expect(again.status).toBe(304)
  expect(again.text).toBe('')
})

test('twenty readers at once cost one command a county, and for a minute nobody costs another', async () => {
  await app.world.advance(MINUTE)
  const cold = countCommands()
  await Promise.all(Array.from({ length: 20 }, async () => await send(app.url, organisations.counties, {})))
  expect(cold()).toEqual(['find', 'find'])
  const warm = countCommands()
  await send(app.url, organisations.counties, {})
  await placeOf(app.ctx(), '331123002204')
  expect(warm()).toEqual([])
})

test('reading changes nothing', async () => {
  const before = await fingerprints()
  await send(app.url, organisations.counties, {})
  expect(await fingerprints()).toEqual(before)
})

test('a village has its township’s office to call', async () => {
  expect(await placeOf(app.ctx(), '331123002204')).toEqual({
    tenant: { code: SUICHANG, name: '遂昌县' },
    township: '云峰街道',
    village: '长濂村',
    call: { office: '云峰街道便民服务中心', phone: '0578-800 0012', hours },
  })
})

test.each([
  ['without a village', null],
  ['with a village nobody knows', '331123999999'],
  ['with a village of the other county', '331124001200'],
])('a person %s has the county’s own office to call', async (_what, village) => {
  expect(await placeOf(app.ctx(), village)).toEqual({
    tenant: { code: SUICHANG, name: '遂昌县' },
    township: null,
    village: null,
    call: { office: '遂昌县政务服务中心', phone: '0578-800 0010', hours },
  })
})

test('a number that the county changed stays changed when the demonstration is seeded again, and shows within a minute', async () => {
  const phone = '0578-800 0099'
  await nativeDb()
    .collection<{ _id: string }>('units')
    .updateOne({ _id: SUICHANG }, { $set: { 'call.phone': phone } })
  await seedOnly(app, ['organisations'])
  await app.world.advance(MINUTE)
  const { items } = (await send(app.url, organisations.counties, {})).value()
  expect(items.map((one) => one.phone)).toEqual([phone, '0578-800 0050'])
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings).toEqual([])
  expect(report.checked).toBeGreaterThan(0)
})
