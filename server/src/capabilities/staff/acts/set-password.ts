/** Passwords: the first one by invitation, a new one with the old one and a code. */
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { invitationMatches } from '../one-time-codes.ts'
import { refuseWeakPassword, weak } from '../domain/password-rule.ts'
import { hashPassword, passwordMatches } from '../slow-hash.ts'
import { stepOf } from '../totp.ts'
import { endSession } from './end-session.ts'
import { keepMySession, myself } from './my-sessions.ts'
import { didLock, lockedError, takeTry } from './take-try.ts'

interface FirstPassword {
  readonly username: string
  readonly invitation: string
  readonly password: string
}

/** An invitation has 100 random bits: tries need no lock. The hash is worked out for unknown names too. */
export async function setFirstPassword(ctx: Ctx, { username, invitation, password }: FirstPassword): Promise<void> {
  refuseWeakPassword('body.password', password, username)
  const officer = await officers.findOne(ctx, { username })
  const passwordHash = await hashPassword(password)
  const fits = invitationMatches(officer?.invitation?.hash ?? null, invitation)
  const inTime = (officer?.invitation?.until ?? 0) > ctx.clock.now()
  if (officer?.state !== 'INVITED' || !fits || !inTime) throw new AppError('invitation-refused')
  const set = { passwordHash, passwordChangedAt: ctx.clock.instant(), invitation: null, tries: 0, lockedUntil: 0 }
  const asOfficer = { ...ctx, actor: { kind: 'staff' as const, id: officer._id } }
  const deed = { act: 'staff.activate', note: { from: officer.state, to: 'ACTIVE' } }
  if ((await moveRecord(asOfficer, officers, officer, { state: 'ACTIVE', set }, deed)) === null)
    throw new AppError('invitation-refused')
}

interface NewPassword {
  readonly oldPassword: string
  readonly code: string
  readonly newPassword: string
}

/** A try that locks the door ends this session as well: whoever holds it does not know the password. */
export async function changePassword(ctx: StaffCtx, input: NewPassword): Promise<OfficerRow> {
  refuseWeakPassword('body.newPassword', input.newPassword, (await myself(ctx)).username)
  if (input.newPassword === input.oldPassword) throw weak('body.newPassword', 'same')
  const officer = await takeTry(ctx, { _id: ctx.staff.staffId })
  if (officer === null) throw await lockedError(ctx, ctx.staff.staffId)
  const lastStep = await confirmed(ctx, officer, input)
  if (lastStep === null) {
    if (didLock(ctx, officer)) await endSession(ctx, ctx.staff.sessionId)
    throw new AppError('confirmation-refused')
  }
  const passwordHash = await hashPassword(input.newPassword)
  const [passwordChangedAt, stamp] = [ctx.clock.instant(), officer.stamp + 1]
  const set = { passwordHash, passwordChangedAt, stamp, lastStep, tries: 0, lockedUntil: 0 }
  const deed = { act: 'staff.change-password', note: { stamp } }
  const moved = await moveRecord(ctx, officers, officer, { state: 'ACTIVE', set }, deed)
  if (moved === null) throw new AppError('changed-meanwhile')
  await keepMySession(ctx, stamp)
  return moved
}

/** The step of the code when both are right. */
async function confirmed(ctx: Ctx, officer: OfficerRow, { oldPassword, code }: NewPassword): Promise<number | null> {
  const right = await passwordMatches(officer.passwordHash, oldPassword)
  if (!right || officer.totpSealed === undefined) return null
  return stepOf(openSealed(officers, officer, 'totp', officer.totpSealed), code, ctx.clock.now(), officer.lastStep)
}
