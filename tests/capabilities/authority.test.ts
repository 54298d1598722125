/** How far a role reaches, and whose matters an officer keeps away from. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Role } from '@xlb/shared/platform/roles.ts'
import {
  reaches,
  refuseOutOfScope,
  refuseOwnMatter,
  setUnitTree,
  topmostUnits,
} from '../../server/src/platform/authority/authority.ts'
import type { Held, StaffCtx } from '../../server/src/platform/context.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { startAppWith } from '../support/seed-only.ts'
import { beside, makeFamily } from '../support/second-person.ts'

let app: TestApp

beforeAll(async () => {
  app = await startAppWith(['organisations'], { beside: [beside] })
})
afterAll(() => app.stop())

function officer(held: readonly Held[], personId: string | null = null, tenant = SUICHANG): StaffCtx {
  const staffId = newId('stf')
  const staff = { sessionId: newId('sts'), staffId, personId, unitCode: tenant, held }
  return { ...app.house.ctx(tenant, { kind: 'staff', id: staffId }, newId('evt')), staff }
}

const counterAt = (unitCode: string): Held[] => [{ role: 'counter', unitCode }]
const COUNTER: readonly Role[] = ['counter']

describe('a role held at', () => {
  test.each([
    ['the county', SUICHANG, SUICHANG, true],
    ['the county', SUICHANG, '331123002', true],
    ['the county', SUICHANG, '331123002204', true],
    ['a township', '331123002', '331123002', true],
    ['a township', '331123002', '331123002204', true],
    ['a township', '331123002', '331123001', false],
    ['a township', '331123002', SUICHANG, false],
    ['a village', '331123002204', '331123002204', true],
    ['a village', '331123002204', '331123002', false],
    ['a unit that does not exist', '331123999', '331123999', false],
    ['the county', SUICHANG, '331123999', false],
    ['the county', SUICHANG, SONGYANG, false],
    ['the county', SUICHANG, '331124001', false],
    ['the county', SUICHANG, '', false],
  ])('%s (%s) over %s: %s', async (_what, at, unitCode, expected) => {
    const ctx = officer(counterAt(at))
    expect(await reaches(ctx, ctx.staff, COUNTER, unitCode)).toBe(expected)
  })

  test('the neighbouring county reaches nothing here, whatever its code ends in', async () => {
    const ctx = officer(counterAt('331124002'), null, SONGYANG)
    expect(await reaches(ctx, ctx.staff, COUNTER, '331123002')).toBe(false)
  })

  test('another kind of office does not count', async () => {
    const ctx = officer([{ role: 'teacher', unitCode: SUICHANG }])
    expect(await reaches(ctx, ctx.staff, COUNTER, '331123002')).toBe(false)
    expect(await reaches(ctx, ctx.staff, [], '331123002')).toBe(false)
    await expect(refuseOutOfScope(ctx, COUNTER, '331123002')).rejects.toMatchObject({ code: 'out-of-scope' })
  })
})

test('asking how far a role reaches costs no command', async () => {
  const ctx = officer(counterAt(SUICHANG))
  await reaches(ctx, ctx.staff, COUNTER, '331123002204')
  const commands = countCommands()
  for (let n = 0; n < 50; n += 1) await reaches(ctx, ctx.staff, COUNTER, '331123002204')
  expect(commands()).toEqual([])
})

test('of units that lie in each other only the topmost is asked for', async () => {
  const held = ['331123002204', '331123002', '331123001', '331123002'].map((unitCode) => ({
    role: 'counter' as const,
    unitCode,
  }))
  const ctx = officer([...held, { role: 'nurse', unitCode: SUICHANG }])
  expect((await topmostUnits(ctx, ctx.staff, COUNTER)).sort()).toEqual(['331123001', '331123002'])
})

test('a tree that was bent into a circle keeps no request', async () => {
  const start = app.house.capabilities.find((one) => one.name === 'organisations')
  setUnitTree(() => Promise.resolve(new Map([['a', { parent: 'b' }], ['b', { parent: 'a' }]]))) // prettier-ignore
  const ctx = officer(counterAt('elsewhere'))
  expect(await reaches(ctx, ctx.staff, COUNTER, 'a')).toBe(false)
  start?.start?.(app.house)
})

describe('a matter', () => {
  const [me, sister, stranger] = [newId('per'), newId('per'), newId('per')]
  makeFamily(me, sister)

  test.each([
    ['my own', [me]],
    ['my family’s', [sister]],
    ['a stranger’s and my family’s', [stranger, sister]],
  ])('that is %s is refused', async (_what, personIds) => {
    await expect(refuseOwnMatter(officer([], me), personIds)).rejects.toMatchObject({ code: 'own-matter' })
  })

  test('of a stranger, or of nobody, is not', async () => {
    await refuseOwnMatter(officer([], me), [stranger])
    await refuseOwnMatter(officer([], me), [])
    await refuseOwnMatter(officer([], sister), [stranger])
  })

  test('of an officer who is no known resident cannot be told', async () => {
    await refuseOwnMatter(officer([], null), [me])
  })
})
