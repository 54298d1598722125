/** An officer's session: whose token is taken, how long, and when it ends. HARDENING.md inputs 19 to 22 for staff. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createHmac } from 'node:crypto'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { DEMO_STAFF_PASSWORD, demoOfficer } from '@xlb/shared/demo/staff.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { officers, type OfficerRow } from '../../server/src/capabilities/staff/data/officers.ts'
import { staffSessions } from '../../server/src/capabilities/staff/data/sessions.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, looks, send, sendAny } from '../support/call.ts'
import { fieldsIn } from '../support/json.ts'
import { startAppWith } from '../support/seed-only.ts'
import { fingerprints } from '../support/snapshot.ts'
import { firstFactor, nextCode, officerAtWork, officerRow, signInStaff, staffToken } from '../support/staff.ts'

const KEY = 'suichang-handler'
const MINUTE = 60_000
let app: TestApp

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
})
afterAll(() => app.stop())

const me = (token?: string) => send(app.url, staff.me, {}, { token })
const refresh = (refreshToken: string) => send(app.url, staff.refresh, { body: { refreshToken } })
const set = async (key: string, $set: Partial<OfficerRow>): Promise<void> => {
  await officers.update(app.ctx(), { _id: (await officerRow(app, key))._id }, { $set })
}

type Part = Readonly<Record<string, unknown>>
const encoded = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url')
const decoded = (token: string, at: 0 | 1): Part =>
  fieldsIn(JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString('utf8')))

/** The token with header and claims changed, signed again with the server's own key: refused for the change alone. */
function forged(token: string, header: Part, claims: Part): string {
  const key = Buffer.from(app.house.config.keys.jwtKeys[0]?.secret ?? '', 'base64')
  const text = `${encoded({ ...decoded(token, 0), ...header })}.${encoded({ ...decoded(token, 1), ...claims })}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}

describe('a token', () => {
  test('of nobody, of a resident and of rubbish is none for staff', async () => {
    const resident = await app.signIn('wang-xiulan')
    for (const token of [undefined, 'x.y.z', resident]) expect((await me(token)).code).toBe('unauthenticated')
  })

  test('of an officer is none for a resident’s route', async () => {
    expect((await send(app.url, accounts.me, {}, { token: await staffToken(app, KEY) })).code).toBe('unauthenticated')
  })

  test('of a resident that was turned into an officer’s names no session of staff', async () => {
    const resident = await app.signIn('wang-xiulan')
    const own = await staffToken(app, KEY)
    const { typ } = decoded(own, 0)
    const turned = forged(resident, { typ }, { aud: 'xiangliban-staff' })
    expect((await me(turned)).code).toBe('unauthenticated')
    const { sid } = decoded(resident, 1)
    expect((await me(forged(own, {}, { sid }))).code).toBe('unauthenticated')
  })

  test.each([
    ['alg none', { alg: 'none' }, {}],
    ['a resident’s type', { typ: 'resident+jwt' }, {}],
    ['a resident’s audience', {}, { aud: 'xiangliban-resident' }],
    ['no audience', {}, { aud: undefined }],
    ['no end', {}, { exp: undefined }],
    ['another county', {}, { tnt: SONGYANG }],
    ['an operator as county', {}, { tnt: { $ne: null } }],
    ['an unknown session', {}, { sid: newId('sts') }],
    ['a jku', { jku: 'http://127.0.0.1:1/keys' }, {}],
    ['a kid out of the folder', { kid: '../../dev/null' }, {}],
  ])('with %s is refused, although the key is ours', async (_what, header, claims) => {
    const token = await staffToken(app, KEY)
    expect((await me(forged(token, {}, {}))).status).toBe(200)
    expect((await me(forged(token, header, claims))).code).toBe('unauthenticated')
  })

  test('of before its time, or a second after it, is refused', async () => {
    const token = await staffToken(app, KEY)
    const now = Math.floor(app.ctx().clock.now() / 1000)
    expect((await me(forged(token, {}, { nbf: now + 60 }))).code).toBe('unauthenticated')
    expect((await me(forged(token, {}, { exp: now - 1 }))).code).toBe('unauthenticated')
  })

  test('is judged by two commands, whoever asks', async () => {
    const token = await staffToken(app, KEY)
    await me(token)
    const stop = countCommands()
    await send(app.url, staff.list, {}, { token })
    expect(stop()).toEqual(['findAndModify', 'find'])
  })
})

describe('from the next request on a session is refused', () => {
  const cases: readonly (readonly [string, Partial<OfficerRow>])[] = [
    ['disabled', { state: 'DISABLED' }],
    ['invited anew', { state: 'INVITED' }],
    ['given another stamp', { stamp: 99 }],
  ]
  test.each(cases)('when its officer was %s', async (_what, change) => {
    const { state, stamp } = await officerRow(app, KEY)
    const session = await signInStaff(app, KEY)
    await set(KEY, change)
    expect((await me(session.token)).code).toBe('unauthenticated')
    expect((await refresh(session.refreshToken)).code).toBe('session-ended')
    await set(KEY, { state, stamp })
    expect((await me(session.token)).status).toBe(200)
  })

  test('when nothing was done for half an hour; work keeps it open for twelve hours and no longer', async () => {
    const idle = await officerAtWork(app, KEY)
    await app.world.advance(31 * MINUTE)
    expect((await me(forged(idle.token, {}, { exp: 4_000_000_000 }))).code).toBe('unauthenticated')

    const { token } = await officerAtWork(app, KEY)
    const long = forged(token, {}, { exp: 4_000_000_000 })
    for (let n = 0; n < 28; n += 1) {
      await app.world.advance(25 * MINUTE)
      expect((await me(long)).status).toBe(200)
    }
    await app.world.advance(25 * MINUTE)
    expect((await me(long)).code).toBe('unauthenticated')
  })

  test('when its county’s idle time is over, although its refresh token was never used', async () => {
    const session = await signInStaff(app, KEY)
    await app.world.advance(31 * MINUTE)
    expect((await refresh(session.refreshToken)).code).toBe('session-ended')
  })
})

describe('refreshing', () => {
  test('an unknown session, a wrong secret, another county and rubbish are refused alike', async () => {
    const { refreshToken } = await signInStaff(app, KEY)
    const [head = '', tail = ''] = refreshToken.split('.')
    const named = (text: string) => Buffer.from(text).toString('base64url')
    const [, id = ''] = Buffer.from(head, 'base64url').toString().split(':')
    const refused = looks(await refresh(`${head}.${'a'.repeat(43)}`))
    expect(refused).toMatchObject({ status: 401, error: { code: 'session-ended' } })
    for (const other of [`${SUICHANG}:${newId('sts')}`, `${SONGYANG}:${id}`, `331102:${id}`, 'rubbish'.repeat(4)])
      expect(looks(await refresh(`${named(other)}.${tail}`))).toEqual(refused)
    expect((await sendAny(app.url, staff.refresh, { body: { refreshToken: 'a.b' } })).status).toBe(400)
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('a resident’s refresh token is none, and the other way round', async () => {
    const { refreshToken } = await signInStaff(app, KEY)
    expect((await send(app.url, accounts.refresh, { body: { refreshToken } })).code).toBe('session-ended')
    const code = await app.world.loginCode('wang-xiulan')
    const resident = await send(app.url, accounts.signIn, { body: { code, tenant: SUICHANG, client: 'h5' } })
    expect((await refresh(String(resident.value().refreshToken))).code).toBe('session-ended')
  })

  test('of one token eight times at once gives one successor, and it works', async () => {
    const { refreshToken } = await signInStaff(app, KEY)
    const all = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)))
    const successors = [...new Set(all.map((one) => one.value().refreshToken))]
    expect(successors).toHaveLength(1)
    const next = (await refresh(String(successors[0]))).value()
    expect((await me(next.token)).status).toBe(200)
    expect(next.staff.username).toBe(KEY)
  })

  test('with the token before, after its minute, ends the family', async () => {
    const session = await signInStaff(app, KEY)
    const next = (await refresh(session.refreshToken)).value()
    await app.world.advance(61_000)
    expect((await refresh(session.refreshToken)).code).toBe('session-ended')
    expect((await refresh(next.refreshToken)).code).toBe('session-ended')
    expect((await me(next.token)).code).toBe('unauthenticated')
  })

  test('with a token from several rotations ago ends it too', async () => {
    const session = await signInStaff(app, KEY)
    const third = (await refresh((await refresh(session.refreshToken)).value().refreshToken)).value()
    expect((await refresh(session.refreshToken)).code).toBe('session-ended')
    expect((await me(third.token)).code).toBe('unauthenticated')
  })
})

describe('my sessions', () => {
  test('are nobody’s without one', async () => {
    for (const endpoint of [staff.me, staff.mySessions, staff.signOut])
      expect((await sendAny(app.url, endpoint, {})).code).toBe('unauthenticated')
    const params = { sessionId: newId('sts') }
    expect((await send(app.url, staff.endMySession, { params })).code).toBe('unauthenticated')
  })

  test('an unknown one and another officer’s look alike, and nothing ends', async () => {
    const token = await staffToken(app, KEY)
    const theirs = await officerAtWork(app, 'suichang-duty')
    const before = await fingerprints()
    const end = (sessionId: string) => send(app.url, staff.endMySession, { params: { sessionId } }, { token })
    expect(looks(await end(theirs.sessionId))).toEqual(looks(await end(newId('sts'))))
    expect((await end(theirs.sessionId)).status).toBe(404)
    expect(await fingerprints()).toEqual(before)
  })

  test('are listed, the present one marked, and end one by one or with a sign-out', async () => {
    const key = 'suichang-publisher'
    const [here, there] = [await officerAtWork(app, key), await officerAtWork(app, key)]
    const list = (await send(app.url, staff.mySessions, {}, { token: here.token })).value().items
    expect(list.map((one) => [one.id, one.current]).sort()).toEqual(
      [
        [here.sessionId, true],
        [there.sessionId, false],
      ].sort(),
    )
    const ended = await send(
      app.url,
      staff.endMySession,
      { params: { sessionId: there.sessionId } },
      { token: here.token },
    )
    expect(ended.value().items.map((one) => one.id)).toEqual([here.sessionId])
    expect((await me(there.token)).code).toBe('unauthenticated')
    expect((await send(app.url, staff.signOut, {}, { token: here.token })).value()).toEqual({ ended: true })
    expect((await me(here.token)).code).toBe('unauthenticated')
  })

  test('nothing of a token stands in the database', async () => {
    const { token, refreshToken } = await signInStaff(app, KEY)
    const rows = JSON.stringify(await staffSessions.find(app.ctx(), {}))
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(refreshToken)
  })

  test('me says who I am, where and what I may do', async () => {
    const seen = (await me(await staffToken(app, 'suichang-security'))).value()
    expect(seen).toMatchObject({
      unitName: '遂昌县',
      held: [{ role: 'security-admin', roleName: '安全管理员', unitCode: SUICHANG, unitName: '遂昌县' }],
      can: { createStaff: false, readStaff: true, setRoles: true },
    })
  })
})

describe('changing my password', () => {
  const NEW = '三斤大米两瓶酱油一袋盐'.padEnd(14, '呀')
  const { totpSecret } = demoOfficer('suichang-author')
  const change = async (token: string, body: Part) =>
    await sendAny(
      app.url,
      staff.changePassword,
      { body: { oldPassword: DEMO_STAFF_PASSWORD, code: '000000', newPassword: NEW, ...body } },
      { token },
    )

  test('needs a session', async () => {
    expect((await sendAny(app.url, staff.changePassword, { body: {} })).code).toBe('unauthenticated')
  })

  test('names what is wrong with the new one, before a try is counted', async () => {
    const token = await staffToken(app, 'suichang-author')
    const before = await officerRow(app, 'suichang-author')
    for (const [newPassword, code] of [
      ['short', 'too-small'],
      ['i am suichang-author', 'not-allowed'],
      [DEMO_STAFF_PASSWORD, 'not-allowed'],
    ])
      expect(fieldsOf(await change(token, { newPassword }))).toEqual([`body.newPassword: ${code}`])
    expect(await officerRow(app, 'suichang-author')).toEqual(before)
  })

  test('needs the old one and a code; five that failed lock, and end the session that guessed', async () => {
    const { token } = await officerAtWork(app, 'suichang-author')
    expect((await change(token, { oldPassword: 'wrong', code: await nextCode(app, totpSecret) })).code).toBe(
      'confirmation-refused',
    )
    for (let n = 0; n < 4; n += 1) expect((await change(token, {})).code).toBe('confirmation-refused')
    expect((await me(token)).code).toBe('unauthenticated')
    const { token: other } = await officerAtWork(app, 'suichang-author')
    const code = await nextCode(app, totpSecret)
    expect([(await change(other, { code })).status, (await change(other, { code })).code]).toEqual([
      429,
      'staff-locked',
    ])
    await app.world.advance(16 * MINUTE)
  })

  test('ends my other sessions and keeps this one; the old password is worth nothing', async () => {
    const [here, there] = [await officerAtWork(app, 'suichang-author'), await officerAtWork(app, 'suichang-author')]
    const code = await nextCode(app, totpSecret)
    expect((await change(here.token, { code })).status).toBe(200)
    expect((await me(here.token)).status).toBe(200)
    expect((await me(there.token)).code).toBe('unauthenticated')
    expect((await change(here.token, { oldPassword: NEW, code, newPassword: `${NEW}二` })).code).toBe(
      'confirmation-refused',
    )
    expect((await firstFactor(app, 'suichang-author')).code).toBe('sign-in-refused')
    expect((await firstFactor(app, 'suichang-author', NEW)).status).toBe(200)
  })
})
