/** A backup knows nothing of what was taken from officers after it: the ledger outside the database does, and a restore takes it again. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { staff } from '@xlb/shared/staff/contract.ts'
import type { StaffState } from '@xlb/shared/staff/states.ts'
import { writeBackup } from '../../server/src/platform/backup/write-backup.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { prepareDatabase } from '../../server/src/platform/db/prepare.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { readHeads } from '../../server/src/platform/audit/heads.ts'
import { SUICHANG, type TestApp } from '../support/app.ts'
import { leaveRestored, restoreElsewhere } from '../support/backups.ts'
import { send } from '../support/call.ts'
import { startAppWith } from '../support/seed-only.ts'
import { firstFactor, officerAtWork, officerRow, staffToken } from '../support/staff.ts'

const dir = mkdtempSync(join(tmpdir(), 'xlb-restore-staff-'))
const file = join(dir, 'backup.ejson.gz')

const DISABLED = 'suichang-counter-a'
const BACK_AGAIN = 'suichang-counter-b'
const RESET = 'suichang-duty'
const WITHOUT_ROLES = 'suichang-nurse'
const LOCKED_OUT_BEFORE = 'suichang-operator'
const FORGED = 'suichang-counter-own'

let app: TestApp
let counts: Readonly<Record<string, number>>

const ledgerFile = () => join(dirname(app.house.config.environment.AUDIT_HEADS_FILE), 'staff-ledger.jsonl')
const stateOf = async (key: string): Promise<StaffState> => (await officerRow(app, key)).state
const token = (key: string) => staffToken(app, key)

const change = async (key: string, what: 'disable' | 'enable' | 'reset') => {
  const { _id: staffId } = await officerRow(app, key)
  const own = { token: await token('suichang-admin') }
  ;(await send(app.url, staff[what], { params: { staffId }, body: {} }, own)).value()
}
const withoutRoles = async (key: string) => {
  const { _id: staffId, stamp } = await officerRow(app, key)
  const asked = { params: { staffId }, body: { grants: [], stamp } }
  ;(await send(app.url, staff.setRoles, asked, { token: await token('suichang-security') })).value()
}
const work = () => app.work(['relay-pending', 'dispatch-outbox'])

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  await prepareDatabase(app.house)
  await officerAtWork(app, DISABLED)
  await change(LOCKED_OUT_BEFORE, 'disable')
  await work()
  await app.world.advance(60_000)
  await writeBackup(app.house, file)
  await app.world.advance(60_000)
  await change(DISABLED, 'disable')
  await change(BACK_AGAIN, 'disable')
  await work()
  await change(BACK_AGAIN, 'enable')
  await change(RESET, 'reset')
  await withoutRoles(WITHOUT_ROLES)
  await work()
  const { _id: staffId, held } = await officerRow(app, FORGED)
  const forged = { tenant: SUICHANG, staffId, version: 99, state: 'DISABLED', held, at: app.ctx().clock.instant() }
  appendFileSync(ledgerFile(), `${JSON.stringify({ ...forged, mac: 'HS256:k0:y' })}\n{"torn`)
  counts = await restoreElsewhere(app, file)
})
afterAll(async () => {
  await leaveRestored()
  await app.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('an officer who was disabled after the backup is disabled, and cannot begin to sign in', async () => {
  expect(await stateOf(DISABLED)).toBe('DISABLED')
  expect((await firstFactor(app, DISABLED)).status).toBe(401)
})

test('one who was let in again since stands; one who was disabled before the backup does not', async () => {
  expect([await stateOf(BACK_AGAIN), await stateOf(LOCKED_OUT_BEFORE)]).toEqual(['ACTIVE', 'DISABLED'])
})

test('one whose password was taken away stays out: the old one would open the door again', async () => {
  expect(await stateOf(RESET)).toBe('DISABLED')
})

test('roles that were taken are gone, and nobody gains any', async () => {
  expect((await officerRow(app, WITHOUT_ROLES)).held).toEqual([])
})

test('a line that was written without the key, or torn, takes nothing; the operator is told', async () => {
  expect(await stateOf(FORGED)).toBe('ACTIVE')
  expect(counts).toMatchObject({
    'officers closed again': 2,
    'officers with roles taken again': 1,
    'lines of the staff ledger that cannot be read': 2,
  })
})

test('what was done stands in the audit chain, and the ledger holds no names', async () => {
  await app.work(['relay-pending', 'chain-audit'])
  const { environment, keys } = app.house.config
  const found = await verifyAudit({ tenant: SUICHANG }, keys, readHeads(environment.AUDIT_HEADS_FILE).heads)
  expect(found.differences).toEqual([])
  const told = (await officerRow(app, DISABLED)).pending?.map(({ name }) => name) ?? []
  const text = readFileSync(ledgerFile(), 'utf8')
  for (const key of [DISABLED, RESET]) {
    const { username, displayName } = await officerRow(app, key)
    expect([text.includes(username), text.includes(displayName)]).toEqual([false, false])
  }
  expect(told).not.toContain('staff.disable')
})

test('done again it changes nothing', async () => {
  const rows = () => nativeDb().collection('staff').find({}).sort({ _id: 1 }).toArray()
  const before = await rows()
  for (const { afterRestore } of app.house.capabilities.filter(({ name }) => name === 'staff'))
    await afterRestore?.(app.ctx(), '2020-01-01T00:00:00.000Z')
  expect(await rows()).toEqual(before)
})
