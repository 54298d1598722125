/**
 * Bearer token → session in use → officer as they are now. Two commands, whatever the county's size. A lock closes the door to sign-ins and not the
 * room: otherwise anybody who knows a username could send an officer home.
 */
import type { StaffState } from '@xlb/shared/staff/states.ts'
import type { StaffCtx } from '#platform/context.ts'
import { readToken } from '#platform/crypto/tokens.ts'
import { AppError } from '#platform/errors.ts'
import type { House } from '#platform/house.ts'
import { officers } from '../data/officers.ts'
import { useSession } from './use-session.ts'

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/
const AT_WORK = new Set<StaffState>(['ACTIVE', 'LOCKED'])
const NEEDED = { state: 1, stamp: 1, personId: 1, unitCode: 1, held: 1 } as const

export async function admitStaff(house: House, authorization: string, requestId: string): Promise<StaffCtx> {
  const token = BEARER.exec(authorization)?.[1]
  const claims = token === undefined ? null : readToken(house.config.keys.jwtKeys, token, house.clock.now(), 'staff')
  if (claims === null) throw new AppError('unauthenticated')
  const scope = { tenant: claims.tenant }
  const session = await useSession(scope, claims.sessionId, house.clock.now())
  if (session === null) throw new AppError('unauthenticated')
  const officer = await officers.findOne(scope, { _id: session.staffId }, { projection: NEEDED })
  if (officer === null || !AT_WORK.has(officer.state) || officer.stamp !== session.stamp)
    throw new AppError('unauthenticated')
  const { personId, unitCode, held } = officer
  return {
    ...house.ctx(claims.tenant, { kind: 'staff', id: session.staffId }, requestId),
    staff: { sessionId: session._id, staffId: session.staffId, personId, unitCode, held },
  }
}
