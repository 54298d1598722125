import { expect, test } from '@jest/globals'
import jwt from 'jsonwebtoken'
import { readRefreshToken, readToken, newRefreshToken, signToken, successorOf } from './tokens.ts'

const secret = Buffer.alloc(32, 7).toString('base64')
const keys = [{ kid: 'k1', secret }]
const claims = { sessionId: 'ses_0123456789abcdefghjk', tenant: '331123' }
const NOW = Date.parse('2026-11-23T01:12:00Z')
const HOUR = 3_600_000

const token = signToken(keys, claims, NOW, HOUR)
const forge = (header: object, payload: object, key: Buffer | string = Buffer.from(secret, 'base64')) =>
  jwt.sign(payload, key, { algorithm: 'HS256', header: { alg: 'HS256', typ: 'resident+jwt', kid: 'k1', ...header } })
const good = {
  sid: claims.sessionId,
  tnt: claims.tenant,
  iss: 'xiangliban',
  aud: 'xiangliban-resident',
  iat: NOW / 1000,
  exp: NOW / 1000 + 60,
}
const { aud: _aud, ...noAudience } = good
const { exp: _exp, ...noExpiry } = good

test('a token names its session and county until it expires', () => {
  expect(readToken(keys, token, NOW)).toEqual(claims)
  expect(readToken(keys, forge({}, good), NOW)).toEqual(claims)
  expect(readToken(keys, token, NOW + HOUR + 1000)).toBeNull()
})

test.each([
  ['another kid', forge({ kid: '../../etc/passwd' }, good)],
  ['another type', forge({ typ: 'JWT' }, good)],
  ['a jku header', forge({ jku: 'https://evil.example/keys' }, good)],
  ['an x5u header', forge({ x5u: 'https://evil.example/cert' }, good)],
  ['a jwk header', forge({ jwk: { kty: 'oct' } }, good)],
  ['no audience', forge({}, noAudience)],
  ['another issuer', forge({}, { ...good, iss: 'someone' })],
  ['no expiry', forge({}, noExpiry)],
  ['not yet valid', forge({}, { ...good, nbf: NOW / 1000 + 60 })],
  ['another key', forge({}, good, 'x'.repeat(32))],
  [
    'alg none',
    `${Buffer.from('{"alg":"none","typ":"resident+jwt","kid":"k1"}').toString('base64url')}.${Buffer.from(JSON.stringify(good)).toString('base64url')}.`,
  ],
  ['rubbish', 'a.b.c'],
  ['a very long one', 'a'.repeat(5000)],
])('a token with %s is refused', (_what, forged) => {
  expect(readToken(keys, forged, NOW)).toBeNull()
})

test('a changed key still verifies what the old one signed, until it is taken away', () => {
  const renewed = [{ kid: 'k2', secret: Buffer.alloc(32, 9).toString('base64') }, ...keys]
  expect(readToken(renewed, token, NOW)).toEqual(claims)
  expect(readToken(renewed.slice(0, 1), token, NOW)).toBeNull()
})

test('a refresh token leads to its session and has one successor', () => {
  const first = newRefreshToken(claims)
  expect(readRefreshToken(first)).toEqual(claims)
  const next = successorOf(first, { kid: 'k1', secret })
  expect(next).toBe(successorOf(first, { kid: 'k1', secret }))
  expect(next).not.toBe(first)
  expect(readRefreshToken(next)).toEqual(claims)
})
