/** Roles in the hands of the security administration: the ceiling, the administrations apart, the second person, and the session that ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import type { Role } from '@xlb/shared/platform/roles.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers, type OfficerRow } from '../../server/src/capabilities/staff/data/officers.ts'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SUICHANG, type TestApp } from '../support/app.ts'
import { looks, send, sendAny } from '../support/call.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { officerRow, signInStaff, staffToken } from '../support/staff.ts'

let app: TestApp
let security = ''
let securityB = ''
let admin = ''
let seeded: readonly OfficerRow[] = []

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  seeded = await nativeDb().collection<OfficerRow>('staff').find().toArray()
})
/** Each test begins with the officers of the seed, and with nothing proposed. */
beforeEach(async () => {
  await nativeDb().collection('approvals').deleteMany({})
  const rows = nativeDb().collection<OfficerRow>('staff')
  await rows.deleteMany({})
  await rows.insertMany([...seeded])
  security = await staffToken(app, 'suichang-security')
  securityB = await staffToken(app, 'suichang-security-b')
  admin = await staffToken(app, 'suichang-admin')
})
afterAll(() => app.stop())

type Grant = readonly [role: Role, unitCode?: string]
const YUNFENG = '331123002'
const VILLAGE = '331123002204'
const me = (token: string) => send(app.url, staff.me, {}, { token })
const approve = (approvalId: string, token: string) =>
  sendAny(app.url, approvals.approve, { params: { approvalId }, body: {} }, { token })

/** All roles of a demo officer, against the account as it stands unless another stamp is given. */
async function setRoles(key: string, grants: readonly Grant[], token = security, stamp?: number) {
  const body = {
    grants: grants.map(([role, unitCode = SUICHANG]) => ({ role, unitCode })),
    stamp: stamp ?? (await officerRow(app, key)).stamp,
  }
  return await send(app.url, staff.setRoles, { params: { staffId: demoId('stf', key) }, body }, { token })
}
const heldOf = async (key: string): Promise<string[]> =>
  (await officerRow(app, key)).held.map(({ role, unitCode }) => `${role}@${unitCode}`)

describe('refused, and nothing changes', () => {
  test('without a session, for a resident, and for everybody but the security administration', async () => {
    const body = { grants: [], stamp: 1 }
    const params = { staffId: demoId('stf', 'suichang-author') }
    const resident = await app.signIn('wang-xiulan')
    const others = [admin, await staffToken(app, 'suichang-auditor'), await staffToken(app, 'suichang-counter-a')]
    const before = await fingerprints()
    for (const token of [undefined, resident])
      expect((await send(app.url, staff.setRoles, { params, body }, { token })).code).toBe('unauthenticated')
    for (const token of others)
      expect((await send(app.url, staff.setRoles, { params, body }, { token })).code).toBe('forbidden')
    expect(await fingerprints()).toEqual(before)
  })

  test('a role that does not exist, one too many, and fields of our own', async () => {
    const params = { staffId: demoId('stf', 'suichang-author') }
    const grant = { role: 'author', unitCode: SUICHANG }
    for (const body of [
      { grants: [{ ...grant, role: 'root' }], stamp: 1 },
      { grants: [{ ...grant, unitCode: '../331123' }], stamp: 1 },
      { grants: [{ ...grant, until: 'x' }], stamp: 1 },
      { grants: Array.from({ length: 21 }, () => grant), stamp: 1 },
      { grants: [grant] },
    ])
      expect((await sendAny(app.url, staff.setRoles, { params, body }, { token: security })).status).toBe(400)
  })

  test('for an unknown officer and for one of the other county alike', async () => {
    const ask = (staffId: string) =>
      send(app.url, staff.setRoles, { params: { staffId }, body: { grants: [], stamp: 1 } }, { token: security })
    const theirs = looks(await ask(demoId('stf', 'songyang-counter-a')))
    expect(theirs).toMatchObject({ status: 404, error: { code: 'not-found' } })
    expect(theirs).toEqual(looks(await ask(newId('stf'))))
  })

  test('for oneself: neither more nor less', async () => {
    const before = await fingerprints()
    for (const grants of [[], [['security-admin'], ['auditor']], [['counter']]] as const) {
      const answer = await setRoles('suichang-security', grants)
      expect([answer.status, answer.code]).toEqual([403, 'own-role'])
    }
    expect(await fingerprints()).toEqual(before)
  })

  test.each<readonly [string, readonly Grant[], string]>([
    ['above the ceiling: the duty officer of a township', [['duty-officer', YUNFENG]], 'role-not-there'],
    ['above the ceiling: a teacher of a village', [['teacher', VILLAGE]], 'role-not-there'],
    ['above the ceiling: an administrator of a township', [['security-admin', YUNFENG]], 'role-not-there'],
    ['in the other county', [['counter', '331124']], 'unit-unknown'],
    ['in a unit that is none', [['counter', '331123-nowhere']], 'unit-unknown'],
    ['two administrations: system and security', [['tenant-admin'], ['security-admin']], 'roles-apart'],
    ['two administrations: business and audit', [['counter'], ['auditor']], 'roles-apart'],
    ['two administrations: operator and audit', [['operator'], ['auditor']], 'roles-apart'],
  ])('%s', async (_what, grants, code) => {
    const before = await fingerprints()
    const answer = await setRoles('suichang-author', grants)
    expect([answer.status, answer.code]).toEqual([422, code])
    expect(await fingerprints()).toEqual(before)
  })

  test('against an older view, and for a disabled account', async () => {
    expect((await setRoles('suichang-author', [], security, 77)).code).toBe('changed-meanwhile')
    const { _id } = await officerRow(app, 'suichang-author')
    await officers.update(app.ctx(), { _id }, { $set: { state: 'DISABLED' } })
    expect((await setRoles('suichang-author', [])).code).toBe('staff-state-refused')
    await officers.update(app.ctx(), { _id }, { $set: { state: 'ACTIVE' } })
  })

  test('of two changes of one view at once one succeeds', async () => {
    const { stamp } = await officerRow(app, 'suichang-assigner')
    const answers = await Promise.all([
      setRoles('suichang-assigner', [['handler']], security, stamp),
      setRoles('suichang-assigner', [['reviewer']], securityB, stamp),
    ])
    expect(answers.map((one) => one.code).sort()).toEqual(['', 'changed-meanwhile'])
  })
})

describe('business roles', () => {
  test('come and go at once, and the session of before ends at the next request', async () => {
    const session = await signInStaff(app, 'suichang-handler')
    const { staff: seen, approvalIds } = (
      await setRoles('suichang-handler', [
        ['handler', YUNFENG],
        ['cashier', VILLAGE],
      ])
    ).value()
    expect(approvalIds).toEqual([])
    expect(seen.held.map((one) => `${one.roleName} ${String(one.unitName)}`)).toEqual([
      '经办人 云峰街道',
      '收款人 长濂村',
    ])
    expect((await me(session.token)).code).toBe('unauthenticated')
    expect((await send(app.url, staff.refresh, { body: { refreshToken: session.refreshToken } })).code).toBe(
      'session-ended',
    )
    expect((await signInStaff(app, 'suichang-handler')).staff.held).toHaveLength(2)
  })

  test('the same again changes nothing and ends no session', async () => {
    await setRoles('suichang-handler', [
      ['handler', YUNFENG],
      ['cashier', VILLAGE],
    ])
    const token = await staffToken(app, 'suichang-handler')
    const before = await officerRow(app, 'suichang-handler')
    await setRoles('suichang-handler', [
      ['cashier', VILLAGE],
      ['handler', YUNFENG],
    ])
    expect(await officerRow(app, 'suichang-handler')).toEqual(before)
    expect((await me(token)).status).toBe(200)
  })

  test('what was taken is refused by the column at the next sign-in', async () => {
    await setRoles('suichang-auditor', [])
    const token = await staffToken(app, 'suichang-auditor')
    expect((await send(app.url, staff.list, {}, { token })).code).toBe('forbidden')
  })
})

describe('a role of an administration', () => {
  test('waits for a second person, and is held only then', async () => {
    await setRoles('suichang-auditor', [])
    const { staff: seen, approvalIds } = (await setRoles('suichang-auditor', [['auditor']])).value()
    expect([seen.held, approvalIds.length]).toEqual([[], 1])
    const [approvalId = ''] = approvalIds
    const own = await approve(approvalId, security)
    expect([own.status, own.code]).toEqual([403, 'second-person-needed'])
    expect((await approve(approvalId, await staffToken(app, 'suichang-counter-a'))).status).toBeGreaterThanOrEqual(403)
    expect(await heldOf('suichang-auditor')).toEqual([])

    const token = await staffToken(app, 'suichang-auditor')
    expect((await approve(approvalId, securityB)).status).toBe(200)
    await app.work(['work-approvals'])
    expect(await heldOf('suichang-auditor')).toEqual(['auditor@331123'])
    expect((await me(token)).code).toBe('unauthenticated')
  })

  test('proposed twice is one proposal', async () => {
    const before = await countRows('approvals')
    const one = (await setRoles('suichang-teacher', [['teacher', '331123-edu-s1']])).value()
    expect(one.approvalIds).toEqual([])
    await setRoles('suichang-teacher', [])
    const first = (await setRoles('suichang-teacher', [['operator']])).value().approvalIds
    expect((await setRoles('suichang-teacher', [['operator']])).value().approvalIds).toEqual(first)
    expect(await countRows('approvals')).toBe(before + 1)
  })

  test('is not given when the officer has a business role by then', async () => {
    const [approvalId = ''] = (await setRoles('suichang-teacher', [['operator']])).value().approvalIds
    const { _id } = await officerRow(app, 'suichang-teacher')
    const held = [{ role: 'counter' as const, unitCode: SUICHANG }]
    await officers.update(app.ctx(), { _id }, { $set: { held } })
    await approve(approvalId, admin)
    await app.work(['work-approvals'])
    expect(await heldOf('suichang-teacher')).toEqual(['counter@331123'])
  })

  test('may be agreed to by the system administration, but never by the one who gets it', async () => {
    const one = (await setRoles('suichang-admin-b', [['tenant-admin'], ['operator']])).value().approvalIds[0] ?? ''
    const adminB = await staffToken(app, 'suichang-admin-b')
    await approve(one, adminB)
    await app.work(['work-approvals'])
    expect(await heldOf('suichang-admin-b')).toEqual(['tenant-admin@331123'])
    const other = (await setRoles('suichang-publisher', [])).value()
    expect(other.staff.held).toEqual([])
    const two = (await setRoles('suichang-publisher', [['operator']])).value().approvalIds[0] ?? ''
    expect((await approve(two, admin)).status).toBe(200)
    await app.work(['work-approvals'])
    expect(await heldOf('suichang-publisher')).toEqual(['operator@331123'])
  })

  test('goes at once; the last security administrator keeps theirs', async () => {
    expect((await setRoles('suichang-security-b', [])).value().staff.held).toEqual([])
    expect((await me(securityB)).code).toBe('unauthenticated')
    const again = (await setRoles('suichang-security-b', [['security-admin']])).value().approvalIds[0] ?? ''
    expect((await approve(again, admin)).status).toBe(200)
    await app.work(['work-approvals'])
    securityB = await staffToken(app, 'suichang-security-b')
    await officers.update(
      app.ctx(),
      { _id: demoId('stf', 'suichang-security') },
      { $set: { leavingUntil: app.ctx().clock.now() + 60_000 } },
    )
    await officers.update(app.ctx(), { _id: demoId('stf', 'suichang-admin-b') }, { $set: { state: 'DISABLED' } })
    expect((await setRoles('suichang-admin', [])).code).toBe('last-administrator')
    expect(await heldOf('suichang-admin')).toEqual(['tenant-admin@331123'])
  })
})

test('grants were written down with roles and codes only', async () => {
  await setRoles('suichang-author', [['handler']])
  const [approvalId = ''] = (await setRoles('suichang-publisher', [['operator']])).value().approvalIds
  await approve(approvalId, admin)
  await app.work(['work-approvals', 'relay-pending', 'dispatch-outbox'])
  const entries = await auditEntries.find(app.ctx(), { record: 'staff' })
  expect(entries.map((one) => one.act)).toContain('staff.grant-role')
  expect(entries.find((one) => one.act === 'staff.set-roles')?.data).toHaveProperty('given')
  const text = JSON.stringify(entries)
  for (const row of await officers.find(app.ctx(), {})) expect(text).not.toContain(row.displayName)
})
