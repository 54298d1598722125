/** Bearer token → session that stands → resident. One command. The county comes from the token and from nowhere else. */
import type { IncomingMessage } from 'node:http'
import type { House } from '#platform/house.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { sessionRows } from '../data/sessions.ts'
import { residentClaims } from '#platform/crypto/bearer.ts'

export async function admitResident(house: House, request: IncomingMessage, requestId: string): Promise<ResidentCtx> {
  const claims = residentClaims(house.config.keys.jwtKeys, request, house.clock.now())
  if (claims === null) throw new AppError('unauthenticated')
  const session = await sessionRows.findOne({ tenant: claims.tenant }, { _id: claims.sessionId })
  if (session?.endedAt !== null || session.until <= house.clock.now()) throw new AppError('unauthenticated')
  const { accountId, personId, openid } = session
  return {
    ...house.ctx(claims.tenant, { kind: 'resident', id: accountId }, requestId),
    resident: { sessionId: session._id, accountId, personId, openid },
  }
}
