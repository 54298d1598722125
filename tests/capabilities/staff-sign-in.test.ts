/** Both factors of an officer: what is refused, what locks, and what counts once. HARDENING.md inputs 1, 33 and 34 for staff. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { DEMO_STAFF_PASSWORD, demoOfficer } from '@xlb/shared/demo/staff.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { staffSessions } from '../../server/src/capabilities/staff/data/sessions.ts'
import { tickets } from '../../server/src/capabilities/staff/data/tickets.ts'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, looks, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { startAppWith } from '../support/seed-only.ts'
import { fingerprints } from '../support/snapshot.ts'
import { authenticatorCode } from '../support/authenticator.ts'
import { firstFactor, nextCode, officerRow, signInStaff, staffToken } from '../support/staff.ts'

let app: TestApp
let plans: PlanWatch

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await app.stop()
})

/** One officer a test: what one leaves behind is no other's business. */
const spare = ['handler', 'author', 'publisher', 'assigner', 'reviewer', 'leader', 'moderator', 'finance', 'nurse']
let key = ''
let secret = ''
beforeEach(() => {
  const name = spare.shift() ?? 'teacher'
  spare.push(name)
  key = `suichang-${name}`
  secret = demoOfficer(key).totpSecret
})

const confirm = (ticket: string, code: string) => send(app.url, staff.confirmSignIn, { body: { ticket, code } })
const ticketOf = async (): Promise<string> => (await firstFactor(app, key)).value().ticket
const wrongCode = (right: string): string => String((Number(right) + 1) % 1_000_000).padStart(6, '0')
const settle = async (): Promise<void> => {
  await app.work(['settle-staff-locks'])
}
async function commandsOf(work: () => Promise<unknown>): Promise<string[]> {
  const stop = countCommands()
  await work()
  return stop()
}
/** The lock of a test ends before the next one begins. */
const unlock = async (): Promise<void> => {
  await app.world.advance(16 * 60_000)
  await settle()
}

describe('the first factor', () => {
  test('an unknown name, a wrong password, a disabled, an invited and a locked account look alike', async () => {
    const wrong = looks(await firstFactor(app, key, 'not the password'))
    expect(wrong).toMatchObject({ status: 401, error: { code: 'sign-in-refused' } })
    expect(looks(await firstFactor(app, 'nobody.here'))).toEqual(wrong)
    const before = await officerRow(app, key)
    for (const change of [{ state: 'DISABLED' as const }, { state: 'INVITED' as const, passwordHash: null }]) {
      await officers.update(app.ctx(), { _id: before._id }, { $set: change })
      expect(looks(await firstFactor(app, key))).toEqual(wrong)
    }
    const { state, passwordHash } = before
    await officers.update(app.ctx(), { _id: before._id }, { $set: { state, passwordHash, tries: 0 } })
    for (let n = 0; n < 5; n += 1) await firstFactor(app, key, 'not the password')
    expect(looks(await firstFactor(app, key))).toEqual(wrong)
    await unlock()
  })

  test('an unknown name costs the same commands as a known one, each of the five times', async () => {
    for (let n = 0; n < 6; n += 1) {
      const known = await commandsOf(() => firstFactor(app, key, 'not the password'))
      const unknown = await commandsOf(() => firstFactor(app, `nobody.${n}`, 'not the password'))
      expect(unknown).toEqual(known)
    }
    await unlock()
  })

  test('an operator instead of a name, another county and what is too much are refused before anything is asked', async () => {
    const body = { username: key, password: 'x', tenant: SUICHANG }
    const before = await fingerprints()
    const hostile = { ...body, username: { $ne: null } }
    expect(fieldsOf(await sendAny(app.url, staff.signIn, { body: hostile }))).toEqual([
      'body.username.$ne: operator-refused',
    ])
    for (const wrong of [
      { ...body, role: 'tenant-admin' },
      { ...body, username: 'Ab' },
      { ...body, password: '' },
    ])
      expect((await sendAny(app.url, staff.signIn, { body: wrong })).status).toBe(400)
    expect((await firstFactor(app, key, 'x', '331102')).code).toBe('county-unknown')
    expect(await fingerprints()).toEqual(before)
  })

  test('an officer of one county is nobody in the other', async () => {
    expect((await firstFactor(app, key, DEMO_STAFF_PASSWORD, SONGYANG)).code).toBe('sign-in-refused')
  })

  test('it gives no session, only a ticket, which stands nowhere in clear', async () => {
    const answer = (await firstFactor(app, key)).value()
    expect(answer.step).toBe('totp')
    expect(Date.parse(answer.until) - app.ctx().clock.now()).toBeLessThanOrEqual(5 * 60_000)
    expect(answer).not.toHaveProperty('secret')
    expect(JSON.stringify(await tickets.find(app.ctx(), {}))).not.toContain(answer.ticket)
    expect((await send(app.url, staff.me, {}, { token: answer.ticket })).status).toBe(401)
  })
})

describe('lock-out', () => {
  test('the fifth wrong password locks for 15 minutes, the right one too; then it opens by itself', async () => {
    for (let n = 0; n < 5; n += 1) await firstFactor(app, key, 'not the password')
    expect((await firstFactor(app, key)).code).toBe('sign-in-refused')
    await settle()
    expect((await officerRow(app, key)).state).toBe('LOCKED')
    await app.world.advance(14 * 60_000)
    expect((await firstFactor(app, key)).code).toBe('sign-in-refused')
    await app.world.advance(61_000)
    expect((await firstFactor(app, key)).status).toBe(200)
    await settle()
    expect(await officerRow(app, key)).toMatchObject({ state: 'ACTIVE', lockedUntil: 0 })
  })

  test('it is written down once each way, with ids and states only', async () => {
    for (let n = 0; n < 5; n += 1) await firstFactor(app, key, 'not the password')
    await settle()
    await settle()
    await unlock()
    const { _id } = await officerRow(app, key)
    const entries = await auditEntries.find(app.ctx(), { recordId: _id }, { sort: { seq: 1 } })
    const mine = entries.map((one) => one.act).filter((act) => act.includes('lock'))
    expect(mine.slice(-2)).toEqual(['staff.lock', 'staff.unlock'])
    expect(JSON.stringify(entries)).not.toContain(demoOfficer(key).displayName)
  })

  test('wrong codes lock too, and the person who proved the password is told for how long', async () => {
    const right = await nextCode(app, secret)
    for (let n = 0; n < 5; n += 1) {
      const answer = await confirm(await ticketOf(), wrongCode(right))
      expect([answer.status, answer.code]).toEqual([401, 'second-factor-refused'])
    }
    const open = await firstFactor(app, key)
    expect(open.code).toBe('sign-in-refused')
    await unlock()
    expect((await signInStaff(app, key)).staff.username).toBe(key)
  })

  test('a ticket of before the lock is answered 429 with the minutes, also when the code is right', async () => {
    const ticket = await ticketOf()
    for (let n = 0; n < 5; n += 1) await firstFactor(app, key, 'not the password')
    const answer = await confirm(ticket, await nextCode(app, secret))
    expect([answer.status, answer.code, answer.error?.params['minutes']]).toEqual([429, 'staff-locked', 15])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(800)
    await unlock()
  })

  test('of fifty wrong passwords at once only five are judged, and one more finds the door locked', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => firstFactor(app, key, 'not the password')))
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([401]))
    const locked = await officerRow(app, key)
    expect(locked).toMatchObject({ tries: 5 })
    expect(locked.lockedUntil).toBeGreaterThan(app.ctx().clock.now())
    expect((await firstFactor(app, key)).code).toBe('sign-in-refused')
    await unlock()
  })

  test('four wrong ones and a right one do not lock, and a whole sign-in forgets them', async () => {
    for (let n = 0; n < 4; n += 1) await firstFactor(app, key, 'not the password')
    for (let n = 0; n < 7; n += 1) expect((await firstFactor(app, key)).status).toBe(200)
    await signInStaff(app, key)
    expect(await officerRow(app, key)).toMatchObject({ tries: 0, lockedUntil: 0 })
  })

  test('a lock leaves those at work alone', async () => {
    const token = await staffToken(app, key)
    for (let n = 0; n < 5; n += 1) await firstFactor(app, key, 'not the password')
    await settle()
    expect((await send(app.url, staff.me, {}, { token })).status).toBe(200)
    await unlock()
  })
})

describe('the second factor', () => {
  test('a ticket that is rubbish, unknown, old or of another county is refused alike', async () => {
    const ticket = await ticketOf()
    const code = await nextCode(app, secret)
    const [head = '', tail = ''] = ticket.split('.')
    const abroad = Buffer.from(Buffer.from(head, 'base64url').toString().replace(SUICHANG, SONGYANG)).toString(
      'base64url',
    )
    for (const wrong of [`${'a'.repeat(40)}.${tail}`, `${head}.${'a'.repeat(43)}`, `${abroad}.${tail}`])
      expect((await confirm(wrong, code)).code).toBe('ticket-ended')
    await app.world.advance(5 * 60_000)
    expect((await confirm(ticket, await nextCode(app, secret))).code).toBe('ticket-ended')
  })

  test('what is no code, or two proofs at once, is a 400', async () => {
    const ticket = await ticketOf()
    for (const proof of [{}, { code: '12345' }, { code: 123456 }, { code: '１２３４５６' }, { recoveryCode: 'x' }])
      expect((await sendAny(app.url, staff.confirmSignIn, { body: { ticket, ...proof } })).status).toBe(400)
    const both = { ticket, code: '123456', recoveryCode: 'aaaaa-bbbbb' }
    expect((await sendAny(app.url, staff.confirmSignIn, { body: both })).status).toBe(400)
  })

  test('another officer’s code does not fit my ticket', async () => {
    const ticket = await ticketOf()
    const theirs = await nextCode(app, demoOfficer('suichang-duty').totpSecret)
    expect((await confirm(ticket, theirs)).code).toBe('second-factor-refused')
  })

  test('a code counts once, and none from before it counts afterwards', async () => {
    const [one, other] = [await ticketOf(), await ticketOf()]
    const before = authenticatorCode(secret, app.ctx().clock.now() + 1000)
    const code = await nextCode(app, secret)
    expect((await confirm(one, code)).status).toBe(200)
    expect((await confirm(other, code)).code).toBe('second-factor-refused')
    expect((await confirm(other, before)).code).toBe('second-factor-refused')
    expect((await confirm(other, await nextCode(app, secret))).status).toBe(200)
  })

  test('a ticket counts once and is tried five times at most', async () => {
    const once = await ticketOf()
    expect((await confirm(once, await nextCode(app, secret))).status).toBe(200)
    expect((await confirm(once, await nextCode(app, secret))).code).toBe('ticket-ended')
    const tired = await ticketOf()
    const [, _id = ''] = Buffer.from(tired.split('.')[0] ?? '', 'base64url')
      .toString()
      .split(':')
    expect(await tickets.update(app.ctx(), { _id }, { $set: { tries: 5 } })).not.toBeNull()
    expect((await confirm(tired, await nextCode(app, secret))).code).toBe('ticket-ended')
  })

  test('a ticket ends when the officer is changed meanwhile', async () => {
    const ticket = await ticketOf()
    const { _id } = await officerRow(app, key)
    await officers.update(app.ctx(), { _id }, { $inc: { stamp: 1 } })
    expect((await confirm(ticket, await nextCode(app, secret))).code).toBe('ticket-ended')
  })

  test('of four confirmations of one code at once one signs in', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, ticketOf))
    const code = await nextCode(app, secret)
    const { _id: staffId } = await officerRow(app, key)
    const before = (await staffSessions.find(app.ctx(), { staffId })).length
    const answers = await Promise.all(ids.map((ticket) => confirm(ticket, code)))
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    expect(await staffSessions.find(app.ctx(), { staffId })).toHaveLength(before + 1)
    await unlock()
  })

  test('two sign-ins of one officer with codes of their own stand side by side', async () => {
    const [one, other] = [await signInStaff(app, key), await signInStaff(app, key)]
    for (const { token } of [one, other]) expect((await send(app.url, staff.me, {}, { token })).status).toBe(200)
  })

  test('the session names the officer, lasts half an hour, and comes without a new secret', async () => {
    const signedIn = await signInStaff(app, key)
    expect(signedIn.staff).toMatchObject({ username: key, tenant: SUICHANG, displayName: demoOfficer(key).displayName })
    expect(signedIn.recoveryCodes).toBeNull()
    expect(Math.round((Date.parse(signedIn.expiresAt) - app.ctx().clock.now()) / 60_000)).toBe(30)
  })
})

test('every query of these tests used an index and sorted none in memory', async () => {
  const { checked, findings } = await plans.report()
  expect(checked).toBeGreaterThan(5)
  expect(findings.filter((one) => one.includes(' of staff'))).toEqual([])
})
