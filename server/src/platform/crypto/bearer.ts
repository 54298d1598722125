import type { IncomingMessage } from 'node:http'
import { readToken, type JwtKey, type TokenClaims } from './tokens.ts'

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/

/** Of requests under way: a route with a door asks twice, and to verify is not cheap. */
const read = new WeakMap<IncomingMessage, TokenClaims | null>()

/** Of a request with a resident's token that stands at `now` (milliseconds), else null. Whether its session does is another question. */
export function residentClaims(keys: readonly JwtKey[], request: IncomingMessage, now: number): TokenClaims | null {
  const known = read.get(request)
  if (known !== undefined) return known
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1]
  const claims = token === undefined ? null : readToken(keys, token, now)
  read.set(request, claims)
  return claims
}
