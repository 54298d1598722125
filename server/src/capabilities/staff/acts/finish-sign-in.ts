/**
 * Ticket and second factor → session. The code's step, or the recovery code, is spent in the same guarded update that writes the sign-in down; the
 * ticket is claimed before that. Whatever is sent twice at once, one of them signs in.
 */
import type { Ctx } from '#platform/context.ts'
import { hashOf } from '#platform/crypto/tokens.ts'
import { moveRecord } from '#platform/db/record.ts'
import { openSealed, sealedFields } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { officers, type OfficerRow } from '../data/officers.ts'
import { tickets, type TicketRow } from '../data/tickets.ts'
import { newRecoveryCodes, recoveryMac } from '../one-time-codes.ts'
import { readTicket } from '../domain/ticket.ts'
import { stepOf } from '../totp.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { lockedError, takeTry } from './take-try.ts'

const MOST_TICKET_TRIES = 5
const MOST_ROUNDS = 5

export type Proof = { readonly code: string } | { readonly recoveryCode: string }

export interface SignedIn extends OpenedSession {
  readonly officer: OfficerRow
  /** In clear, once; null but at the first sign-in. */
  readonly recoveryCodes: readonly string[] | null
}

export async function finishSignIn(ctx: Ctx, ticketText: string, proof: Proof): Promise<SignedIn> {
  const ticket = await takeTicket(ctx, ticketText)
  const officer = await takeTry(ctx, { _id: ticket.staffId })
  if (officer === null) throw await lockedError(ctx, ticket.staffId)
  const enrolling = ticket.totpSealed !== undefined
  const stands = officer.stamp === ticket.stamp && (officer.totpSealed === undefined) === enrolling
  if (!stands) throw new AppError('ticket-ended')
  const secret = secretOf(ticket, officer)
  if (spentBy(ctx, officer, secret, proof, enrolling) === null) throw new AppError('second-factor-refused')
  await claimTicket(ctx, ticket)
  const recoveryCodes = enrolling ? newRecoveryCodes() : null
  const moved = await writeDown(ctx, officer, secret, proof, recoveryCodes)
  return { officer: moved, recoveryCodes, ...(await openSession(ctx, moved)) }
}

async function takeTicket(ctx: Ctx, text: string): Promise<TicketRow> {
  const at = { _id: readTicket(text)?.id ?? '', hash: hashOf(text), usedAt: null }
  const open = { until: { $gt: ctx.clock.now() }, tries: { $lt: MOST_TICKET_TRIES } }
  const ticket = await tickets.update(ctx, { ...at, ...open }, { $inc: { tries: 1 } })
  if (ticket === null) throw new AppError('ticket-ended')
  return ticket
}

async function claimTicket(ctx: Ctx, { _id }: TicketRow): Promise<void> {
  const claimed = await tickets.update(ctx, { _id, usedAt: null }, { $set: { usedAt: ctx.clock.instant() } })
  if (claimed === null) throw new AppError('ticket-ended')
}

function secretOf(ticket: TicketRow, officer: OfficerRow): string {
  if (ticket.totpSealed !== undefined) return openSealed(tickets, ticket, 'totp', ticket.totpSealed)
  return openSealed(officers, officer, 'totp', officer.totpSealed ?? '')
}

/** What the proof uses up; null when it proves nothing. */
function spentBy(ctx: Ctx, officer: OfficerRow, secret: string, proof: Proof, enrolling: boolean) {
  if ('code' in proof) {
    const lastStep = stepOf(secret, proof.code, ctx.clock.now(), enrolling ? 0 : officer.lastStep)
    return lastStep === null ? null : { lastStep }
  }
  const mac = recoveryMac(secret, proof.recoveryCode)
  if (enrolling || !officer.recovery.includes(mac)) return null
  return { recovery: officer.recovery.filter((one) => one !== mac) }
}

async function writeDown(
  ctx: Ctx,
  first: OfficerRow,
  secret: string,
  proof: Proof,
  recoveryCodes: readonly string[] | null,
): Promise<OfficerRow> {
  const fresh =
    recoveryCodes === null
      ? {}
      : {
          ...sealedFields(officers, first, 'totp', secret),
          recovery: recoveryCodes.map((code) => recoveryMac(secret, code)),
        }
  const by = recoveryCodes === null ? ('code' in proof ? 'code' : 'recovery-code') : 'enrolment'
  const deed = { act: 'staff.sign-in', note: { by, stamp: first.stamp } }
  let officer: OfficerRow | null = first
  for (let round = 0; round < MOST_ROUNDS && officer !== null; round += 1) {
    const spent = spentBy(ctx, officer, secret, proof, recoveryCodes !== null)
    if (spent === null || officer.stamp !== first.stamp) throw new AppError('second-factor-refused')
    const set = { ...fresh, ...spent, tries: 0, lockedUntil: 0 }
    const moved = await moveRecord(ctx, officers, officer, { state: 'ACTIVE', set }, deed)
    if (moved !== null) return moved
    // Somebody signed in, or changed the officer, a moment ago: judged anew.
    officer = await officers.findOne(ctx, { _id: first._id })
  }
  throw new AppError('changed-meanwhile')
}
