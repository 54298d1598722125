/** DOMAIN retention with a moved clock: what the daily job removes is gone a day after its time and stands a day before; the chain still verifies. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { alarmRows } from '../../server/src/platform/alarms/alarms.ts'
import { createSequencer } from '../../server/src/platform/audit/sequencer.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { capabilities } from '../../server/src/capabilities/registry.ts'
import type { Capability, RetentionRule } from '../../server/src/platform/capability.ts'
import { movableClock } from '../../server/src/platform/clock.ts'
import type { Ctx } from '../../server/src/platform/context.ts'
import { collectionNamed } from '../../server/src/platform/db/collection.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { createRecord, type AuditedRow } from '../../server/src/platform/db/record.ts'
import { relayPending } from '../../server/src/platform/outbox/relay.ts'
import { keepRetention, limitOf, settingOfRule } from '../../server/src/platform/retention/keep-retention.ts'
import { collectionOfRule, rulesOf } from '../../server/src/platform/retention/rules.ts'
import { retentionRuns } from '../../server/src/platform/retention/runs.ts'
import { forgetSettings, setSetting } from '../../server/src/platform/settings/settings.ts'
import { SONGYANG, startApp, SUICHANG, type TestApp } from '../support/app.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

const DAY = 86_400_000
const broken: { fail: boolean } = { fail: false }
const stubborn: Capability = {
  name: 'stubborn',
  routes: [],
  retention: [
    {
      ...{ record: 'stubbornRows', title: '总是失败的测试记录', keep: { days: 1 }, source: '测试用的规则', by: 'job' },
      remove: () => (broken.fail ? Promise.reject(new Error('no')) : Promise.resolve(0)),
    },
  ],
}

let app: TestApp
let start = 0
beforeAll(async () => {
  app = await startApp({ seed: false, beside: [stubborn] })
  start = app.house.clock.now()
})
afterAll(() => app.stop())

type Fields = Readonly<Record<string, unknown>>

/** A row as it stands a moment after the end of what it is about. */
interface Planted {
  readonly audited: boolean
  readonly fields: (at: string) => Fields
}

const plain = (fields: Planted['fields']): Planted => ({ audited: false, fields })
const audited = (fields: Planted['fields']): Planted => ({ audited: true, fields })

/** One for each rule that a job carries out. */
const planted: Readonly<Record<string, Planted>> = {
  alarms: audited((at) => ({
    ...{ state: 'DONE', kind: 'job-failed', recordId: 'x', data: {}, count: 1 },
    firstAt: at,
    lastAt: at,
    standing: false,
    doneAt: at,
  })),
  auditReadings: audited((at) => ({ state: 'SHOWN', staffId: 'stf_x', at })),
  approvals: audited((at) => ({
    state: 'DONE',
    shelf: 'done',
    kind: 'x',
    recordId: 'x',
    proposedAt: at,
    endedAt: at,
    nextStepAt: null,
  })),
  deskCases: audited((at) => ({ state: 'CLOSED', caseNo: 'x', openedAt: at, closedAt: at })),
  guardianships: audited((at) => ({
    state: 'ENDED',
    open: false,
    guardianMasked: '王*',
    createdAt: at,
    remainsSince: at,
  })),
  'counter-entries': audited((at) => ({ state: 'PROPOSED', caseNo: 'x', birthday: '1990-01-01', createdAt: at })),
  deskDays: plain((at) => ({ day: at.slice(0, 10), last: 1 })),
  messages: plain((at) => ({ personId: 'per_x', source: 'x', kind: 'receipt', title: '', body: '', at, read: false })),
  messagePushes: plain((at) => ({
    ...{ state: 'ACCEPTED', personId: 'per_x', topic: 'bill-due', source: 'x', page: 'x', values: [] },
    ...{ openid: null, tries: 1, dueAt: null, at },
  })),
  vaccineDuties: audited((at) => ({ state: 'STANDING', staffId: 'stf_x', siteId: 'sit_x', keys: ['x'], at })),
  looks: plain((at) => ({ personId: 'per_x', state: 'SHOWN', staffId: 'stf_x', at, endedAt: at })),
}

const jobRules = rulesOf({ capabilities }).filter((rule) => rule.by === 'job')
const named = jobRules.map((rule) => [rule.record, rule] as const)

const ctxAt = (ms: number, tenant = SUICHANG): Ctx => ({ ...app.ctx(tenant), clock: movableClock(ms) })

let made = 0
async function plant(rule: RetentionRule, tenant = SUICHANG): Promise<string> {
  const row = planted[rule.record]
  if (row === undefined) throw new Error(`tests/capabilities/retention.test.ts plants no row for ${rule.record}`)
  made += 1
  const [ctx, _id] = [ctxAt(start, tenant), `old_${String(made).padStart(20, '0')}`]
  const whole = { _id, tenant, ...row.fields(ctx.clock.instant()) }
  const name = collectionOfRule(rule)
  if (!row.audited) await nativeDb().collection<{ _id: string }>(name).insertOne(whole)
  else await createRecord(ctx, collectionNamed<AuditedRow>(name), { state: '', ...whole }, { act: `${name}.plant` })
  return _id
}

const sequencer = createSequencer({ auditKeys: () => app.house.config.keys.auditKeys, holder: 'retention' })
const relay = async (ctx: Ctx, only?: ReadonlySet<string>) =>
  await relayPending(ctx, { sequencer, metrics: app.house.metrics, ...(only === undefined ? {} : { only }) })

/** The job as it runs at that time, for one county. */
async function keepAt(ms: number, tenant = SUICHANG): Promise<void> {
  const ctx = ctxAt(ms, tenant)
  while ((await relay(ctx)) > 0);
  await keepRetention(app.house, ctx, relay)
  while ((await relay(ctx)) > 0);
}

/** Milliseconds at which what is planted now is exactly past its time. */
function endOf({ keep }: RetentionRule): number {
  const end = new Date(start)
  if ('days' in keep) end.setUTCDate(end.getUTCDate() + keep.days)
  else if ('years' in keep) end.setUTCFullYear(end.getUTCFullYear() + keep.years)
  return end.getTime()
}

const rowOf = async (rule: RetentionRule, _id: string) =>
  await nativeDb()
    .collection<{ _id: string }>(collectionOfRule(rule))
    .findOne({ _id }, { projection: { pending: 0 } })
const runOf = async (record: string) => await retentionRuns.findOne(app.ctx(), { record })
const audit = async (tenant = SUICHANG) => (await verifyAudit({ tenant }, app.house.config.keys, [])).differences

describe.each(named)('%s', (record, rule) => {
  test('stand a day before their time is over and are gone a day after, in their own county only', async () => {
    const [mine, abroad] = [await plant(rule), await plant(rule, SONGYANG)]
    await keepAt(endOf(rule) - DAY)
    const before = await rowOf(rule, mine)
    expect(before).not.toBeNull()
    const other = await rowOf(rule, abroad)
    const total = (await runOf(record))?.total ?? 0
    await keepAt(endOf(rule) + DAY)
    expect(await rowOf(rule, mine)).not.toEqual(before)
    expect(await rowOf(rule, abroad)).toEqual(other)
    expect(await runOf(record)).toMatchObject({ removed: 1, total: total + 1 })
    await keepAt(endOf(rule) + 2 * DAY)
    expect((await runOf(record))?.total).toBe(total + 1)
    for (const tenant of [SUICHANG, SONGYANG]) expect(await audit(tenant)).toEqual([])
    await nativeDb().collection(collectionOfRule(rule)).deleteMany({ tenant: SONGYANG })
    await nativeDb().collection('auditEntries').deleteMany({ tenant: SONGYANG })
    await sequencer.release()
  })

  test('may be kept longer by the county, never shorter than the table says', async () => {
    const setting = settingOfRule(rule)
    if (setting === null) throw new Error('it has no setting')
    expect(setting.min).toBe(setting.fallback)
    await expect(setSetting(app.ctx(), setting, setting.fallback - 1, { proposal: 'x' })).rejects.toThrow()
    const short = await limitOf(ctxAt(start), rule)
    await setSetting(app.ctx(), setting, setting.fallback + 1, { proposal: 'x' })
    const long = await limitOf(ctxAt(start), rule)
    expect(Date.parse(long)).toBeLessThan(Date.parse(short))
    await setSetting(app.ctx(), setting, setting.fallback, { proposal: 'x' })
    forgetSettings()
  })
})

describe('the daily job', () => {
  const messages = jobRules.find(({ record }) => record === 'messages')
  if (messages === undefined) throw new Error('there is no rule for messages')

  test('removes more than a batch, and a repeat removes nothing', async () => {
    const row = planted['messages']
    const at = new Date(start).toISOString()
    const rows = Array.from({ length: 1_201 }, (_one, n) => ({
      ...{ _id: `msg_${String(n)}`, tenant: SUICHANG, ...row?.fields(at), source: String(n) },
    }))
    await nativeDb().collection<{ _id: string }>('messages').insertMany(rows)
    const end = endOf(messages) + DAY
    const before = (await runOf('messages'))?.total ?? 0
    await keepAt(end)
    expect(await countRows('messages', { tenant: SUICHANG })).toBe(0)
    expect((await runOf('messages'))?.total).toBe(before + 1_201)
    const hashes = await fingerprints(['retentionRuns', 'leases'])
    await keepAt(end)
    expect(await fingerprints(['retentionRuns', 'leases'])).toEqual(hashes)
  })

  test('goes on past a rule that fails, and tells the operator', async () => {
    broken.fail = true
    const id = await plant(messages)
    await keepAt(endOf(messages) + DAY)
    broken.fail = false
    expect(await rowOf(messages, id)).toBeNull()
    expect(await alarmRows.findOne(app.ctx(), { kind: 'retention-failed' })).toMatchObject({ recordId: 'stubbornRows' })
  })

  test('does not take a record away before the chain says so, whoever holds the chain', async () => {
    const rule = jobRules.find(({ record }) => record === 'auditReadings')
    if (rule === undefined) throw new Error('there is no such rule')
    const id = await plant(rule)
    const end = endOf(rule) + DAY
    while ((await relay(ctxAt(end))) > 0);
    const late = () => Promise.resolve(0)
    await keepRetention(app.house, ctxAt(end), late)
    expect(await rowOf(rule, id)).not.toBeNull()
    expect(await audit()).toEqual([])
    await sleep(10)
    await keepAt(end)
    expect(await rowOf(rule, id)).toBeNull()
    expect(await audit()).toEqual([])
  })

  test('finds a record that was stolen though its time was over', async () => {
    const rule = jobRules.find(({ record }) => record === 'auditReadings')
    if (rule === undefined) throw new Error('there is no such rule')
    const id = await plant(rule)
    while ((await relay(ctxAt(start))) > 0);
    await nativeDb().collection<{ _id: string }>('auditReadings').deleteOne({ _id: id })
    expect(await audit()).toEqual([`auditReadings:${id} has entries, but the record is gone`])
  })
})
