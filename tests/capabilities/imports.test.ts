/** The table itself: who may bring one, which files are refused, what lists and templates show. */
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { imports, IMPORT_MAX_BYTES, importTypes } from '@xlb/shared/imports/contract.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SUICHANG, type TestApp } from '../support/app.ts'
import { addressOf, looks, newKey, send, sendAny } from '../support/call.ts'
import {
  agree,
  checked,
  csvOf,
  dropImports,
  problemsOf,
  propose,
  RESIDENT_TITLES,
  residentsCsv,
  runJob,
  sealedPieces,
  upload,
  uploaded,
  written,
  xlsxOf,
} from '../support/imports.ts'
import { watchPlans } from '../support/plans.ts'
import { rawRequest } from '../support/raw.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let app: TestApp
let admin: string
let security: string
let teacher: string
let counter: string

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  await signIn()
})
afterAll(() => app.stop())
beforeEach(dropImports)

async function signIn(): Promise<void> {
  admin = await staffToken(app, 'suichang-admin')
  security = await staffToken(app, 'suichang-security')
  teacher = await staffToken(app, 'suichang-teacher')
  counter = await staffToken(app, 'suichang-counter-a')
}

describe('who may bring a table', () => {
  test('without a session nothing is read or stored', async () => {
    const importId = newId('imp')
    const answers = await Promise.all([
      sendAny(app.url, imports.list, {}),
      sendAny(app.url, imports.show, { params: { importId } }),
      sendAny(app.url, imports.problems, { params: { importId } }),
      sendAny(app.url, imports.confirm, { params: { importId }, body: {} }),
      sendAny(app.url, imports.cancel, { params: { importId }, body: {} }),
      sendAny(app.url, imports.template, { params: { kind: 'residents' } }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(401))
    expect((await upload(app, '', residentsCsv(1))).status).toBe(401)
    expect(await countRows('importChunks')).toBe(0)
  })

  test('an unknown kind, a name with a line end, a unit that is none: each is named', async () => {
    const bad = { kind: 'x', name: 'a\nb', unit: 'y' }
    const answer = await rawRequest(app.url, {
      method: 'PUT',
      path: addressOf(imports.upload, { query: bad }),
      headers: {
        authorization: `Bearer ${admin}`,
        'idempotency-key': newKey(),
        'content-type': importTypes.csv,
        host: new URL(app.url).host,
      },
      body: 'x',
    })
    expect(answer.status).toBe(400)
    for (const path of ['query.kind', 'query.name', 'query.unit']) expect(answer.text).toContain(`"${path}"`)
    expect(await upload(app, admin, residentsCsv(1), { unit: '331123002' })).toMatchObject({
      status: 422,
      fields: ['query.unit'],
    })
    expect((await upload(app, admin, residentsCsv(1), {}, { key: '' })).code).toBe('idempotency-key-missing')
  })

  test('an officer without the role, a teacher for residents, another county: refused before a byte is kept', async () => {
    expect((await upload(app, counter, residentsCsv(1))).status).toBe(403)
    expect((await upload(app, teacher, residentsCsv(1), { unit: SUICHANG })).code).toBe('out-of-scope')
    expect((await upload(app, teacher, residentsCsv(1), { kind: 'classes', unit: SUICHANG })).code).toBe('out-of-scope')
    expect((await upload(app, teacher, residentsCsv(1), { kind: 'classes', unit: '331123-edu-s2' })).code).toBe(
      'out-of-scope',
    )
    expect((await upload(app, admin, residentsCsv(1), { unit: '331124' })).status).toBe(422)
    expect(await countRows('importChunks')).toBe(0)
  })

  test('another county’s import is like one that never was', async () => {
    const { id } = await uploaded(app, admin, residentsCsv(1))
    const songyang = await staffToken(app, 'songyang-admin')
    const looked = async (importId: string) =>
      looks(await send(app.url, imports.show, { params: { importId } }, { token: songyang }))
    expect(await looked(id)).toEqual(await looked(newId('imp')))
    for (const endpoint of [imports.confirm, imports.cancel] as const)
      expect((await send(app.url, endpoint, { params: { importId: id }, body: {} }, { token: songyang })).status).toBe(
        404,
      )
    expect((await send(app.url, imports.problems, { params: { importId: id } }, { token: songyang })).status).toBe(404)
    const teachers = await send(app.url, imports.show, { params: { importId: id } }, { token: teacher })
    expect(teachers.status).toBe(404)
  })
})

describe('what is no table', () => {
  test('a wrong type, and a file that is not what its type says', async () => {
    const refused = [
      await upload(app, admin, residentsCsv(1), { type: 'application/json' }),
      await upload(app, admin, residentsCsv(1), { type: importTypes.xlsx }),
      await upload(app, admin, xlsxOf([['姓名']]), { type: importTypes.csv }),
      await upload(app, admin, Buffer.from('d0cf11e0a1b11ae1', 'hex'), { type: importTypes.xlsx }),
    ]
    expect(refused.map(({ status, code }) => [status, code])).toEqual(Array(4).fill([415, 'media-type-refused']))
    expect((await upload(app, admin, Buffer.alloc(0))).code).toBe('import-file-empty')
    expect(await countRows('imports')).toBe(0)
    expect(await countRows('importChunks', { bodySealed: { $exists: true } })).toBe(0)
  })

  test('a file that says it is too large is refused before its first byte, a longer one at its first byte too many', async () => {
    const path = addressOf(imports.upload, { query: { kind: 'residents', name: 'x' } })
    const { host } = new URL(app.url)
    const headers = { authorization: `Bearer ${admin}`, 'content-type': importTypes.csv, host }
    const said = await rawRequest(app.url, {
      method: 'PUT',
      path,
      headers: { ...headers, 'idempotency-key': newKey(), 'content-length': String(IMPORT_MAX_BYTES + 1) },
    })
    expect([said.status, said.text.includes('body-too-large')]).toEqual([413, true])
    const streamed = await rawRequest(app.url, {
      method: 'PUT',
      path,
      headers: { ...headers, 'idempotency-key': newKey(), 'transfer-encoding': 'chunked' },
      body: Buffer.alloc(IMPORT_MAX_BYTES + 1, 0x61),
    })
    expect(streamed.status).toBe(413)
    expect(await countRows('imports')).toBe(0)
    expect(await countRows('importChunks', { bodySealed: { $exists: true } })).toBe(0)
  })

  test('a file that is cut on its way leaves nothing, and its key is free again', async () => {
    const key = newKey()
    const { hostname, port, host } = new URL(app.url)
    const path = addressOf(imports.upload, { query: { kind: 'residents', name: 'x' } })
    const head = `PUT ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${admin}\r\nIdempotency-Key: ${key}\r\nContent-Type: ${importTypes.csv}\r\nContent-Length: 500000\r\n\r\n`
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(head)
        socket.write(Buffer.alloc(200_000, 0x61), () => setTimeout(() => socket.destroy(), 300))
      })
      socket.on('close', () => {
        resolve()
      })
    })
    for (let tries = 0; tries < 50 && (await countRows('idempotencyKeys', { key })) > 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await countRows('imports')).toBe(0)
    expect(await countRows('importChunks', { bodySealed: { $exists: true } })).toBe(0)
    expect((await upload(app, admin, residentsCsv(1), {}, { key })).status).toBe(200)
  })

  test.each<[string, () => Buffer, string]>([
    ['an encoding nobody knows', () => Buffer.from([0xd0, 0xd5, 0x2c, 0xff, 0xff, 0x0a]), 'encoding-unknown'],
    ['a quote without its end', () => Buffer.from('姓名,"身份证号\n'), 'quotes-broken'],
    ['a cell of a megabyte', () => csvOf([['姓名'], ['x'.repeat(1_048_576)]]), 'cell-too-long'],
    ['a damaged workbook', () => xlsxOf([['姓名']]).subarray(0, 300), 'file-broken'],
    ['a header alone', () => csvOf([RESIDENT_TITLES]), 'no-rows'],
    ['blank rows alone', () => Buffer.from('\r\n\r\n'), 'no-rows'],
    ['a wrong header', () => csvOf([['姓名', '身份证号', '村代码', '手机号']]), 'header-wrong'],
  ])('%s: refused, the file is gone', async (_what, make, fault) => {
    const view = await checked(app, admin, make())
    expect(view).toMatchObject({
      state: 'REFUSED',
      fault: { code: fault },
      expiresAt: null,
      can: { confirm: false, cancel: false },
    })
    expect(await sealedPieces(app, view.id)).toBe(0)
  })

  test('a header’s faults are told with their cells', async () => {
    const { id } = await checked(app, admin, csvOf([['姓名', '民族', '身份证号', '姓名']]))
    expect(await problemsOf(app, admin, id)).toEqual(['B1: header-unknown', 'D1: header-twice', 'E1: header-missing'])
  })
})

test('no more than ten wait at a time', async () => {
  for (let n = 0; n < 10; n += 1) await uploaded(app, admin, residentsCsv(1))
  expect((await upload(app, admin, residentsCsv(1))).code).toBe('import-too-many')
})

describe('lists and templates', () => {
  test('newest first, page by page, for those who reach the county', async () => {
    for (let n = 0; n < 3; n += 1) await uploaded(app, admin, residentsCsv(1), { name: `名单${String(n)}` })
    const first = (await send(app.url, imports.list, { query: { limit: '2' } }, { token: security })).value()
    expect(first.items).toHaveLength(2)
    expect(first.items[0]?.can).toEqual({ confirm: false, cancel: false })
    const rest = (
      await send(app.url, imports.list, { query: { limit: '2', cursor: first.next ?? '' } }, { token: admin })
    ).value()
    expect([...first.items, ...rest.items].map((one) => one.name).sort()).toEqual(['名单0', '名单1', '名单2'])
  })

  test('a teacher sees the school’s imports and no others', async () => {
    await uploaded(app, admin, residentsCsv(1))
    const rows = [['学校代码', '年级', '班级', '学生姓名', '学生身份证号']]
    const own = await uploaded(app, teacher, csvOf(rows), { kind: 'classes' })
    expect(own).toMatchObject({ unitCode: '331123-edu-s1', unitName: '演示第一小学' })
    const seen = (await send(app.url, imports.list, {}, { token: teacher })).value()
    expect(seen.items.map((one) => one.id)).toEqual([own.id])
    expect((await send(app.url, imports.list, { query: { unit: SUICHANG } }, { token: teacher })).code).toBe(
      'out-of-scope',
    )
  })

  test('a template is a table that is understood, with a row that names nobody', async () => {
    for (const kind of ['residents', 'guardians', 'classes'] as const) {
      const { csv, columns } = (await send(app.url, imports.template, { params: { kind } }, { token: admin })).value()
      expect(columns.length).toBeGreaterThan(3)
      const view = await checked(app, admin, Buffer.from(csv), { kind })
      expect([view.state, view.found.bad]).toEqual(['CHECKED', 1])
      expect(await problemsOf(app, admin, view.id)).toContainEqual(expect.stringMatching(/id-wrong-check-digit/))
    }
  })
})

test('the same upload twice is one import', async () => {
  const key = newKey()
  const first = await upload(app, admin, residentsCsv(2), {}, { key })
  const again = await upload(app, admin, residentsCsv(2), {}, { key })
  expect(again.view).toEqual(first.view)
  expect(await countRows('imports')).toBe(1)
})

test('every query of an import is served by its index', async () => {
  await written(app, admin, security, (await checked(app, admin, residentsCsv(30, 200))).id)
  const plans = watchPlans()
  const { id } = await uploaded(app, admin, residentsCsv(30, 200))
  await runJob(app, 'check-imports')
  await agree(app, security, await propose(app, admin, id))
  await runJob(app, 'apply-imports')
  await send(app.url, imports.list, {}, { token: admin })
  await problemsOf(app, admin, id)
  const report = await plans.report()
  plans.stop()
  // A thousand persons are asked for at once by $in: MongoDB reads a key more for each gap between them.
  expect(report.findings.filter((one) => !one.includes('find of persons'))).toEqual([])
  expect(report.checked).toBeGreaterThan(10)
})
