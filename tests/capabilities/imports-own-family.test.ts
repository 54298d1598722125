/** Nobody handles their own family's matter, in a table of thousands either: such rows are told and left out. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { findPersonByIdNo } from '../../server/src/capabilities/accounts/index.ts'
import { familyOf, recordProvenGuardianships } from '../../server/src/capabilities/families/index.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import type { TestApp } from '../support/app.ts'
import { checked, csvOf, invent, problemsOf, RESIDENT_TITLES, residentCells, written } from '../support/imports.ts'
import { startAppWith } from '../support/seed-only.ts'
import { officerAtWork, staffToken } from '../support/staff.ts'

const CLASS_TITLES = ['学校代码', '年级', '班级', '学生姓名', '学生身份证号']
const SCHOOL = '331123-edu-s1'
const [mother, father, grandmother, stranger] = [
  invent(0, 1985),
  invent(1, 1985),
  invent(2, 1960),
  invent(3, 1985),
] as const
const [girl, boy, other] = [invent(0, 2016), invent(1, 2016), invent(2, 2016)] as const
const everybody = [mother, father, grandmother, stranger, girl, boy, other]

let app: TestApp
let admin: string
let security: string

async function personOf({ idNo }: { idNo: string }): Promise<string> {
  return (await findPersonByIdNo(app.ctx(), idNo))?.id ?? ''
}

type Invented = (typeof everybody)[number]

async function guards(guardian: Invented, child: Invented): Promise<void> {
  const birthday = child === girl || child === boy || child === other ? '2016-03-01' : '1985-03-01'
  await recordProvenGuardianships(app.ctx(), [
    {
      ...{ guardianPersonId: await personOf(guardian), guardianName: guardian.name },
      ...{ childPersonId: await personOf(child), childName: child.name, childBirthday: birthday },
      ...{ relation: 'mother', since: '2020-01-01', until: null },
    },
  ])
}

/** The officer is this resident, until `is(key, null)`. */
async function is(key: string, who: Invented | null): Promise<void> {
  const { staffId } = await officerAtWork(app, key)
  const personId = who === null ? null : await personOf(who)
  await nativeDb().collection<{ _id: string }>('staff').updateOne({ _id: staffId }, { $set: { personId } })
}

const classes = csvOf([CLASS_TITLES, ...[girl, boy, other].map((one) => [SCHOOL, '3', '2', one.name, one.idNo])])

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  admin = await staffToken(app, 'suichang-admin')
  security = await staffToken(app, 'suichang-security')
  const all = csvOf([RESIDENT_TITLES, ...everybody.map((one) => residentCells(one))])
  await written(app, admin, security, (await checked(app, admin, all)).id)
  await guards(mother, girl)
  await guards(father, girl)
  await guards(mother, boy)
  await guards(grandmother, mother)
  await guards(stranger, other)
})
afterAll(() => app.stop())

test('the family of a person is everybody whom the rule calls related, and nobody else', async () => {
  const related = app.house.capabilities.flatMap((one) => one.related ?? [])
  for (const one of everybody) {
    const family = await familyOf(app.ctx(), await personOf(one))
    for (const another of everybody.filter((who) => who !== one)) {
      const id = await personOf(another)
      const says = await Promise.all(related.map(async (ask) => await ask(app.ctx(), await personOf(one), id)))
      expect([one.name, another.name, family.has(id)]).toEqual([one.name, another.name, says.includes(true)])
    }
  }
})

test('rows about the family of who brought the table are told in the dry run', async () => {
  await is('suichang-admin', mother)
  const view = await checked(app, await staffToken(app, 'suichang-admin'), classes, { kind: 'classes' })
  expect(view.found).toMatchObject({ good: 1, bad: 2 })
  await is('suichang-admin', null)
  expect(await problemsOf(app, admin, view.id)).toEqual(['E2: own-matter', 'E3: own-matter'])
})

test('rows about the family of who agreed to it are left out', async () => {
  const view = await checked(app, admin, classes, { kind: 'classes' })
  expect(view.found).toMatchObject({ good: 3 })
  await is('suichang-security', father)
  const done = await written(app, admin, security, view.id)
  await is('suichang-security', null)
  expect(done.written).toEqual({ made: 2, same: 0, left: 1 })
  expect(await problemsOf(app, admin, view.id)).toEqual(['row 2: own-matter'])
})
