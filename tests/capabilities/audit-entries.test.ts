/** The chain by HTTP: heads for everybody, entries for the auditor, whose reading is an entry itself. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { audit } from '@xlb/shared/audit/contract.ts'
import { auditReadings } from '../../server/src/capabilities/audit/data/readings.ts'
import { publishHead } from '../../server/src/platform/audit/heads.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { alarmRows, raiseAlarm } from '../../server/src/platform/alarms/alarms.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { officerAtWork, staffToken, type TestOfficer } from '../support/staff.ts'

let app: TestApp
let auditor: TestOfficer

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  auditor = await officerAtWork(app, 'suichang-auditor')
  for (let at = 0; at < 5; at += 1)
    await raiseAlarm(app.ctx(), { kind: 'job-failed', recordId: `job-${String(at % 2)}` })
  await raiseAlarm(app.ctx(SONGYANG), { kind: 'job-failed', recordId: 'abroad' })
  await app.work([])
})
afterAll(() => app.stop())

type Query = Parameters<typeof send<typeof audit.entries>>[2]['query']
const read = async (query: Query = {}) => await send(app.url, audit.entries, { query }, { token: auditor.token })
const readAny = async (query: Record<string, string>) =>
  await sendAny(app.url, audit.entries, { query }, { token: auditor.token })

describe('audit.heads', () => {
  test('are public, of one county, the newest first, and may be kept for five minutes', async () => {
    await publishHead(app.ctx(), app.house.config.environment.AUDIT_HEADS_FILE)
    await app.world.advance(86_400_000)
    await publishHead(app.ctx(), app.house.config.environment.AUDIT_HEADS_FILE)
    const answer = await send(app.url, audit.heads, { params: { tenant: SUICHANG } })
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    const { items } = answer.value()
    expect(items).toHaveLength(2)
    expect((items[0]?.day ?? '') > (items[1]?.day ?? '')).toBe(true)
    for (const { count, mac } of items) {
      expect(count).toBeGreaterThan(4)
      expect(mac).toMatch(/^HS256:k0:[\w-]{43}$/)
    }
    expect((await send(app.url, audit.heads, { params: { tenant: SONGYANG } })).value().items).toEqual([])
  })

  test('of an unknown county are not found', async () => {
    expect((await send(app.url, audit.heads, { params: { tenant: '990000' } })).code).toBe('county-unknown')
    expect((await sendAny(app.url, audit.heads, { params: { tenant: 'x' } })).status).toBe(400)
  })
})

describe('audit.entries', () => {
  test('are the auditor’s alone, and a refused reading leaves nothing', async () => {
    auditor = await officerAtWork(app, 'suichang-auditor')
    const tokens = await Promise.all(
      ['admin', 'security', 'operator', 'counter-a'].map((name) => staffToken(app, `suichang-${name}`)),
    )
    const before = await fingerprints(['staffSessions'])
    expect((await send(app.url, audit.entries, {})).status).toBe(401)
    for (const token of tokens) expect((await send(app.url, audit.entries, {}, { token })).code).toBe('forbidden')
    expect(await fingerprints(['staffSessions'])).toEqual(before)
  })

  test('refuse a record without its id, operators and places that were not made here', async () => {
    expect(fieldsOf(await readAny({ record: 'alarms' }))).toEqual(['query.recordId: required'])
    expect(fieldsOf(await readAny({ recordId: 'x' }))).toEqual(['query.record: required'])
    expect(fieldsOf(await readAny({ cursor: 'abc' }))).toEqual(['query.cursor: wrong-format'])
    for (const query of [{ actor: 'stf_x' }, { record: 'a$b', recordId: 'x' }, { 'actor[$ne]': 'x' }, { limit: '51' }])
      expect((await readAny(query)).status).toBe(400)
  })

  test('come newest first, page by page without a gap, of the own county only', async () => {
    const seen: number[] = []
    let next: string | null = null
    do {
      const page: { items: { seq: number; recordId: string }[]; next: string | null } = (
        await read({ limit: '3', ...(next === null ? {} : { cursor: next }) })
      ).value()
      seen.push(...page.items.map(({ seq }) => seq))
      next = page.next
    } while (next !== null)
    expect(seen).toEqual([...seen].sort((one, other) => other - one))
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.at(-1)).toBe(1)
  })

  test('of one record show each version; of one actor what that one did', async () => {
    const acted = (await read({ actor: 'system:test', limit: '50' })).value().items
    expect(acted.length).toBeGreaterThan(4)
    expect(new Set(acted.map(({ actor }) => actor))).toEqual(new Set(['system:test']))
    const alarm = await alarmRows.findOne(app.ctx(), { recordId: 'job-0' })
    const { items } = (await read({ record: 'alarms', recordId: alarm?._id ?? '' })).value()
    expect(items.map(({ version }) => version)).toEqual(items.map((_one, at) => items.length - at))
    expect(items.at(-1)?.act).toBe('alarms.raise')
    expect((await read({ actor: 'system:nobody' })).value()).toEqual({ items: [], next: null })
  })

  test('written down themselves before they are shown: who looked for what, and how much they saw', async () => {
    const before = await countRows('auditReadings')
    const { items } = (await read({ actor: 'system:test', limit: '2' })).value()
    expect(await countRows('auditReadings')).toBe(before + 1)
    await app.work([])
    const mine = (await read({ actor: `staff:${auditor.staffId}`, limit: '50' })).value().items
    const data = { record: null, recordId: null, actor: 'system:test', from: items[0]?.seq, count: 2 }
    expect(mine).toContainEqual(expect.objectContaining({ act: 'audit.read', record: 'auditReadings', data }))
    await app.work([])
    expect((await verifyAudit({ tenant: SUICHANG }, app.house.config.keys, [])).differences).toEqual([])
  })

  test('are not shown when the reading cannot be written down', async () => {
    const insert = jest.spyOn(auditReadings, 'insert').mockRejectedValueOnce(new Error('the disk is full'))
    const answer = await read()
    insert.mockRestore()
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('seq')
  })

  test('cost the session, the page and the note, however long the chain is', async () => {
    const counted = async (query: Query) => {
      const stop = countCommands()
      await read(query)
      return stop().filter((name) => name !== 'update')
    }
    const few = await counted({ limit: '2' })
    for (let at = 0; at < 60; at += 1)
      await raiseAlarm(app.ctx(), { kind: 'job-failed', recordId: `more-${String(at)}` })
    await app.work([])
    expect(await counted({ limit: '2' })).toEqual(few)
    expect(few.filter((name) => name === 'insert')).toHaveLength(1)
  })

  test('name nobody: no entry of the demonstration holds a name, a telephone or an ID number', async () => {
    const { text } = await read({ limit: '50' })
    expect(text).not.toMatch(/\p{Script=Han}/u)
    expect(text).not.toMatch(/\b1\d{10}\b|\b\d{17}[\dX]\b/)
  })
})
