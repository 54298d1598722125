/** accounts over HTTP: sign-in, refresh, sign-out, me, view. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { sessionRows } from '../../server/src/capabilities/accounts/data/sessions.ts'
import { openStage, SONGYANG, SUICHANG, type Resident, type Stage } from '../support/builders.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

let stage: Stage
let wang: Resident

beforeAll(async () => {
  stage = await openStage()
  wang = await stage.resident()
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const DAY = 86_400_000
const code = (phone = wang.phone) => stage.world.loginCode(phone)
const signIn = (body: { code: string; tenant: string; client: 'weapp' | 'h5' }) =>
  send(stage.url, accounts.signIn, { body })
const freshSession = async (client: 'weapp' | 'h5' = 'h5') =>
  (await signIn({ code: await code(), tenant: SUICHANG, client })).value()
const refresh = (refreshToken: string) => send(stage.url, accounts.refresh, { body: { refreshToken } })
const me = (token: string | undefined) => send(stage.url, accounts.me, {}, { token })

describe('signing in', () => {
  test('a code that WeChat does not know is refused, and no session is made', async () => {
    const before = await fingerprints()
    const answer = await signIn({ code: '0unknowncode00', tenant: SUICHANG, client: 'weapp' })
    expect([answer.status, answer.code]).toEqual([401, 'login-code-refused'])
    expect(await fingerprints()).toEqual(before)
  })

  test('every wrong field is named at once, and WeChat is not asked', async () => {
    const unused = await code()
    const answer = await sendAny(stage.url, accounts.signIn, {
      body: { code: 'x', tenant: '33', client: 'web', extra: 1 },
    })
    expect(answer.status).toBe(400)
    expect(fieldsOf(answer)).toEqual([
      'body.client: not-allowed',
      'body.code: wrong-format',
      'body.extra: unknown-field',
      'body.tenant: wrong-format',
    ])
    const wrongCounty = await sendAny(stage.url, accounts.signIn, {
      body: { code: unused, tenant: SUICHANG, client: 'h5', tenantId: SONGYANG },
    })
    expect(wrongCounty.status).toBe(400)
    expect((await signIn({ code: unused, tenant: SUICHANG, client: 'h5' })).status).toBe(200)
  })

  test('a user whom WeChat blocks is refused with 403', async () => {
    await stage.world.fault('wechat.login.blocked')
    const answer = await signIn({ code: await code(), tenant: SUICHANG, client: 'weapp' })
    expect([answer.status, answer.code]).toEqual([403, 'login-user-blocked'])
  })

  test('a county that is not open is not found', async () => {
    const answer = await signIn({ code: await code(), tenant: '331102', client: 'weapp' })
    expect([answer.status, answer.code]).toEqual([404, 'county-unknown'])
  })

  test('WeChat’s rate limit is our 503: the person has done nothing wrong', async () => {
    await stage.world.fault('wechat.login.rate')
    const answer = await signIn({ code: await code(), tenant: SUICHANG, client: 'weapp' })
    expect([answer.status, answer.code]).toEqual([503, 'wechat-unreachable'])
  })

  test('a code sent again is refused: it is good once', async () => {
    const once = await code()
    expect((await signIn({ code: once, tenant: SUICHANG, client: 'h5' })).status).toBe(200)
    expect((await signIn({ code: once, tenant: SUICHANG, client: 'h5' })).status).toBe(401)
  })

  test('one person’s first sign-in in a county on thirty phones at once makes one account', async () => {
    const codes = await Promise.all(Array.from({ length: 30 }, () => code()))
    const answers = await Promise.all(codes.map((one) => signIn({ code: one, tenant: SONGYANG, client: 'weapp' })))
    expect(answers.map((one) => one.status)).toEqual(codes.map(() => 200))
    expect(await accountRows.find(stage.ctx(SONGYANG), { openid: wang.person.openid })).toHaveLength(1)
    expect(await countRows('sessions', { tenant: SONGYANG, openid: wang.person.openid })).toBe(30)
  })

  test('the session names the person by a masked name, ends after two hours, and H5 alone gets a refresh token', async () => {
    const session = await freshSession()
    expect(session.me).toMatchObject({ name: '王*兰', tenant: { code: SUICHANG, name: '遂昌县' }, view: 'standard' })
    expect(session.me.call.phone).not.toBe('')
    const life = Date.parse(session.expiresAt) - stage.ctx().clock.now()
    expect(Math.round(life / 60_000)).toBe(120)
    expect(session.refreshToken).not.toBeNull()
    expect((await freshSession('weapp')).refreshToken).toBeNull()
  })

  test('neither WeChat’s session key nor a token in clear stands in the database', async () => {
    const { token, refreshToken } = await freshSession()
    const rows = JSON.stringify(await sessionRows.find(stage.ctx(), {}))
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(String(refreshToken))
    expect(rows).not.toContain('sessionKey')
  })

  test('someone without a record in the county is signed in with nothing of anybody', async () => {
    const { me: seen } = (await signIn({ code: await code(), tenant: SONGYANG, client: 'h5' })).value()
    expect(seen).toMatchObject({ name: null, village: null, township: null, tenant: { code: SONGYANG } })
  })
})

describe('refreshing', () => {
  test('an unknown session, a wrong secret and rubbish are refused alike', async () => {
    const { refreshToken } = await freshSession()
    const [head = ''] = String(refreshToken).split('.')
    const unknown = Buffer.from(`${SUICHANG}:ses_00000000000000000000`).toString('base64url')
    for (const token of [
      `${unknown}.${'a'.repeat(43)}`,
      `${head}.${'a'.repeat(43)}`,
      `${'a'.repeat(43)}.${'a'.repeat(43)}`,
    ])
      expect((await refresh(token)).code).toBe('session-ended')
    expect((await refresh(String(refreshToken))).status).toBe(200)
  })

  test('what has not the shape of a refresh token is a 400', async () => {
    expect((await refresh('a.b')).status).toBe(400)
    expect(fieldsOf(await sendAny(stage.url, accounts.refresh, { body: {} }))).toEqual(['body.refreshToken: required'])
  })

  test('the token before, sent again within a minute, gives the same successor', async () => {
    const first = String((await freshSession()).refreshToken)
    const one = (await refresh(first)).value()
    const two = (await refresh(first)).value()
    expect(two.refreshToken).toBe(one.refreshToken)
    expect(one.refreshToken).not.toBe(first)
  })

  test('two refreshes of one token at once give one successor, and it works', async () => {
    const first = String((await freshSession()).refreshToken)
    const both = await Promise.all(Array.from({ length: 8 }, () => refresh(first)))
    const successors = new Set(both.map((one) => one.value().refreshToken))
    expect(successors.size).toBe(1)
    expect((await refresh(String([...successors][0]))).status).toBe(200)
  })

  test('the token before, used after its minute, ends the session: somebody else holds a copy', async () => {
    const session = await freshSession()
    const next = (await refresh(String(session.refreshToken))).value()
    await stage.world.advance(61_000)
    expect((await refresh(String(session.refreshToken))).code).toBe('session-ended')
    expect((await refresh(String(next.refreshToken))).code).toBe('session-ended')
    expect((await me(next.token)).status).toBe(401)
  })

  test('a token from several rotations ago ends the session too', async () => {
    const session = await freshSession()
    const second = (await refresh(String(session.refreshToken))).value()
    const third = (await refresh(String(second.refreshToken))).value()
    expect((await refresh(String(session.refreshToken))).code).toBe('session-ended')
    expect((await me(third.token)).status).toBe(401)
  })

  test('after thirty days the person signs in anew', async () => {
    const { refreshToken } = await freshSession()
    await stage.world.advance(30 * DAY + 1000)
    expect((await refresh(String(refreshToken))).code).toBe('session-ended')
  })
})

describe('signing out', () => {
  test('without a session there is nothing to end', async () => {
    expect((await send(stage.url, accounts.signOut, {})).status).toBe(401)
  })

  test('the session ends at the next request, on this device only, and cannot be ended twice', async () => {
    const [here, there] = [await freshSession(), await freshSession()]
    expect((await send(stage.url, accounts.signOut, {}, { token: here.token })).value()).toEqual({ ended: true })
    expect((await me(here.token)).status).toBe(401)
    expect((await refresh(String(here.refreshToken))).code).toBe('session-ended')
    expect((await send(stage.url, accounts.signOut, {}, { token: here.token })).status).toBe(401)
    expect((await me(there.token)).status).toBe(200)
  })
})

describe('me and my view', () => {
  test('nobody is told anything without a session', async () => {
    expect((await me(undefined)).code).toBe('unauthenticated')
    expect((await send(stage.url, accounts.setView, { body: { view: 'elder' } })).code).toBe('unauthenticated')
  })

  test('a view that does not exist, and any other field of the account, are refused and nothing is stored', async () => {
    const { token } = await freshSession()
    const before = await fingerprints()
    expect(fieldsOf(await sendAny(stage.url, accounts.setView, { body: { view: 'huge' } }, { token }))).toEqual([
      'body.view: not-allowed',
    ])
    const greedy = {
      view: 'elder',
      role: 'operator',
      tenantId: SONGYANG,
      verified: true,
      balance: 1,
      price: 1,
      _id: 'acc_1',
    }
    expect((await sendAny(stage.url, accounts.setView, { body: greedy }, { token })).status).toBe(400)
    expect(await fingerprints()).toEqual(before)
  })

  test('the view is kept with the account, whichever phone asks, and setting it again changes nothing', async () => {
    const { token } = await freshSession()
    const setElder = () => send(stage.url, accounts.setView, { body: { view: 'elder' } }, { token })
    expect((await setElder()).value().view).toBe('elder')
    const before = await fingerprints()
    expect((await setElder()).value().view).toBe('elder')
    expect(await fingerprints()).toEqual(before)
    expect((await freshSession()).me.view).toBe('elder')
  })

  test('the address of the township’s counter comes with it', async () => {
    const { token } = await freshSession()
    const seen = (await me(token)).value()
    expect([seen.township, seen.village]).toEqual([wang.person.townshipName, wang.person.villageName])
    expect(seen.call.office).toContain(wang.person.townshipName)
  })
})
