/** The operator's inbox, the county's numbers and the table of retention, by HTTP. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { operations } from '@xlb/shared/operations/contract.ts'
import { alarmRows, forgetStorms, raiseAlarm, raiseAlarmSeldom } from '../../server/src/platform/alarms/alarms.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { defineSetting, forgetSettings, settingOf, settingRows } from '../../server/src/platform/settings/settings.ts'
import { SONGYANG, type TestApp } from '../support/app.ts'
import { fieldsOf, looks, newKey, send, sendAny, type Extras } from '../support/call.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

const minutes = defineSetting({
  key: 'operations-test.minutes',
  title: '测试用的时限',
  unit: '分钟',
  fallback: 30,
  min: 5,
  max: 60,
  source: '测试',
})

let app: TestApp
const tokens: Record<string, string> = {}

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  for (const name of ['admin', 'admin-b', 'security', 'auditor', 'operator', 'counter-a'])
    tokens[name] = await staffToken(app, `suichang-${name}`)
  tokens['abroad'] = await staffToken(app, 'songyang-operator')
})
afterAll(() => app.stop())
beforeEach(async () => {
  for (const name of ['alarms', 'settings', 'approvals']) await nativeDb().collection(name).deleteMany({})
  forgetStorms()
  forgetSettings()
})

const as = (name: string) => ({ token: tokens[name] ?? '' })
const list = async (name = 'operator', show?: 'done') =>
  await send(app.url, operations.alarms, { query: show === undefined ? {} : { show } }, as(name))
const move = async (what: 'seeAlarm' | 'finishAlarm', alarmId: string, extras: Extras = as('operator')) =>
  await send(app.url, operations[what], { params: { alarmId }, body: {} }, extras)
const NOBODY = 'alm_00000000000000000000'

async function raised(recordId = 'ord_1'): Promise<string> {
  await raiseAlarm(app.ctx(), { kind: 'payment-suspense', recordId, data: { amount: 100 } })
  const row = await alarmRows.findOne(app.ctx(), { recordId, standing: true })
  return row?._id ?? ''
}

describe('operations.alarms', () => {
  test('is the operator’s alone', async () => {
    expect((await send(app.url, operations.alarms, {})).status).toBe(401)
    for (const name of ['admin', 'security', 'auditor', 'counter-a']) expect((await list(name)).code).toBe('forbidden')
  })

  test('shows what stands with words and what to do, one row for a record, however often it happened', async () => {
    await raised()
    await app.world.advance(1_000)
    await raised()
    await raised('ord_2')
    const { items } = (await list()).value()
    expect(items.map(({ recordId, count, state }) => ({ recordId, count, state }))).toEqual(
      expect.arrayContaining([
        { recordId: 'ord_1', count: 2, state: 'OPEN' },
        { recordId: 'ord_2', count: 1, state: 'OPEN' },
      ]),
    )
    expect(items).toHaveLength(2)
    expect(items[0]?.title).toContain('入不了账')
    expect(items[0]?.todo).toMatch(/。$/)
    expect(items.every(({ firstAt, lastAt }) => firstAt <= lastAt)).toBe(true)
  })

  test('shows a county’s own only, pages by cursor, and costs the same at one row and at many', async () => {
    for (let at = 0; at < 5; at += 1) await raised(`ord_${String(at)}`)
    expect((await list('abroad')).value().items).toEqual([])
    const page = async (cursor?: string) =>
      (
        await send(
          app.url,
          operations.alarms,
          { query: { limit: '2', ...(cursor === undefined ? {} : { cursor }) } },
          as('operator'),
        )
      ).value()
    const first = await page()
    const second = await page(first.next ?? '')
    const third = await page(second.next ?? '')
    expect([first, second, third].flatMap(({ items }) => items.map(({ recordId }) => recordId)).sort()).toEqual(
      [0, 1, 2, 3, 4].map((at) => `ord_${String(at)}`),
    )
    expect(third.next).toBeNull()
    expect((await sendAny(app.url, operations.alarms, { query: { cursor: 'x' } }, as('operator'))).status).toBe(400)
  })
})

describe('operations.seeAlarm and operations.finishAlarm', () => {
  test('know nobody else’s alarms, and answer an unknown one alike', async () => {
    await raiseAlarm(app.ctx(SONGYANG), { kind: 'job-failed', recordId: 'tick' })
    const abroad = (await alarmRows.findOne(app.ctx(SONGYANG), {}))?._id ?? ''
    const before = await fingerprints(['idempotencyKeys', 'staffSessions'])
    for (const what of ['seeAlarm', 'finishAlarm'] as const) {
      expect((await move(what, abroad, { token: '' })).status).toBe(401)
      expect((await move(what, abroad, as('admin'))).code).toBe('forbidden')
      const [foreign, unknown] = [await move(what, abroad), await move(what, NOBODY)]
      expect(foreign.status).toBe(404)
      expect(looks(foreign)).toEqual(looks(unknown))
    }
    expect(await fingerprints(['idempotencyKeys', 'staffSessions'])).toEqual(before)
  })

  test('go from open over seen to done; what happens then opens a new one', async () => {
    const id = await raised()
    const seen = (await move('seeAlarm', id)).value()
    expect(seen).toMatchObject({ state: 'SEEN', can: { see: false, finish: true } })
    expect(seen.seenBy).toMatch(/^stf_/)
    expect(await raised()).toBe(id)
    const key = newKey()
    const done = (await move('finishAlarm', id, { ...as('operator'), key })).value()
    expect(done).toMatchObject({ state: 'DONE', count: 2, can: { see: false, finish: false } })
    expect((await move('finishAlarm', id, { ...as('operator'), key })).value()).toEqual(done)
    expect((await move('finishAlarm', id)).code).toBe('alarm-done')
    expect((await move('seeAlarm', id)).code).toBe('alarm-done')
    expect(await raised()).not.toBe(id)
    expect((await list('operator', 'done')).value().items.map((one) => one.id)).toEqual([id])
    expect((await list()).value().items).toHaveLength(1)
  })

  test('bear that it happens again at the same moment', async () => {
    const id = await raised()
    await Promise.all([move('seeAlarm', id), raised(), raised(), raised()])
    expect(await alarmRows.findOne(app.ctx(), { _id: id })).toMatchObject({ state: 'SEEN', count: 4 })
    await app.work([])
    expect(await countRows('auditEntries', { record: 'alarms', recordId: id })).toBe(5)
  })
})

describe('a storm', () => {
  test('is written once a minute and counted whole', async () => {
    const stop = countCommands()
    for (let at = 0; at < 50; at += 1)
      await raiseAlarmSeldom(app.ctx(), { kind: 'operator-refused', recordId: 'house' })
    expect(stop().filter((name) => name === 'insert')).toHaveLength(1)
    expect(await countRows('alarms')).toBe(1)
    const metric = await app.house.metrics.registry.getSingleMetric('xlb_alarms_total')?.get()
    const value = metric?.values.find(({ labels }) => labels['kind'] === 'operator-refused')?.value
    expect(value).toBeGreaterThanOrEqual(50)
  })

  test('of refused operators alarms from the twentieth on, and a refused request costs no command', async () => {
    const attack = async () => {
      const stop = countCommands()
      const answer = await fetch(`${app.url}/api/accounts/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: { $ne: null }, tenant: '331123', client: 'h5' }),
      })
      expect(answer.status).toBe(400)
      return stop().length
    }
    for (let at = 0; at < 19; at += 1) expect(await attack()).toBe(0)
    expect(await countRows('alarms')).toBe(0)
    await attack()
    for (let tries = 0; tries < 50 && (await countRows('alarms')) < 2; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await countRows('alarms', { kind: 'operator-refused' })).toBe(2)
    expect(await attack()).toBe(0)
  })
})

describe('operations.settings and operations.changeSetting', () => {
  const show = async (name: string) => await send(app.url, operations.settings, {}, as(name))
  const mine = async () => (await show('auditor')).value().items.find(({ key }) => key === minutes.key)
  const change = async (name: string, value: number, key = minutes.key) =>
    await send(app.url, operations.changeSetting, { params: { key }, body: { value } }, as(name))
  const decide = async (what: 'approve' | 'refuse', approvalId: string, name: string) =>
    what === 'approve'
      ? await send(app.url, approvals.approve, { params: { approvalId }, body: {} }, as(name))
      : await send(app.url, approvals.refuse, { params: { approvalId }, body: { reason: '不同意' } }, as(name))

  test('are shown to the three administrations and nobody else, each with its source', async () => {
    expect((await send(app.url, operations.settings, {})).status).toBe(401)
    for (const name of ['operator', 'counter-a']) expect((await show(name)).code).toBe('forbidden')
    for (const name of ['admin', 'security', 'auditor']) {
      const { items } = (await show(name)).value()
      expect(items.length).toBeGreaterThan(5)
      for (const one of items) {
        expect(one.source.length).toBeGreaterThan(1)
        expect(one.value).toBe(one.default)
        expect(one.min <= one.default && one.default <= one.max).toBe(true)
        expect(one.can.change).toBe(name === 'admin')
      }
    }
    expect(await mine()).toMatchObject({ title: '测试用的时限', unit: '分钟', value: 30, default: 30, min: 5, max: 60 })
  })

  test('change only by two people: proposed by the system’s administrator, agreed to by the security’s', async () => {
    expect((await change('security', 40)).code).toBe('forbidden')
    const { approvalId, setting } = (await change('admin', 40)).value()
    expect(setting.value).toBe(30)
    expect((await decide('approve', approvalId, 'admin')).code).toBe('second-person-needed')
    expect((await decide('approve', approvalId, 'admin-b')).status).toBeGreaterThanOrEqual(403)
    expect(await mine()).toMatchObject({ value: 30 })
    const facts = (await send(app.url, approvals.show, { params: { approvalId } }, as('security'))).value().facts
    expect(facts.map(({ value }) => value)).toEqual(['测试用的时限', '30 分钟', '40 分钟', '测试（默认 30 分钟）'])
    expect((await decide('approve', approvalId, 'security')).value()).toMatchObject({ state: 'DONE' })
    expect(await mine()).toMatchObject({ value: 40, default: 30 })
    expect(await settingOf(app.ctx(SONGYANG), minutes)).toBe(30)
    await app.work([])
    expect(await countRows('auditEntries', { record: 'settings', act: 'settings.change' })).toBe(1)
    const back = (await change('admin', 30)).value()
    await decide('approve', back.approvalId, 'security')
    expect(await mine()).toMatchObject({ value: 30 })
  })

  test('change nothing when refused, out of bounds, unknown or the same', async () => {
    const { approvalId } = (await change('admin', 50)).value()
    expect((await decide('refuse', approvalId, 'security')).value()).toMatchObject({ state: 'REFUSED' })
    expect(fieldsOf(await change('admin', 61))).toEqual(['body.value: too-big'])
    expect(fieldsOf(await change('admin', 4))).toEqual(['body.value: too-small'])
    expect((await change('admin', 30)).code).toBe('setting-unchanged')
    expect((await change('admin', 30, 'no.such-setting')).code).toBe('not-found')
    const half = await sendAny(
      app.url,
      operations.changeSetting,
      { params: { key: minutes.key }, body: { value: 7.5 } },
      as('admin'),
    )
    expect(half.status).toBe(400)
    expect(await countRows('settings')).toBe(0)
    expect(await mine()).toMatchObject({ value: 30 })
  })

  test('cost no command while they are in memory, and fall back where the stored number is out of bounds', async () => {
    await settingOf(app.ctx(), minutes)
    const stop = countCommands()
    for (let at = 0; at < 5; at += 1) await settingOf(app.ctx(), minutes)
    expect(stop()).toEqual([])
    await settingRows.insert(app.ctx(), {
      ...{ _id: 'pnd_x', tenant: '331123', state: 'SET', key: minutes.key, value: 500, at: '', version: 1 },
    })
    forgetSettings()
    expect(await settingOf(app.ctx(), minutes)).toBe(30)
  })

  test('are declared once, with a default inside their bounds', () => {
    expect(defineSetting({ ...minutes })).toEqual(minutes)
    expect(() => defineSetting({ ...minutes, fallback: 31 })).toThrow('declared twice')
    expect(() => defineSetting({ ...minutes, key: 'operations-test.other', fallback: 1 })).toThrow('out of its bounds')
  })
})

describe('operations.retention', () => {
  test('shows operator and auditor every rule with its law, and what the job did', async () => {
    expect((await send(app.url, operations.retention, {})).status).toBe(401)
    for (const name of ['admin', 'security', 'counter-a'])
      expect((await send(app.url, operations.retention, {}, as(name))).code).toBe('forbidden')
    await app.work(['keep-retention'])
    const { items } = (await send(app.url, operations.retention, {}, as('operator'))).value()
    expect(items.find(({ record }) => record === 'receipts')).toMatchObject({
      keep: '30 年',
      by: 'never',
      lastAt: null,
    })
    expect(items.find(({ record }) => record === 'messages')).toMatchObject({ keep: '2 年', by: 'job', total: 0 })
    expect(items.find(({ record }) => record === 'messages')?.lastAt).not.toBeNull()
    expect(items.every(({ source }) => source.length > 5)).toBe(true)
    expect((await send(app.url, operations.retention, {}, as('auditor'))).value().items).toHaveLength(items.length)
  })
})
