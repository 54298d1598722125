/** The dry run and the second officer: what is told of a table of residents, and that nothing is written before another one agreed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { imports } from '@xlb/shared/imports/contract.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import type { TestApp } from '../support/app.ts'
import { fieldsOf, newKey, send } from '../support/call.ts'
import {
  agree,
  checked,
  csvOf,
  dropImports,
  invent,
  problemsOf,
  propose,
  RESIDENT_TITLES,
  residentCells,
  residentsCsv,
  sealedPieces,
  shown,
  uploaded,
  VILLAGE,
  written,
  xlsxOf,
} from '../support/imports.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

const DAY = 86_400_000
/** What an upload, a session and the relay may touch without having changed anything. */
const OWN = [
  'idempotencyKeys',
  'staffSessions',
  'leases',
  'importRuns',
  'imports',
  'importChunks',
  'importProblems',
  'auditEntries',
  'outbox',
]

let app: TestApp
let admin: string
let security: string

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  await signIn()
})
afterAll(() => app.stop())
beforeEach(dropImports)

async function signIn(): Promise<void> {
  admin = await staffToken(app, 'suichang-admin')
  security = await staffToken(app, 'suichang-security')
}

const personsNow = async (): Promise<number> => await persons.countUpTo(app.ctx(), {}, 100_000)

describe('the dry run', () => {
  test.each(['csv', 'xlsx'] as const)(
    'as %s: every fault with its cell, good rows counted, nothing changed',
    async (format) => {
      const known = invent(7)
      const rows = [
        RESIDENT_TITLES,
        residentCells(invent(1)),
        ['', invent(2).idNo, VILLAGE],
        ['王•兰', invent(3).idNo, VILLAGE],
        ['王兰', '331123700302123', VILLAGE],
        ['王兰', invent(4).idNo, '331123002999'],
        residentCells(invent(1)),
        [' 王兰', 'x', ''],
        [...residentCells(known), '13800000000'],
        residentCells(invent(8)),
      ]
      await app.work([])
      const before = await fingerprints(OWN)
      const view = await checked(app, admin, format === 'csv' ? csvOf(rows) : xlsxOf(rows))
      expect(view).toMatchObject({
        state: 'CHECKED',
        format,
        found: { rows: 9, good: 2, bad: 7, known: 0 },
        progress: null,
        can: { confirm: true, cancel: true },
      })
      expect(await problemsOf(app, admin, view.id)).toEqual([
        'A3: missing',
        'A4: name-wrong-dot',
        'B5: id-fifteen-digits',
        'C6: village-unknown',
        'B7: duplicate',
        'A8: spaces',
        'B8: id-wrong-format',
        'C8: missing',
        'D9: too-many-columns',
      ])
      const page = (await send(app.url, imports.problems, { params: { importId: view.id } }, { token: admin })).value()
      expect(page.items[4]).toMatchObject({ row: 7, other: 2, message: '与第 2 行重复，只按第 2 行导入。' })
      expect(await fingerprints(OWN)).toEqual(before)
    },
  )

  test('GB18030, as Excel in China writes a CSV', async () => {
    const title = 'd0d5c3fb2cc9edb7ddd6a4bac52cb4e5b4fac2eb0d0a'
    const row = `cdf5c0bc2c${Buffer.from(`${invent(1).idNo},${VILLAGE}\r\n`).toString('hex')}`
    expect(await checked(app, admin, Buffer.from(title + row, 'hex'))).toMatchObject({ found: { rows: 1, good: 1 } })
  })

  test('a person known under another name, or in another village, is told and not changed', async () => {
    const view = await checked(app, admin, residentsCsv(3, 20))
    await written(app, admin, security, view.id)
    const again = await checked(
      app,
      admin,
      csvOf([
        RESIDENT_TITLES,
        ['赵六', invent(20).idNo, VILLAGE],
        residentCells(invent(21), '331123002203'),
        residentCells(invent(22)),
      ]),
    )
    expect(again.found).toEqual({ rows: 3, good: 1, bad: 2, known: 1 })
    expect(await problemsOf(app, admin, again.id)).toEqual(['A2: known-other-name', 'B3: known-other-village'])
  })

  test('the file is gone after the check, the rows wait sealed, and no collection shows a name or a number', async () => {
    const people = Array.from({ length: 3 }, (_, n) => invent(5_000 + n))
    const label = '欧阳金丝雀的名单'
    const rows = [
      RESIDENT_TITLES,
      ...people.map((one) => residentCells(one)),
      ['欧阳金丝雀', '331123197001019999', VILLAGE],
    ]
    const view = await checked(app, admin, csvOf(rows), { name: label })
    expect(view.name).toBe(label)
    expect(await countRows('importChunks', { importId: view.id, part: 'file', bodySealed: { $exists: true } })).toBe(0)
    expect(await sealedPieces(app, view.id)).toBe(1)
    const text = await everything()
    for (const secret of ['金丝雀', '331123197001019999', ...people.map((one) => one.idNo)])
      expect(text).not.toContain(secret)
  })

  test('problems come in pages, and a cursor of another import is refused', async () => {
    const rows = Array.from({ length: 45 }, (_, n) => ['', invent(n).idNo, VILLAGE])
    const view = await checked(app, admin, csvOf([RESIDENT_TITLES, ...rows]))
    const page = (await send(app.url, imports.problems, { params: { importId: view.id } }, { token: admin })).value()
    expect([page.items.length, page.items[19]?.cell]).toEqual([20, 'A21'])
    expect(await problemsOf(app, admin, view.id)).toHaveLength(45)
    const other = await checked(app, admin, csvOf([RESIDENT_TITLES, ['', 'x', '']]))
    const foreign = await send(
      app.url,
      imports.problems,
      { params: { importId: other.id }, query: { cursor: page.next ?? '' } },
      { token: admin },
    )
    expect(fieldsOf(foreign)).toEqual(['query.cursor: wrong-format'])
  })
})

/** Every row of every collection as text. */
async function everything(): Promise<string> {
  const names = (await nativeDb().listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const rows = await Promise.all(
    names.filter((name) => name !== 'persons').map((name) => nativeDb().collection(name).find({}).toArray()),
  )
  return JSON.stringify(rows)
}

describe('the second officer', () => {
  const confirm = (importId: string, token = admin, key = newKey()) =>
    send(app.url, imports.confirm, { params: { importId }, body: {} }, { token, key })

  test('what was not checked, or has no good row, is not confirmed', async () => {
    const { id } = await uploaded(app, admin, residentsCsv(1, 40))
    expect((await confirm(id)).code).toBe('import-not-checked')
    const none = await checked(app, admin, csvOf([RESIDENT_TITLES, ['', 'x', '']]))
    expect(none.can.confirm).toBe(false)
    expect((await confirm(none.id)).code).toBe('import-nothing-good')
    expect((await confirm(none.id, security)).status).toBe(403)
  })

  test('nothing is written before another one agrees; the proposer alone cannot', async () => {
    const view = await checked(app, admin, residentsCsv(5, 60))
    const before = await personsNow()
    const key = newKey()
    const proposed = (await confirm(view.id, admin, key)).value()
    expect((await confirm(view.id, admin, key)).value()).toEqual(proposed)
    expect((await confirm(view.id)).value().approvalId).toBe(proposed.approvalId)
    await app.work(['check-imports', 'apply-imports'])
    expect(await personsNow()).toBe(before)
    const approvalId = proposed.approvalId ?? ''
    const own = await send(app.url, approvals.approve, { params: { approvalId }, body: {} }, { token: admin })
    expect(own.status).toBe(403)
    expect(await personsNow()).toBe(before)

    await agree(app, security, proposed)
    expect((await shown(app, admin, view.id)).state).toBe('CONFIRMED')
    await app.work(['apply-imports'])
    const done = await shown(app, admin, view.id)
    expect(done).toMatchObject({ state: 'DONE', written: { made: 5, same: 0, left: 0 }, expiresAt: null })
    expect(await personsNow()).toBe(before + 5)
    expect(await sealedPieces(app, view.id)).toBe(0)
    const row = await persons.findOne(app.ctx(), { name: invent(60).name, villageCode: VILLAGE })
    expect(row).toMatchObject({ birthday: invent(60).birthday, verified: null })
    expect((await confirm(view.id)).value().state).toBe('DONE')
  })

  test('the same table again makes nobody twice', async () => {
    const view = await checked(app, admin, residentsCsv(5, 60))
    expect(view.found).toEqual({ rows: 5, good: 5, bad: 0, known: 5 })
    const before = await personsNow()
    expect((await written(app, admin, security, view.id)).written).toEqual({ made: 0, same: 5, left: 0 })
    expect(await personsNow()).toBe(before)
  })

  test('a refusal leaves the import to be confirmed again or dropped', async () => {
    const view = await propose(app, admin, (await checked(app, admin, residentsCsv(2, 80))).id)
    const body = { reason: '村代码对不上' }
    const refused = await send(
      app.url,
      approvals.refuse,
      { params: { approvalId: view.approvalId ?? '' }, body },
      { token: security },
    )
    expect(refused.status).toBe(200)
    expect(await shown(app, admin, view.id)).toMatchObject({
      state: 'CHECKED',
      approvalId: null,
      can: { confirm: true },
    })
  })

  test('what changed between the dry run and the writing is left out and told', async () => {
    const one = await checked(app, admin, residentsCsv(2, 90))
    const other = await checked(
      app,
      admin,
      csvOf([RESIDENT_TITLES, ['钱七', invent(90).idNo, VILLAGE], residentCells(invent(91))]),
    )
    await written(app, admin, security, one.id)
    const done = await written(app, admin, security, other.id)
    expect(done.written).toEqual({ made: 0, same: 1, left: 1 })
    expect(await problemsOf(app, admin, other.id)).toEqual(['row 2: changed-meanwhile'])
  })
})

describe('dropping', () => {
  const cancel = (importId: string, key = newKey()) =>
    send(app.url, imports.cancel, { params: { importId }, body: {} }, { token: admin, key })

  test.each(['uploaded', 'checked'] as const)('what was %s is gone at once, and a repeat says so', async (how) => {
    const view =
      how === 'uploaded' ? await uploaded(app, admin, residentsCsv(3)) : await checked(app, admin, residentsCsv(3))
    expect(await sealedPieces(app, view.id)).toBeGreaterThan(0)
    const key = newKey()
    expect((await cancel(view.id, key)).value().state).toBe('CANCELLED')
    expect((await cancel(view.id, key)).value().state).toBe('CANCELLED')
    expect(await sealedPieces(app, view.id)).toBe(0)
    expect((await cancel(view.id)).code).toBe('import-over')
    expect(await countRows('importChunks', { importId: view.id, expireAt: { $gt: new Date(0) } })).toBe(0)
  })

  test('what was proposed and then dropped is not written by a late agreement', async () => {
    const view = await propose(app, admin, (await checked(app, admin, residentsCsv(2, 120))).id)
    expect((await cancel(view.id)).status).toBe(200)
    const before = await personsNow()
    await send(
      app.url,
      approvals.approve,
      { params: { approvalId: view.approvalId ?? '' }, body: {} },
      { token: security },
    )
    await app.work(['check-imports', 'apply-imports'])
    expect((await shown(app, admin, view.id)).state).toBe('CANCELLED')
    expect(await personsNow()).toBe(before)
  })

  test('what is being written is not stopped half-way', async () => {
    const view = await checked(app, admin, residentsCsv(2, 130))
    await nativeDb()
      .collection<{ _id: string }>('imports')
      .updateOne({ _id: view.id }, { $set: { state: 'APPLYING' } })
    expect((await cancel(view.id)).code).toBe('import-under-way')
  })

  test('after seven days what nobody confirmed is dropped', async () => {
    const view = await checked(app, admin, residentsCsv(2, 140))
    await app.world.advance(7 * DAY)
    await signIn()
    await app.work(['check-imports'])
    expect(await shown(app, admin, view.id)).toMatchObject({ state: 'CANCELLED', expiresAt: null })
    expect(await sealedPieces(app, view.id)).toBe(0)
  })
})
