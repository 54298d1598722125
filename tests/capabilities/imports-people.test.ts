/** Guardians and classes from a table, and what a worker that is killed between two batches leaves behind. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { classOf } from '../../server/src/capabilities/organisations/index.ts'
import { findPersonByIdNo } from '../../server/src/capabilities/accounts/index.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import { guardianshipOf } from '../../server/src/capabilities/families/index.ts'
import { importRuns } from '../../server/src/capabilities/imports/data/runs.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { SUICHANG, type TestApp } from '../support/app.ts'
import {
  agree,
  checked,
  csvOf,
  importWorker,
  invent,
  problemsOf,
  propose,
  RESIDENT_TITLES,
  residentCells,
  residentsCsv,
  runJob,
  sealedPieces,
  shown,
  uploaded,
  VILLAGE,
  written,
  xlsxOf,
} from '../support/imports.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows } from '../support/snapshot.ts'
import { officerAtWork, staffToken } from '../support/staff.ts'

let app: TestApp
let admin: string
let security: string
let teacher: string

const GUARDIAN_TITLES = ['监护人身份证号', '孩子姓名', '孩子身份证号', '关系', '起始日', '截止日']
const CLASS_TITLES = ['学校代码', '年级', '班级', '学生姓名', '学生身份证号']
const SCHOOL = '331123-edu-s1'
const parents = Array.from({ length: 3 }, (_, n) => invent(n, 1985))
const children = Array.from({ length: 3 }, (_, n) => invent(n, 2016))
const [mother, father, stranger] = [parents[0] ?? invent(0), parents[1] ?? invent(1), invent(99, 1985)]
const [girl, boy] = [children[0] ?? invent(0), children[1] ?? invent(1)]

async function personOf(idNo: string): Promise<string> {
  return (await findPersonByIdNo(app.ctx(), idNo))?.id ?? ''
}

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  admin = await staffToken(app, 'suichang-admin')
  security = await staffToken(app, 'suichang-security')
  teacher = await staffToken(app, 'suichang-teacher')
  const all = [RESIDENT_TITLES, ...[...parents, ...children].map((one) => residentCells(one))]
  await written(app, admin, security, (await checked(app, admin, csvOf(all))).id)
})
afterAll(() => app.stop())

describe('guardians', () => {
  const row = (guardian: { idNo: string }, child: { name: string; idNo: string }, ...rest: string[]) => [
    guardian.idNo,
    child.name,
    child.idNo,
    ...rest,
  ]

  test('need people whom the county knows, under their names', async () => {
    const unknown = invent(77, 2016)
    const rows = [
      GUARDIAN_TITLES,
      row(mother, girl, '母亲', '2026-09-01', ''),
      row(stranger, girl, '父亲', '2026-09-01', ''),
      row(father, unknown, '父亲', '2026-09-01', ''),
      row(father, { ...girl, name: '王别名' }, '父亲', '2026-09-01', ''),
      row(mother, girl, '母亲', '2026-09-01', ''),
      row(father, father, '父亲', '2026-13-01', ''),
    ]
    const view = await checked(app, admin, csvOf(rows), { kind: 'guardians' })
    expect(view.found).toEqual({ rows: 6, good: 1, bad: 5, known: 0 })
    expect(await problemsOf(app, admin, view.id)).toEqual([
      'A3: guardian-unknown',
      'C4: child-unknown',
      'B5: child-other-name',
      'C6: duplicate',
      'C7: same-person',
      'E7: day-wrong',
    ])
    await written(app, admin, security, view.id)
    const standing = await guardianshipOf(app.ctx(), await personOf(mother.idNo), await personOf(girl.idNo))
    expect(standing).toMatchObject({ relation: 'mother', proof: 'source', since: '2026-09-01' })
    expect(await guardianshipOf(app.ctx(), await personOf(father.idNo), await personOf(girl.idNo))).toBeNull()
  })

  test('a day from a workbook, and a right that stands already stays one', async () => {
    const rows = [
      GUARDIAN_TITLES,
      row(mother, girl, '母亲', '2026-09-01', ''),
      [father.idNo, boy.name, boy.idNo, '父亲', { number: 46_266 }, { number: 46_631 }],
    ]
    const view = await checked(app, admin, xlsxOf(rows), { kind: 'guardians' })
    expect((await written(app, admin, security, view.id)).written).toEqual({ made: 1, same: 1, left: 0 })
    const right = await guardianshipOf(app.ctx(), await personOf(father.idNo), await personOf(boy.idNo))
    expect(right).toMatchObject({ since: '2026-09-01', until: '2027-09-01' })
  })

  test('an officer’s own matter is left out, whether they brought the table or agreed to it', async () => {
    const rows = csvOf([GUARDIAN_TITLES, row(parents[2] ?? stranger, boy, '其他', '2026-09-01', '')])
    const personId = await personOf(parents[2]?.idNo ?? '')
    const { staffId, token } = await officerAtWork(app, 'suichang-security-b')
    const officers = nativeDb().collection<{ _id: string }>('staff')
    const view = await checked(app, admin, rows, { kind: 'guardians' })
    expect(view.found.good).toBe(1)
    await officers.updateOne({ _id: staffId }, { $set: { personId } })
    const done = await written(app, admin, token, view.id)
    expect(done.written).toEqual({ made: 0, same: 0, left: 1 })
    expect(await problemsOf(app, admin, view.id)).toEqual(['row 2: own-matter'])
    await officers.updateOne({ _id: staffId }, { $set: { personId: null } })
    await officers.updateOne({ _id: (await officerAtWork(app, 'suichang-admin')).staffId }, { $set: { personId } })
    const own = await checked(app, await staffToken(app, 'suichang-admin'), rows, { kind: 'guardians' })
    expect(await problemsOf(app, admin, own.id)).toEqual(['A2: own-matter'])
    await officers.updateOne(
      { _id: (await officerAtWork(app, 'suichang-admin')).staffId },
      { $set: { personId: null } },
    )
  })
})

describe('classes', () => {
  const row = (school: string, grade: string, number: string, child: { name: string; idNo: string }) => [
    school,
    grade,
    number,
    child.name,
    child.idNo,
  ]

  test('a teacher brings the classes of the school, and of no other', async () => {
    const rows = [
      CLASS_TITLES,
      row(SCHOOL, '三年级', '2', girl),
      row('331123-edu-s2', '三年级', '2', boy),
      row(SCHOOL, '十三', '2', boy),
      row(SCHOOL, '3', '2', girl),
      row(SCHOOL, '3', '9', invent(500, 2016)),
    ]
    const view = await checked(app, teacher, csvOf(rows), { kind: 'classes' })
    expect(view).toMatchObject({ unitCode: SCHOOL, found: { rows: 5, good: 1, bad: 4 } })
    expect(await problemsOf(app, teacher, view.id)).toEqual([
      'A3: school-elsewhere',
      'B4: grade-wrong',
      'E5: duplicate',
      'E6: child-unknown',
    ])
    expect((await written(app, teacher, security, view.id)).written.made).toBe(1)
    expect(await classOf(app.ctx(), await personOf(girl.idNo))).toMatchObject({
      classCode: `${SCHOOL}-c3`,
      schoolCode: SCHOOL,
    })
  })

  test('moving a pupil ends the place of before; a class that is missing is made', async () => {
    const rows = [CLASS_TITLES, row(SCHOOL, '3', '7', girl), row(SCHOOL, '3', '7', boy)]
    const view = await checked(app, admin, csvOf(rows), { kind: 'classes' })
    expect((await written(app, admin, security, view.id)).written).toEqual({ made: 2, same: 0, left: 0 })
    expect(await classOf(app.ctx(), await personOf(girl.idNo))).toMatchObject({ classCode: `${SCHOOL}-y2024c7` })
    expect(await countRows('classMembers', { personId: await personOf(girl.idNo), state: 'LEFT' })).toBe(1)
    const again = await checked(app, admin, csvOf(rows), { kind: 'classes' })
    expect((await written(app, admin, security, again.id)).written).toEqual({ made: 0, same: 2, left: 0 })
  })
})

describe('a worker that is killed', () => {
  const ROWS = 2_200
  const count = async (): Promise<number> => await persons.countUpTo(app.ctx(), {}, 1_000_000)
  const canary = { ...invent(40_000), name: '欧阳金丝雀' }

  test('between two batches of the check goes on there, and finds what one that lives finds', async () => {
    const bad = residentCells(invent(10_000))
    const bytes = Buffer.concat([residentsCsv(ROWS, 10_000), csvOf([bad]).subarray(3)])
    const { id } = await uploaded(app, admin, bytes)
    const killed = await importWorker(app, { XLB_CRASH_AT: 'import-batch-checked:2' })
    expect(killed.signal).toBe('SIGKILL')
    const half = await shown(app, admin, id)
    expect(half).toMatchObject({ state: 'CHECKING', progress: { step: 'check', rows: 1_000 } })
    await releaseDeadLeases()
    await app.work(['check-imports'])
    expect(await shown(app, admin, id)).toMatchObject({
      state: 'CHECKED',
      found: { rows: ROWS + 1, good: ROWS, bad: 1, known: 0 },
    })
    expect(await problemsOf(app, admin, id)).toEqual([`B${String(ROWS + 2)}: duplicate`])
  }, 120_000)

  test('between two batches of the writing goes on there: nobody is missing, nobody is there twice', async () => {
    const view = await checked(
      app,
      admin,
      Buffer.concat([residentsCsv(ROWS, 20_000), csvOf([residentCells(canary)]).subarray(3)]),
    )
    await agree(app, security, await propose(app, admin, view.id))
    const before = await count()
    const killed = await importWorker(app, { XLB_CRASH_AT: 'import-batch-applied:2' })
    expect(killed.signal).toBe('SIGKILL')
    expect(await count()).toBe(before + 2_000)
    expect(await shown(app, admin, view.id)).toMatchObject({
      state: 'APPLYING',
      progress: { step: 'apply', rows: 1_000 },
    })
    await releaseDeadLeases()
    const other = await importWorker(app)
    expect(other.code).toBe(0)
    const done = await shown(app, admin, view.id)
    expect(done.state).toBe('DONE')
    expect(done.written.made + done.written.same).toBe(ROWS + 1)
    expect(await count()).toBe(before + ROWS + 1)
    expect(await sealedPieces(app, view.id)).toBe(0)
    for (const { output } of [killed, other]) {
      expect(output).not.toContain('金丝雀')
      expect(output).not.toContain(canary.idNo)
    }
    expect(other.output).toContain('an import went on')
  }, 120_000)

  test('a late worker whose lease went to another saves no position', async () => {
    const { id } = await uploaded(app, admin, residentsCsv(1_500, 30_000))
    await importRuns.insertMissing(app.ctx(), [{ _id: `${id}:check`, tenant: SUICHANG, ...lateRun() }])
    await app.work(['check-imports'])
    expect((await shown(app, admin, id)).state).toBe('CHECKING')
    expect(await countRows('importRuns', { _id: `${id}:check`, fence: 1_000_000, rows: 0 })).toBe(1)
  })
})

const lateRun = () => ({
  step: 'check' as const,
  rows: 0,
  percent: 0,
  good: 0,
  bad: 0,
  known: 0,
  batches: 0,
  made: 0,
  same: 0,
  left: 0,
  fence: 1_000_000,
  expireAt: new Date(Date.now() + 86_400_000),
})

/** A minute goes by in the database. */
async function releaseDeadLeases(): Promise<void> {
  await nativeDb()
    .collection('leases')
    .updateMany({}, { $set: { until: new Date(0) } })
}

describe('what it costs', () => {
  async function costOf(rows: number, from: number) {
    const { id } = await uploaded(app, admin, residentsCsv(rows, from))
    const checking = countCommands()
    await runJob(app, 'check-imports')
    const check = checking()
    await agree(app, security, await propose(app, admin, id))
    const applying = countCommands()
    await runJob(app, 'apply-imports')
    const apply = applying()
    expect((await shown(app, admin, id)).written.made).toBe(rows)
    return { check: check.length, apply: apply.length }
  }

  test('commands follow the batches of a thousand rows and nothing else: at most ten for each', async () => {
    await app.work(['check-imports'])
    const small = await costOf(1_000, 50_000)
    const large = await costOf(3_000, 60_000)
    expect(large.check - small.check).toBeLessThanOrEqual(2 * 10)
    expect(large.apply - small.apply).toBeLessThanOrEqual(2 * 10)
  }, 60_000)

  test('no more than one batch of rows is held: a piece of rows has a thousand at most', async () => {
    const { id } = await uploaded(app, admin, residentsCsv(2_500, 70_000))
    await runJob(app, 'check-imports')
    expect(await countRows('importChunks', { importId: id, part: 'rows' })).toBe(3)
  })

  test('the log says what an import did, and nothing of whom', async () => {
    const lines: string[] = []
    const log = createLog('debug', { write: (line) => void lines.push(line) })
    const { id } = await uploaded(
      app,
      admin,
      csvOf([RESIDENT_TITLES, ['欧阳金丝雀', invent(90_000).idNo, VILLAGE], ['x', 'y', 'z']]),
    )
    await runJob(app, 'check-imports', { ...app.ctx(), log })
    expect(lines.join('')).toContain(id)
    expect(lines.join('')).not.toMatch(/金丝雀|\d{17}/)
    expect(await app.house.metrics.registry.metrics()).not.toMatch(/金丝雀|331123\d{11}/)
  })
})
