/** Departments, schools and classes: who may add, rename and close them, what stays fixed, and the places people choose from. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { organisations } from '@xlb/shared/organisations/contract.ts'
import { joinClasses, placeOf, unitByCode, villageExists } from '../../server/src/capabilities/organisations/index.ts'
import { classMembers } from '../../server/src/capabilities/organisations/data/class-members.ts'
import { units } from '../../server/src/capabilities/organisations/data/units.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, newKey, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { startAppWith } from '../support/seed-only.ts'
import { fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let app: TestApp
let plans: PlanWatch
let admin: string
let counter: string

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  admin = await staffToken(app, 'suichang-admin')
  counter = await staffToken(app, 'suichang-counter-a')
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await app.stop()
})

const library = { level: 'department' as const, parent: SUICHANG, short: 'library', name: '遂昌县图书馆' }
const add = (body: unknown, token = admin, key = newKey()) =>
  sendAny(app.url, organisations.addUnit, { body }, { token, key })
const rename = (code: string, name: string, token = admin) =>
  send(app.url, organisations.renameUnit, { params: { code }, body: { name } }, { token })
const close = (code: string, token = admin) =>
  send(app.url, organisations.closeUnit, { params: { code }, body: {} }, { token })
const call = { office: '遂昌县教育局办公室', phone: '0578-800 0080', hours: '工作日 08:30–17:00' }
const setCall = (code: string, token = admin, body = call) =>
  send(app.url, organisations.setCall, { params: { code }, body }, { token })

describe('places to choose from', () => {
  test('a county that is not open is told apart, and a filter is refused by name', async () => {
    const unknown = await send(app.url, organisations.places, { params: { tenant: '330102' } })
    expect([unknown.status, unknown.code]).toEqual([404, 'county-unknown'])
    const filter = await sendAny(app.url, organisations.places, {
      params: { tenant: SUICHANG },
      query: { 'level[$ne]': 'x' },
    })
    expect(filter.status).toBe(400)
  })

  test('anybody reads the townships with their villages in the order of their codes; departments and schools are not among them', async () => {
    const { townships } = (await send(app.url, organisations.places, { params: { tenant: SUICHANG } })).value()
    expect(townships).toHaveLength(20)
    expect(townships[0]).toMatchObject({ code: '331123001', name: '妙高街道' })
    expect(townships[0]?.villages[0]).toEqual({ code: '331123001007', name: '叶坦社区' })
    const codes = townships.flatMap((one) => [one.code, ...one.villages.map(({ code }) => code)])
    expect(codes).toEqual([...codes].sort())
    expect(codes.filter((code) => !/^331123\d+$/.test(code))).toEqual([])
  })

  test('a warm reading costs no command, and a copy that is still right is confirmed without a body', async () => {
    const first = await send(app.url, organisations.places, { params: { tenant: SUICHANG } })
    const seen = countCommands()
    const again = await app.request
      .get(`/api/counties/${SUICHANG}/places`)
      .set('If-None-Match', first.headers.get('etag') ?? '')
    expect(seen()).toEqual([])
    expect([again.status, again.text]).toEqual([304, ''])
  })
})

describe('who may change units', () => {
  test('without a session nothing is read or changed', async () => {
    const answers = await Promise.all([
      sendAny(app.url, organisations.units, {}),
      add(library, ''),
      rename(`${SUICHANG}-edu`, '教育局', ''),
      close(`${SUICHANG}-edu`, ''),
      setCall(SUICHANG, ''),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401])
  })

  test('every wrong field is named', async () => {
    const before = await fingerprints(['idempotencyKeys', 'staffSessions'])
    const answer = await add({ ...library, short: 'Big Name', name: '<b>' })
    expect([answer.status, ...fieldsOf(answer)]).toEqual([400, 'body.name: wrong-format', 'body.short: wrong-format'])
    expect((await add({ ...library, level: 'village' })).status).toBe(400)
    expect((await setCall(SUICHANG, admin, { ...call, phone: 'abc' })).status).toBe(400)
    expect((await setCall('331123-$where')).status).toBe(400)
    expect(await fingerprints(['idempotencyKeys', 'staffSessions'])).toEqual(before)
  })

  test('an officer without the administration is refused, and so is the other county’s', async () => {
    expect((await add(library, counter)).status).toBe(403)
    expect((await rename(`${SUICHANG}-edu`, '教育局', counter)).status).toBe(403)
    expect((await close(`${SUICHANG}-edu`, counter)).status).toBe(403)
    expect((await setCall(SUICHANG, counter)).status).toBe(403)
    const songyang = await staffToken(app, 'songyang-admin')
    expect((await add(library, songyang)).status).toBe(404)
    expect((await close(`${SUICHANG}-edu`, songyang)).status).toBe(404)
    expect((await setCall(SUICHANG, songyang)).status).toBe(404)
  })

  test('divisions keep the names that the state gave them', async () => {
    for (const code of [SUICHANG, '331123002', '331123002204']) {
      expect((await rename(code, '新名字')).code).toBe('unit-fixed')
      expect((await close(code)).code).toBe('unit-fixed')
    }
    expect((await setCall('331123002204')).code).toBe('unit-without-call')
  })

  test('a parent of the wrong level is named as the field', async () => {
    for (const body of [
      { ...library, parent: '331123002204' },
      { level: 'school', parent: SUICHANG, short: 's9', name: '演示学校', townshipCode: '331123001' },
      { level: 'class', parent: `${SUICHANG}-edu`, grade: 1, number: 1 },
    ]) {
      const answer = await add(body)
      expect([answer.status, ...fieldsOf(answer)]).toEqual([422, 'body.parent: not-allowed'])
    }
    const school = { level: 'school', parent: `${SUICHANG}-edu`, short: 's9', name: '演示学校', townshipCode: SONGYANG }
    expect(fieldsOf(await add(school))).toEqual(['body.townshipCode: not-allowed'])
    expect((await add({ ...library, parent: `${SUICHANG}-nowhere` })).status).toBe(404)
  })
})

describe('the life of a unit', () => {
  test('a department is added once: a repeat shows it again, another of the same code is refused', async () => {
    const key = newKey()
    const first = await add(library, admin, key)
    const again = await add(library, admin, key)
    expect(first.value()).toMatchObject({ code: '331123-library', state: 'OPEN', can: { close: true } })
    expect(again.value()).toEqual(first.value())
    expect((await add(library)).code).toBe('unit-exists')
    expect(await unitByCode(app.ctx(), '331123-library')).toMatchObject({ level: 'department', open: true })
    expect(await unitByCode(app.ctx(SONGYANG), '331123-library')).toBeNull()
  })

  test('a class is called by the grade it is in, and goes up by itself in September', async () => {
    const body = { level: 'class', parent: `${SUICHANG}-edu-s2`, grade: 3, number: 5 }
    const made = (await add(body)).value()
    expect(made).toMatchObject({ name: '三年级5班', schoolClass: { grade: 3, number: 5 } })
    expect((await add(body)).code).toBe('unit-exists')
    expect((await unitByCode(app.ctx(), made.code))?.name).toBe('三年级5班')
  })

  test('a list names the children of one unit, page by page, and a cursor of elsewhere is refused', async () => {
    const first = (
      await send(app.url, organisations.units, { query: { level: 'department', limit: '4' } }, { token: counter })
    ).value()
    expect(first.items).toHaveLength(4)
    expect(first.items[0]?.can).toEqual({ rename: false, close: false, setCall: false })
    const rest = (
      await send(
        app.url,
        organisations.units,
        { query: { level: 'department', limit: '50', cursor: first.next ?? '' } },
        { token: counter },
      )
    ).value()
    const codes = [...first.items, ...rest.items].map((one) => one.code)
    expect(codes).toEqual([...codes].sort())
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes).toContain('331123-library')
    const foreign = await send(app.url, organisations.units, { query: { cursor: 'WyJ4IiwiMSJd' } }, { token: counter })
    expect(fieldsOf(foreign)).toEqual(['query.cursor: wrong-format'])
    const nowhere = await send(app.url, organisations.units, { query: { below: SONGYANG } }, { token: counter })
    expect(nowhere.status).toBe(404)
  })

  test('renaming and calls show at once, also where people call', async () => {
    expect((await rename('331123-library', '遂昌县汤显祖图书馆')).value().name).toBe('遂昌县汤显祖图书馆')
    expect((await setCall('331123002')).value().call).toEqual(call)
    expect((await placeOf(app.ctx(), '331123002204')).call).toEqual(call)
    const row = await units.findOne(app.ctx(), { _id: '331123002' })
    expect(row?.pending?.map((one) => [one.name, one.version, one.data])).toEqual([
      ['organisations.set-call', 1, { level: 'township' }],
    ])
  })

  test('a unit with open units or children in it is not closed; a closed one stays readable and is changed no more', async () => {
    expect((await close(`${SUICHANG}-edu-s1`)).code).toBe('unit-in-use')
    const closed = (await close('331123-library')).value()
    expect(closed).toMatchObject({ state: 'CLOSED', can: { rename: false, close: false, setCall: false } })
    expect(closed.closedAt).not.toBeNull()
    expect((await close('331123-library')).code).toBe('unit-closed')
    expect((await rename('331123-library', '图书馆')).code).toBe('unit-closed')
    expect((await setCall('331123-library')).code).toBe('unit-closed')
    expect((await add({ ...library, parent: '331123-library', short: 'x' })).status).toBe(422)
    const listed = async (show: 'open' | 'all') =>
      (await send(app.url, organisations.units, { query: { show, limit: '50' } }, { token: counter }))
        .value()
        .items.some((one) => one.code === '331123-library')
    expect([await listed('open'), await listed('all')]).toEqual([false, true])
    expect((await unitByCode(app.ctx(), '331123-library'))?.open).toBe(false)
  })

  test('two administrators at once: one change holds, the other is told to look again', async () => {
    const answers = await Promise.all([
      rename(`${SUICHANG}-civil`, '民政局甲'),
      rename(`${SUICHANG}-civil`, '民政局乙'),
    ])
    const won = answers.filter((answer) => answer.status === 200)
    expect(won.length).toBeGreaterThanOrEqual(1)
    expect(answers.filter((one) => one.status !== 200).every((one) => one.code === 'changed-meanwhile')).toBe(true)
  })
})

describe('children in classes', () => {
  const school = `${SUICHANG}-edu-s1`
  const child = newId('per')
  const day = '2026-11-26'

  test('a child comes into a class that is made when it is missing, and giving the batch again changes nothing', async () => {
    const wish = { personId: child, schoolCode: school, grade: 2, number: 4 }
    expect(await joinClasses(app.ctx(), [wish], day)).toEqual({ joined: 1, stayed: 0 })
    expect(await joinClasses(app.ctx(), [wish], day)).toEqual({ joined: 0, stayed: 1 })
    expect((await unitByCode(app.ctx(), `${school}-y2025c4`))?.name).toBe('二年级4班')
    expect((await close(`${school}-y2025c4`)).code).toBe('unit-in-use')
  })

  test('moving to another class ends the first, and both stay written down', async () => {
    await joinClasses(app.ctx(), [{ personId: child, schoolCode: school, grade: 3, number: 1 }], '2026-12-01')
    const places = await classMembers.find(app.ctx(), { personId: child }, { sort: { since: 1 } })
    expect(places.map(({ classCode, state, since, until }) => [classCode, state, since, until])).toEqual([
      [`${school}-y2025c4`, 'LEFT', '2026-11-26', '2026-11-30'],
      [`${school}-c2`, 'IN', '2026-12-01', null],
    ])
  })

  test('a person reads the classes in their own data, and deletion ends the present place', async () => {
    const { personalData } = app.house.capabilities.find((one) => one.name === 'organisations') ?? {}
    expect(await personalData?.exportOf(app.ctx(), child)).toEqual({
      classes: [
        { school: '演示第一小学', class: '三年级1班', since: '2026-12-01', until: null },
        { school: '演示第一小学', class: '二年级4班', since: '2026-11-26', until: '2026-11-30' },
      ],
    })
    expect(await personalData?.foretell?.(app.ctx(), child)).toMatchObject([{ count: 1, outcome: 'erased' }])
    expect(await personalData?.erase(app.ctx(), child)).toMatchObject([{ count: 1, outcome: 'erased' }])
    expect(await personalData?.erase(app.ctx(), child)).toEqual([])
    expect(await classMembers.countUpTo(app.ctx(), { personId: child, state: 'IN' }, 5)).toBe(0)
  })

  test('two batches at once leave a child in one class', async () => {
    const other = newId('per')
    const wish = (number: number) => [{ personId: other, schoolCode: school, grade: 3, number }]
    await Promise.all([joinClasses(app.ctx(), wish(1), day), joinClasses(app.ctx(), wish(2), day)])
    expect(await classMembers.countUpTo(app.ctx(), { personId: other, state: 'IN' }, 5)).toBe(1)
  })
})

test('a village is a village of its county only', async () => {
  const asked = [
    villageExists(app.ctx(), '331123002204'),
    villageExists(app.ctx(SONGYANG), '331123002204'),
    villageExists(app.ctx(), '331123002'),
  ]
  expect(await Promise.all(asked)).toEqual([true, false, false])
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings).toEqual([])
  expect(report.checked).toBeGreaterThan(0)
})
