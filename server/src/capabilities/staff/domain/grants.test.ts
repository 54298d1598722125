import { describe, expect, test } from '@jest/globals'
import { roles, roleTable, unitLevels, type Role, type UnitLevel } from '@xlb/shared/platform/roles.ts'
import { aboveCeiling, areApart, givenUp, planGrants } from './grants.ts'

const at = (role: Role, unitCode = '331123') => ({ role, unitCode })

describe('the three administrations', () => {
  const pairs = roles.flatMap((one) => roles.map((other) => [one, other] as const))

  test.each(pairs)('%s and %s are one person’s exactly when both are of one administration', (one, other) => {
    expect(areApart([at(one), at(other)])).toBe(roleTable[one].administration === roleTable[other].administration)
  })

  test('nothing at all is apart', () => {
    expect(areApart([])).toBe(true)
  })
})

describe('the ceiling', () => {
  const pairs = roles.flatMap((role) => unitLevels.map((level) => [role, level] as const))

  test.each(pairs)('%s at a %s stands exactly where the table says', (role, level) => {
    const levels: readonly UnitLevel[] = roleTable[role].levels
    expect(aboveCeiling([at(role)], () => level) === null).toBe(levels.includes(level))
  })

  test('a unit that is not the county’s is above every ceiling', () => {
    expect(aboveCeiling([at('author', '331124')], () => null)).toEqual(at('author', '331124'))
  })
})

test('business roles come and go at once, an administration’s role comes only by a second person and goes at once', () => {
  const plan = planGrants(
    [at('counter'), at('auditor')],
    [at('handler'), at('handler'), at('security-admin'), at('auditor')],
  )
  expect(plan).toEqual({
    now: [at('handler'), at('auditor')],
    later: [at('security-admin')],
    taken: [at('counter')],
    given: [at('handler')],
  })
})

test('the same role at another unit is another grant', () => {
  const plan = planGrants([at('counter', '331123001')], [at('counter', '331123002')])
  expect([plan.taken, plan.given]).toEqual([[at('counter', '331123001')], [at('counter', '331123002')]])
})

test('only tenant-admin and security-admin can be the last ones', () => {
  expect(givenUp([at('tenant-admin'), at('operator')], [at('operator')])).toEqual(['tenant-admin'])
  expect(givenUp([at('security-admin')], [])).toEqual(['security-admin'])
  expect(givenUp([at('auditor'), at('counter')], [])).toEqual([])
  expect(givenUp([at('tenant-admin')], [at('tenant-admin')])).toEqual([])
})
