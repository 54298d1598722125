/** The first factor → a ticket for the second. One refusal for everything, after the same commands and the same hash. */
import type { StaffState } from '@xlb/shared/staff/states.ts'
import type { Ctx } from '#platform/context.ts'
import { hashOf, newRefreshToken } from '#platform/crypto/tokens.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import type { OfficerRow } from '../data/officers.ts'
import { tickets } from '../data/tickets.ts'
import { passwordMatches } from '../slow-hash.ts'
import { newTotpSecret } from '../totp.ts'
import { giveBackTry, takeTry } from './take-try.ts'

const TICKET_MS = 5 * 60_000
const KEPT_AFTER_MS = 86_400_000
/** A lock that ended is still written as one until the job comes by. */
const MAY_ENTER = new Set<StaffState>(['ACTIVE', 'LOCKED'])

export interface Begun {
  readonly officer: OfficerRow
  readonly ticket: string
  readonly until: string
  /** A new secret to enrol; null: the officer has one. */
  readonly secret: string | null
}

export async function beginSignIn(ctx: Ctx, input: { username: string; password: string }): Promise<Begun> {
  const officer = await takeTry(ctx, { username: input.username })
  const right = await passwordMatches(officer?.passwordHash ?? null, input.password)
  if (officer === null || !right || !MAY_ENTER.has(officer.state)) throw new AppError('sign-in-refused')
  await giveBackTry(ctx, officer)
  return await issueTicket(ctx, officer)
}

async function issueTicket(ctx: Ctx, officer: OfficerRow): Promise<Begun> {
  const key = { _id: newId('cod'), tenant: ctx.tenant }
  const ticket = newRefreshToken({ sessionId: key._id, tenant: ctx.tenant })
  const until = ctx.clock.now() + TICKET_MS
  const secret = officer.totpSealed === undefined ? newTotpSecret() : null
  await tickets.insert(ctx, {
    ...key,
    staffId: officer._id,
    stamp: officer.stamp,
    hash: hashOf(ticket),
    until,
    tries: 0,
    usedAt: null,
    expireAt: new Date(until + KEPT_AFTER_MS),
    ...(secret === null ? {} : sealedFields(tickets, key, 'totp', secret)),
  })
  return { officer, ticket, until: new Date(until).toISOString(), secret }
}
