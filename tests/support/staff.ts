/** A demo officer at work: seeded where they are not there yet, and given a session without the minute that two factors would take. */
import { DEMO_STAFF_PASSWORD, demoOfficer, type DemoOfficer } from '@xlb/shared/demo/staff.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers, type OfficerRow } from '../../server/src/capabilities/staff/data/officers.ts'
import { staffSessions } from '../../server/src/capabilities/staff/data/sessions.ts'
import { hashOf, newRefreshToken, signToken } from '../../server/src/platform/crypto/tokens.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SUICHANG, type TestApp } from './app.ts'
import { authenticatorCode } from './authenticator.ts'
import { send } from './call.ts'
import { seedOnly } from './seed-only.ts'

const HOUR = 3_600_000
const IDLE = HOUR / 2

export interface TestOfficer {
  readonly officer: DemoOfficer
  readonly staffId: string
  readonly sessionId: string
  readonly token: string
}

/** A bearer token of a demo officer (`suichang-counter-a`), good for 30 minutes of the app's clock and as long as nobody changes the officer. */
export async function staffToken(app: TestApp, key: string, tenant?: string): Promise<string> {
  return (await officerAtWork(app, key, tenant)).token
}

export async function officerAtWork(app: TestApp, key: string, tenant?: string): Promise<TestOfficer> {
  const officer = demoOfficer(key)
  const ctx = app.ctx(tenant ?? officer.tenant)
  const staffId = demoId('stf', key)
  const row = (await officers.findOne(ctx, { _id: staffId })) ?? (await seeded(app, key))
  const claims = { sessionId: newId('sts'), tenant: ctx.tenant }
  const now = ctx.clock.now()
  await staffSessions.insert(ctx, {
    _id: claims.sessionId,
    tenant: ctx.tenant,
    staffId,
    stamp: row.stamp,
    createdAt: ctx.clock.instant(),
    until: now + 12 * HOUR,
    idleUntil: now + IDLE,
    idleMs: IDLE,
    endedAt: null,
    refreshHash: hashOf(newRefreshToken(claims)),
    previousHash: null,
    rotatedAt: now,
    expireAt: new Date(now + 84 * HOUR),
  })
  const token = signToken(app.house.config.keys.jwtKeys, claims, now, IDLE, 'staff')
  return { officer, staffId, sessionId: claims.sessionId, token }
}

async function seeded(app: TestApp, key: string) {
  await seedOnly(app, ['staff'])
  const row = await officers.findOne(app.ctx(demoOfficer(key).tenant), { _id: demoId('stf', key) })
  if (row === null) throw new Error(`${key} was not seeded`)
  return row
}

/** The next step's code: a code counts once, so the clock goes on by a step first. */
export async function nextCode(app: TestApp, secret: string): Promise<string> {
  await app.world.advance(31_000)
  return authenticatorCode(secret, app.ctx().clock.now())
}

export const firstFactor = (app: TestApp, username: string, password = DEMO_STAFF_PASSWORD, tenant = SUICHANG) =>
  send(app.url, staff.signIn, { body: { username, password, tenant } })

/** Both factors of a demo officer, the way the console goes. */
export async function signInStaff(app: TestApp, key: string, password = DEMO_STAFF_PASSWORD) {
  const { totpSecret, tenant } = demoOfficer(key)
  const { ticket } = (await firstFactor(app, key, password, tenant)).value()
  const code = await nextCode(app, totpSecret)
  return (await send(app.url, staff.confirmSignIn, { body: { ticket, code } })).value()
}

/** Everything that stands of an officer in the database. */
export async function officerRow(app: TestApp, key: string): Promise<OfficerRow> {
  const row = await officers.findOne(app.ctx(demoOfficer(key).tenant), { _id: demoId('stf', key) })
  if (row === null) throw new Error(`${key} is not there`)
  return row
}
