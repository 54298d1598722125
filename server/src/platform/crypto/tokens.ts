/**
 * Session tokens: HS256 by jsonwebtoken with algorithm, audience, issuer, type and key id pinned. A token only names a session; whether it
 * still stands is read from the database at every request, so that signing out works at once.
 */
import { createHash, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'

export interface JwtKey {
  readonly kid: string
  readonly secret: string
}

export interface TokenClaims {
  readonly sessionId: string
  readonly tenant: string
}

const ISSUER = 'xiangliban'
/** A resident's token is nothing to a staff route, and the other way round: audience, type and the session's prefix differ. */
const kinds = {
  resident: { audience: 'xiangliban-resident', type: 'resident+jwt', id: /^ses_[0-9a-z]{20}$/ },
  staff: { audience: 'xiangliban-staff', type: 'staff+jwt', id: /^sts_[0-9a-z]{20}$/ },
} as const
export type TokenKind = keyof typeof kinds

/** No token lives longer: after this an old key of tokens may go. */
export const MOST_TOKEN_MS = 12 * 3_600_000

const ID = /^(ses|sts)_[0-9a-z]{20}$/
const TENANT = /^\d{6}$/

const secrets = new WeakMap<JwtKey, KeyObject>()

/** Made once a key: jsonwebtoken tries bare bytes as a public key first, which costs more than all the rest of a request. */
function secretOf(key: JwtKey): KeyObject {
  const known = secrets.get(key)
  if (known !== undefined) return known
  const secret = createSecretKey(Buffer.from(key.secret, 'base64'))
  secrets.set(key, secret)
  return secret
}

/** `now` and the life are milliseconds. The first key signs; all of them verify, so keys can be changed while running. */
export function signToken(
  keys: readonly JwtKey[],
  claims: TokenClaims,
  now: number,
  lifeMs: number,
  kind: TokenKind = 'resident',
): string {
  const key = keys[0]
  if (key === undefined) throw new Error('no key to sign tokens with')
  if (lifeMs > MOST_TOKEN_MS) throw new RangeError('a token may not live that long')
  const issuedAt = Math.floor(now / 1000)
  return jwt.sign(
    { sid: claims.sessionId, tnt: claims.tenant, iat: issuedAt, exp: issuedAt + Math.floor(lifeMs / 1000) },
    secretOf(key),
    {
      algorithm: 'HS256',
      issuer: ISSUER,
      audience: kinds[kind].audience,
      header: { alg: 'HS256', typ: kinds[kind].type, kid: key.kid },
    },
  )
}

/** The claims of a token that stands, else null: a wrong one is never explained. */
export function readToken(
  keys: readonly JwtKey[],
  token: string,
  now: number,
  expected: TokenKind = 'resident',
): TokenClaims | null {
  const header = headerOf(token)
  if (header === null) return null
  const { kid, typ, jku, x5u, jwk } = header
  if (typ !== kinds[expected].type || jku !== undefined || x5u !== undefined || jwk !== undefined) return null
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) return null
  try {
    const claims = jwt.verify(token, secretOf(key), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: kinds[expected].audience,
      clockTimestamp: Math.floor(now / 1000),
    })
    return claimsOf(claims, kinds[expected].id)
  } catch {
    return null
  }
}

type Header = Readonly<Record<string, unknown>>

/** Of a token that nobody verified yet: read here alone, for the library would take the whole of it apart twice. */
function headerOf(token: string): Header | null {
  if (token.length > 1000) return null
  try {
    const header: unknown = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('latin1'))
    return typeof header === 'object' && header !== null ? { ...header } : null
  } catch {
    return null
  }
}

function claimsOf(claims: string | jwt.JwtPayload, id: RegExp): TokenClaims | null {
  if (typeof claims === 'string') return null
  const sessionId: unknown = claims['sid']
  const tenant: unknown = claims['tnt']
  if (typeof sessionId !== 'string' || !id.test(sessionId) || typeof tenant !== 'string' || !TENANT.test(tenant))
    return null
  return claims.exp === undefined ? null : { sessionId, tenant }
}

/** `<tenant+session>.<random>`: the first half finds the row, the second is kept only as a hash. */
export function newRefreshToken(claims: TokenClaims): string {
  return refreshTokenOf(claims, randomBytes(32).toString('base64url'))
}

export function refreshTokenOf(claims: TokenClaims, secret: string): string {
  return `${Buffer.from(`${claims.tenant}:${claims.sessionId}`).toString('base64url')}.${secret}`
}

/**
 * The successor of a refresh token is derived from it, so that the previous one, sent again within 60 s, gives the same successor
 * without any successor being stored in clear.
 */
export function successorOf(token: string, key: JwtKey): string {
  const [head = ''] = token.split('.')
  return `${head}.${createHmac('sha256', Buffer.from(key.secret, 'base64')).update(`refresh:${token}`).digest('base64url')}`
}

/**
 * The successor that was given for `token`, whichever key it came from: keys may have changed since. null: the token's successor is not the one whose
 * hash is given.
 */
export function knownSuccessor(token: string, currentHash: string | null, keys: readonly JwtKey[]): string | null {
  return keys.map((key) => successorOf(token, key)).find((next) => hashOf(next) === currentHash) ?? null
}

/** More rotations than a session of 30 days sees when it refreshes every two hours. */
const MOST_ROTATIONS = 400

/** true when `token` came before the one whose hash is given: its successors lead there. Whoever still uses it holds a copy. */
export function isAncestor(token: string, currentHash: string | null, key: JwtKey): boolean {
  let next = token
  for (let steps = 0; steps < MOST_ROTATIONS; steps += 1) {
    next = successorOf(next, key)
    if (hashOf(next) === currentHash) return true
  }
  return false
}

export function readRefreshToken(token: string): TokenClaims | null {
  const [head = ''] = token.split('.')
  const [tenant = '', sessionId = ''] = Buffer.from(head, 'base64url').toString('utf8').split(':')
  return ID.test(sessionId) && TENANT.test(tenant) ? { sessionId, tenant } : null
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
