/** Hostile inputs 19–23 of HARDENING.md: tokens that are forged, borrowed, old or early, and ids of others. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createHmac, generateKeyPairSync, createSign } from 'node:crypto'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { bills as billsContract } from '@xlb/shared/bills/contract.ts'
import { messages } from '@xlb/shared/messages/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { inbox } from '../../server/src/capabilities/messages/data/messages.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { issueBill, openStage, orderRow, paidBill, SONGYANG, type Resident, type Stage } from '../support/builders.ts'
import { looks, send, sendAny } from '../support/call.ts'
import { fieldsIn } from '../support/json.ts'
import { rawRequest } from '../support/raw.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let who: Resident
let abroad: Resident

beforeAll(async () => {
  stage = await openStage()
  who = await stage.resident()
  abroad = await stage.resident(SONGYANG)
})
afterAll(() => stage.stop())

const me = (token: string, headers: Readonly<Record<string, string>> = {}) =>
  send(stage.url, accounts.me, {}, { token, headers })

type Part = Readonly<Record<string, unknown>>
const encoded = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url')
const decoded = (token: string, at: 0 | 1): Part =>
  fieldsIn(JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString('utf8')))
const secret = (): Buffer => Buffer.from(stage.house.config.keys.jwtKeys[0]?.secret ?? '', 'base64')

/** The resident's own token with header and claims changed, signed again with a key of our choosing. */
function forged(header: Part, claims: Part, key: Buffer | string = secret()): string {
  const text = `${encoded({ ...decoded(who.token, 0), ...header })}.${encoded({ ...decoded(who.token, 1), ...claims })}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
const seconds = (): number => Math.floor(stage.ctx().clock.now() / 1000)

test('a token signed again without a change is taken: what follows is refused for its change alone', async () => {
  expect((await me(forged({}, {}))).status).toBe(200)
})

describe('19: a token that tells us how to trust it', () => {
  const unsigned = (header: Part): string =>
    `${encoded({ ...decoded(who.token, 0), ...header })}.${who.token.split('.')[1] ?? ''}.`

  test.each(['none', 'None', 'NONE', 'nOnE'])('alg %s is refused', async (alg) => {
    expect((await me(unsigned({ alg }))).code).toBe('unauthenticated')
    expect((await me(`${unsigned({ alg })}${who.token.split('.')[2] ?? ''}`)).code).toBe('unauthenticated')
  })

  test('HS256 keyed with a public key, and RS256 with a key of the sender’s, are refused', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
    expect((await me(forged({}, {}, pem))).code).toBe('unauthenticated')
    const platformPem = stage.house.config.providers.merchants[0]?.platformPublicKeys[0]?.publicKeyPem ?? ''
    expect((await me(forged({}, {}, platformPem))).code).toBe('unauthenticated')
    const text = `${encoded({ ...decoded(who.token, 0), alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }) })}.${who.token.split('.')[1] ?? ''}`
    expect((await me(`${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`)).code).toBe(
      'unauthenticated',
    )
  })

  test.each([
    ['kid out of the folder', { kid: '../../../../dev/null' }],
    ['an empty kid', { kid: '' }],
    ['a kid that is an object', { kid: { $ne: null } }],
    ['a jku', { jku: 'http://127.0.0.1:1/keys' }],
    ['an x5u', { x5u: 'http://127.0.0.1:1/cert' }],
    ['a jwk', { jwk: { kty: 'oct', k: 'AA' } }],
    ['HS384', { alg: 'HS384' }],
  ])('%s is refused, although the signature is ours', async (_what, header) => {
    expect((await me(forged(header, {}))).code).toBe('unauthenticated')
  })
})

describe('20: a token of one county at another', () => {
  test('cannot be turned to the other county, whoever signed it, for the session is not there', async () => {
    expect((await me(forged({}, { tnt: SONGYANG }))).code).toBe('unauthenticated')
    expect((await me(forged({}, { tnt: { $ne: null } }))).code).toBe('unauthenticated')
  })

  test('sees its own county only, whatever host, header, query or body say', async () => {
    const bill = await issueBill(stage, abroad)
    const hints = {
      'x-tenant': SONGYANG,
      'x-tenant-id': SONGYANG,
      cookie: `tenant=${SONGYANG}`,
      'x-forwarded-host': 'songyang.example',
    }
    expect((await me(who.token, hints)).value().tenant.code).toBe(who.tenant)
    expect(
      (await send(stage.url, billsContract.get, { params: { billId: bill._id } }, { token: who.token, headers: hints }))
        .status,
    ).toBe(404)
    expect((await sendAny(stage.url, billsContract.list, { query: { tenant: SONGYANG } }, who)).status).toBe(400)
    const before = await fingerprints()
    expect(
      (await sendAny(stage.url, accounts.setView, { body: { view: 'elder', tenant: SONGYANG } }, who)).status,
    ).toBe(400)
    expect(await fingerprints()).toEqual(before)
  })
})

describe('21: a token from before its session ended', () => {
  test('is refused at the very next request, although it has not expired', async () => {
    const token = await stage.signIn(who.phone)
    await send(stage.url, accounts.signOut, {}, { token })
    expect((await me(token)).code).toBe('unauthenticated')
  })
})

describe('22: a token out of its time or place', () => {
  test.each([
    ['expired a second ago', {}, () => ({ exp: seconds() - 1 })],
    ['not yet valid', {}, () => ({ nbf: seconds() + 60 })],
    ['for nobody', {}, () => ({ aud: undefined })],
    ['for another audience', {}, () => ({ aud: 'xiangliban-staff' })],
    ['from another issuer', {}, () => ({ iss: 'someone' })],
    ['without an end', {}, () => ({ exp: undefined })],
    ['of another type', { typ: 'JWT' }, () => ({})],
    ['of no type', { typ: undefined }, () => ({})],
    ['of a session whose name is an operator', {}, () => ({ sid: { $ne: null } })],
    ['of no session', {}, () => ({ sid: undefined })],
  ])('%s is refused', async (_what, header, claims) => {
    expect((await me(forged(header, claims()))).code).toBe('unauthenticated')
  })

  test('an end far away does not outlive its session', async () => {
    const token = forged({}, { exp: seconds() + 40 * 86_400 })
    expect((await me(token)).status).toBe(200)
    await stage.world.advance(31 * 86_400_000)
    expect((await me(token)).code).toBe('unauthenticated')
    who = { ...who, token: await stage.signIn(who.phone) }
    abroad = { ...abroad, token: await stage.signIn(abroad.phone, SONGYANG) }
  })

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'bearer TOKEN',
    'Bearer TOKEN TOKEN',
    'Bearer TOKEN,',
    `Bearer ${'a'.repeat(4_000)}.b.c`,
  ])('an Authorization of the shape %j is none', async (shape) => {
    const authorization = shape.replaceAll('TOKEN', who.token)
    expect((await rawRequest(stage.url, { path: '/api/accounts/me', headers: { authorization } })).status).toBe(401)
  })
})

describe('23: the id of somebody else’s', () => {
  test('bill, order, receipt or message is answered like an unknown one, and nothing of theirs changes', async () => {
    const neighbour = await stage.resident()
    const { bill, opened } = await paidBill(stage, neighbour)
    await stage.work()
    const { receiptId } = await orderRow(stage, opened.order)
    const [message] = await inbox.find(stage.ctx(), { personId: neighbour.personId })
    const before = await fingerprints()
    for (const other of [who, abroad]) {
      const pairs = [
        [
          send(stage.url, billsContract.get, { params: { billId: bill._id } }, other),
          send(stage.url, billsContract.get, { params: { billId: newId('bil') } }, other),
        ],
        [
          send(stage.url, payments.order, { params: { orderId: opened.order.id } }, other),
          send(stage.url, payments.order, { params: { orderId: newId('ord') } }, other),
        ],
        [
          send(stage.url, payments.receipt, { params: { receiptId: String(receiptId) } }, other),
          send(stage.url, payments.receipt, { params: { receiptId: newId('rct') } }, other),
        ],
        [
          send(stage.url, messages.read, { params: { messageId: message?._id ?? '' } }, other),
          send(stage.url, messages.read, { params: { messageId: newId('msg') } }, other),
        ],
        [
          send(stage.url, payments.hint, { params: { orderId: opened.order.id }, body: { outcome: 'cancel' } }, other),
          send(stage.url, payments.hint, { params: { orderId: newId('ord') }, body: { outcome: 'cancel' } }, other),
        ],
        [
          send(stage.url, billsContract.pay, { params: { billId: bill._id }, body: {} }, other),
          send(stage.url, billsContract.pay, { params: { billId: newId('bil') }, body: {} }, other),
        ],
      ] as const
      for (const [theirs, unknown] of pairs) {
        const seen = looks(await theirs)
        expect(seen).toMatchObject({ status: 404, error: { code: 'not-found' } })
        expect(seen).toEqual(looks(await unknown))
      }
    }
    expect(await fingerprints()).toEqual(before)
  })

  test('a cursor that was cut from somebody else’s list shows nothing of theirs', async () => {
    const neighbour = await stage.resident()
    for (let n = 0; n < 2; n += 1) await issueBill(stage, neighbour)
    const { next } = (await send(stage.url, billsContract.list, { query: { limit: '1' } }, neighbour)).value()
    const mine = (await send(stage.url, billsContract.list, { query: { cursor: String(next) } }, abroad)).value().items
    expect(mine.every((one) => one.ownerName !== '' && one.office === '松阳县自来水公司')).toBe(true)
  })
})
