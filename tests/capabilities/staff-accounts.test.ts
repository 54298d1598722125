/** Accounts of officers in the hands of the system administration: created, moved, linked, disabled, enabled, reset; and who may look. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, looks, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { startAppWith } from '../support/seed-only.ts'
import { fingerprints } from '../support/snapshot.ts'
import { firstFactor, officerRow, signInStaff, staffToken } from '../support/staff.ts'

let app: TestApp
let plans: PlanWatch
let admin = ''
let security = ''
let auditor = ''

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  admin = await staffToken(app, 'suichang-admin')
  security = await staffToken(app, 'suichang-security')
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
const me = (token: string) => send(app.url, staff.me, {}, { token })
const create = (body: object, token = admin) =>
  sendAny(
    app.url,
    staff.create,
    { body: { displayName: '新同事', unitCode: SUICHANG, idNo: null, ...body } },
    { token },
  )
const move = (key: string, unitCode: string, stamp: number, token = admin) =>
  send(app.url, staff.move, { ...to(key), body: { unitCode, stamp } }, { token })
const disable = (key: string, token = admin) => send(app.url, staff.disable, { ...to(key), body: {} }, { token })
const enable = (key: string, token = admin) => send(app.url, staff.enable, { ...to(key), body: {} }, { token })
const reset = (key: string, token = admin) => send(app.url, staff.reset, { ...to(key), body: {} }, { token })
const link = (key: string, idNo: string, token = admin) =>
  send(app.url, staff.link, { ...to(key), body: { idNo } }, { token })

const changes = [
  [
    'staff.move',
    (token?: string) =>
      sendAny(app.url, staff.move, { ...to('suichang-nurse'), body: { unitCode: SUICHANG, stamp: 1 } }, { token }),
  ],
  [
    'staff.link',
    (token?: string) => sendAny(app.url, staff.link, { ...to('suichang-nurse'), body: { idNo: 'x' } }, { token }),
  ],
  [
    'staff.disable',
    (token?: string) => sendAny(app.url, staff.disable, { ...to('suichang-nurse'), body: {} }, { token }),
  ],
  [
    'staff.enable',
    (token?: string) => sendAny(app.url, staff.enable, { ...to('suichang-nurse'), body: {} }, { token }),
  ],
  ['staff.reset', (token?: string) => sendAny(app.url, staff.reset, { ...to('suichang-nurse'), body: {} }, { token })],
] as const

describe('who may', () => {
  test.each(changes)('%s: the system administration alone, and nothing changes otherwise', async (_id, call) => {
    const others = [
      security,
      auditor,
      await staffToken(app, 'suichang-operator'),
      await staffToken(app, 'suichang-counter-a'),
    ]
    const resident = await app.signIn('wang-xiulan')
    const before = await fingerprints()
    for (const token of [undefined, resident]) expect((await call(token)).code).toBe('unauthenticated')
    for (const token of others) expect((await call(token)).code).toBe('forbidden')
    expect(await fingerprints()).toEqual(before)
  })

  test('staff.create: the system administration alone', async () => {
    for (const token of [security, auditor])
      expect((await create({ username: 'not.me' }, token)).code).toBe('forbidden')
    expect((await sendAny(app.url, staff.create, { body: {} })).code).toBe('unauthenticated')
    expect(await officers.findOne(app.ctx(), { username: 'not.me' })).toBeNull()
  })

  test('staff.list and staff.get: all three administrations, and none of the county’s business', async () => {
    const counter = await staffToken(app, 'suichang-counter-a')
    for (const token of [admin, security, auditor]) {
      expect((await send(app.url, staff.list, {}, { token })).status).toBe(200)
      expect((await send(app.url, staff.get, to('suichang-duty'), { token })).status).toBe(200)
    }
    expect((await send(app.url, staff.list, {}, { token: counter })).code).toBe('forbidden')
    expect((await send(app.url, staff.get, to('suichang-duty'), { token: counter })).code).toBe('forbidden')
  })

  test('an officer of the other county looks like an unknown one', async () => {
    const abroad = await staffToken(app, 'songyang-admin')
    const before = await fingerprints()
    for (const token of [admin, abroad]) {
      const theirs = token === admin ? idOf('songyang-counter-a') : idOf('suichang-counter-a')
      for (const endpoint of [staff.get, staff.disable, staff.enable, staff.reset]) {
        const body = endpoint.method === 'GET' ? {} : { body: {} }
        const ask = (staffId: string) => sendAny(app.url, endpoint, { params: { staffId }, ...body }, { token })
        const seen = looks(await ask(theirs))
        expect(seen).toMatchObject({ status: 404, error: { code: 'not-found' } })
        expect(seen).toEqual(looks(await ask(newId('stf'))))
      }
    }
    expect(await fingerprints()).toEqual(before)
  })

  test.each(changes.map(([id]) => id))('%s: nobody their own', async (id) => {
    const endpoint = Object.values(staff).find((one) => one.id === id) ?? staff.get
    const { idNo } = demoPeople.find((one) => one.countyCode === SUICHANG) ?? { idNo: '' }
    const bodies: Record<string, object> = { 'staff.move': { unitCode: YUNFENG, stamp: 1 }, 'staff.link': { idNo } }
    const before = await fingerprints()
    const answer = await sendAny(
      app.url,
      endpoint,
      { ...to('suichang-admin'), body: bodies[id] ?? {} },
      { token: admin },
    )
    expect([answer.status, answer.code]).toEqual([403, 'own-role'])
    expect(await fingerprints()).toEqual(before)
  })
})

describe('creating', () => {
  test('refuses what is no name, no unit of the county, no ID number, and roles in the body', async () => {
    const before = await fingerprints()
    for (const body of [
      { username: 'Ä' },
      { username: 'new.a', held: [] },
      { username: 'new.a', role: 'author' },
      { username: 'new.a', displayName: 'a\u202eb' },
    ])
      expect((await create(body)).status).toBe(400)
    expect((await create({ username: 'new.a', unitCode: '331124' })).code).toBe('unit-unknown')
    expect((await create({ username: 'new.a', unitCode: '331123-nowhere' })).code).toBe('unit-unknown')
    const idNo = await create({ username: 'new.a', idNo: '331123195403120021' })
    expect([idNo.status, fieldsOf(idNo)]).toEqual([422, ['body.idNo: wrong-format']])
    expect((await create({ username: 'suichang-duty' })).code).toBe('username-taken')
    expect(await fingerprints()).toEqual(before)
  })

  test('of ten at once with one name one succeeds', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create({ username: 'new.race' })))
    expect(answers.map((one) => one.code).sort()).toEqual(['', ...Array.from({ length: 9 }, () => 'username-taken')])
  })

  test('gives an account without roles, and an invitation that stands nowhere in clear', async () => {
    const { staff: made, invitation } = (await create({ username: 'new.b', unitCode: YUNFENG })).value()
    expect(made).toMatchObject({ state: 'INVITED', held: [], unitName: '云峰街道', linked: false, stamp: 1 })
    expect(Math.round((Date.parse(invitation.until) - app.ctx().clock.now()) / 86_400_000)).toBe(7)
    expect(JSON.stringify(await officers.find(app.ctx(), {}))).not.toContain(invitation.code)
    expect((await firstFactor(app, 'new.b')).code).toBe('sign-in-refused')
  })

  test('one resident has one account, and is known as one', async () => {
    const [person] = demoPeople.filter((one) => one.countyCode === SUICHANG)
    const { idNo = '' } = person ?? {}
    const { staff: made } = (await create({ username: 'new.c', idNo })).value()
    expect(made.linked).toBe(true)
    expect((await create({ username: 'new.d', idNo })).code).toBe('person-has-account')
    expect((await link('suichang-duty', idNo)).code).toBe('person-has-account')
    expect(JSON.stringify(made)).not.toContain(idNo)
  })
})

describe('linking', () => {
  test('is for a resident the county knows, once', async () => {
    const [, second, third] = demoPeople.filter((one) => one.countyCode === SUICHANG)
    const stranger = demoPeople.find((one) => one.countyCode === SONGYANG)
    expect(fieldsOf(await link('suichang-leader', 'x'))).toEqual(['body.idNo: wrong-format'])
    expect(fieldsOf(await link('suichang-leader', stranger?.idNo ?? ''))).toEqual(['body.idNo: not-allowed'])
    const linked = (await link('suichang-leader', second?.idNo.toLowerCase() ?? '')).value()
    expect([linked.linked, linked.can.link]).toEqual([true, false])
    expect((await link('suichang-leader', second?.idNo ?? '')).status).toBe(200)
    expect((await link('suichang-leader', third?.idNo ?? '')).code).toBe('staff-state-refused')
  })
})

describe('moving', () => {
  test('to nowhere, or against an older view, is refused', async () => {
    expect((await move('suichang-nurse', '331124', 1)).code).toBe('unit-unknown')
    expect((await move('suichang-nurse', YUNFENG, 7)).code).toBe('changed-meanwhile')
  })

  test('ends sessions at the next request, and the roles of the old place', async () => {
    const session = await signInStaff(app, 'suichang-nurse')
    const moved = (await move('suichang-nurse', YUNFENG, 1)).value()
    expect(moved).toMatchObject({ unitCode: YUNFENG, unitName: '云峰街道', held: [], stamp: 2 })
    expect((await me(session.token)).code).toBe('unauthenticated')
    expect((await send(app.url, staff.refresh, { body: { refreshToken: session.refreshToken } })).code).toBe(
      'session-ended',
    )
    expect((await signInStaff(app, 'suichang-nurse')).staff.held).toEqual([])
    expect((await move('suichang-nurse', YUNFENG, 2)).value().stamp).toBe(2)
  })
})

describe('disabling and enabling', () => {
  test('ends sessions at the next request and shuts the door; opening it brings business roles back', async () => {
    const session = await signInStaff(app, 'suichang-finance')
    expect((await disable('suichang-finance')).value()).toMatchObject({
      state: 'DISABLED',
      can: { disable: false, enable: true },
    })
    expect((await me(session.token)).code).toBe('unauthenticated')
    expect((await firstFactor(app, 'suichang-finance')).code).toBe('sign-in-refused')
    expect((await disable('suichang-finance')).code).toBe('staff-state-refused')
    expect((await enable('suichang-finance')).value()).toMatchObject({ state: 'ACTIVE', held: [{ role: 'finance' }] })
    expect((await me(session.token)).code).toBe('unauthenticated')
    expect((await enable('suichang-finance')).code).toBe('staff-state-refused')
    expect((await signInStaff(app, 'suichang-finance')).staff.username).toBe('suichang-finance')
  })

  test('a ticket of before is worth nothing afterwards', async () => {
    const { ticket } = (await firstFactor(app, 'suichang-operator')).value()
    await disable('suichang-operator')
    const answer = await send(app.url, staff.confirmSignIn, { body: { ticket, code: '123456' } })
    expect(answer.code).toBe('ticket-ended')
  })

  test('an administrator who comes back has no role of an administration', async () => {
    expect((await enable('suichang-operator')).value().held).toEqual([])
  })

  test('somebody who never set a password waits for a new invitation', async () => {
    const { staff: made } = (await create({ username: 'new.e' })).value()
    const params = { staffId: made.id }
    await send(app.url, staff.disable, { params, body: {} }, { token: admin })
    expect((await send(app.url, staff.enable, { params, body: {} }, { token: admin })).value().state).toBe('INVITED')
  })
})

describe('resetting', () => {
  test('ends sessions, password and second factor; the new invitation is the only way in', async () => {
    const session = await signInStaff(app, 'suichang-cashier')
    const { staff: seen, invitation } = (await reset('suichang-cashier')).value()
    expect(seen).toMatchObject({ state: 'INVITED', held: [{ role: 'cashier' }] })
    expect((await me(session.token)).code).toBe('unauthenticated')
    expect((await firstFactor(app, 'suichang-cashier')).code).toBe('sign-in-refused')
    expect(await officerRow(app, 'suichang-cashier')).not.toHaveProperty('totpSealed')
    const second = (await reset('suichang-cashier')).value()
    const first = (invitationCode: string) =>
      send(app.url, staff.setFirstPassword, {
        body: {
          tenant: SUICHANG,
          username: 'suichang-cashier',
          invitation: invitationCode,
          password: '三斤大米两瓶酱油一袋盐呀',
        },
      })
    expect((await first(invitation.code)).code).toBe('invitation-refused')
    expect((await first(second.invitation.code)).status).toBe(200)
    expect((await firstFactor(app, 'suichang-cashier', '三斤大米两瓶酱油一袋盐呀')).value().step).toBe('enrol')
  })

  test('takes the roles of an administration: whoever saw the invitation becomes no security administrator', async () => {
    expect((await reset('suichang-security-b')).value().staff.held).toEqual([])
  })
})

test('every change was written down, with ids, codes and states only', async () => {
  await app.work([])
  const entries = await auditEntries.find(app.ctx(), { record: 'staff' })
  const acts = new Set(entries.map((one) => one.act))
  for (const act of ['create', 'move', 'link', 'disable', 'enable', 'reset', 'sign-in', 'activate'])
    expect(acts).toContain(`staff.${act}`)
  const text = JSON.stringify(entries)
  for (const row of await officers.find(app.ctx(), {})) expect(text).not.toContain(row.displayName)
  for (const { idNo, name } of demoPeople) for (const word of [idNo, name]) expect(text).not.toContain(word)
})

test('every query of these tests used an index and sorted none in memory', async () => {
  const { checked, findings } = await plans.report()
  expect(checked).toBeGreaterThan(10)
  expect(findings.filter((one) => one.includes(' of staff'))).toEqual([])
})
