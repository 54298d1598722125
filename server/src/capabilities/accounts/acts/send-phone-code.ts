/**
 * Six digits by SMS. Promises that a number gets 5 an hour and 10 a day at most, through whichever process and account; that a code which could not
 * be sent is void; and that the answer tells nothing about the number.
 */
import { randomInt } from 'node:crypto'
import type { ResidentCtx } from '#platform/context.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { keyedTexts } from '../data/attempts.ts'
import { phoneCodes } from '../data/phone-codes.ts'
import { sendTwice, sms } from '../providers/sms.ts'
import { giveBackTurn, takeTurn, type Taken } from './take-turn.ts'

const HOUR_MS = 3_600_000
const LIFE_MINUTES = 10
const LIFE_MS = LIFE_MINUTES * 60_000
const KEPT_MS = 24 * HOUR_MS
const OF_A_NUMBER = [
  { most: 5, ms: HOUR_MS },
  { most: 10, ms: 24 * HOUR_MS },
]
/** One account must not write to a whole village. */
const OF_AN_ACCOUNT = [{ most: 20, ms: 24 * HOUR_MS }]

/** Answers the code's id. */
export async function sendPhoneCode(ctx: ResidentCtx, phone: string): Promise<string> {
  const taken = await takeTurns(ctx, phone)
  const code = sixDigits()
  const _id = newId('cod')
  const key = { _id, tenant: ctx.tenant }
  const until = ctx.clock.now() + LIFE_MS
  await phoneCodes.insert(ctx, {
    ...key,
    accountId: ctx.resident.accountId,
    codeTexts: codeTextsOf(ctx, _id, code),
    until,
    closed: false,
    expireAt: new Date(until + KEPT_MS),
    ...sealedFields(phoneCodes, key, 'phone', phone),
  })
  const params = { code, minutes: String(LIFE_MINUTES) }
  const outcome = await sendTwice(ctx.port(sms), { requestNo: _id, to: phone, template: 'verify-code', params })
  if (outcome === 'accepted') return _id
  await phoneCodes.update(ctx, { _id }, { $set: { closed: true } })
  for (const one of taken) await giveBackTurn(scopeOf(ctx, one), one)
  throw new AppError('sms-unreachable')
}

/** An even choice of a million. */
export function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** Bound to the row: the same digits of another code make another text. */
export function codeTextsOf(ctx: ResidentCtx, codeId: string, code: string): string[] {
  return keyedTexts(ctx, 'phone-code', `${codeId}:${code}`)
}

/** A telephone number is the same in every county: it is counted for the whole house. */
const HOUSE = { tenant: 'house' }
const scopeOf = (ctx: ResidentCtx, { turn }: Taken) => (turn.kind === 'phone-code.number' ? HOUSE : ctx)

async function takeTurns(ctx: ResidentCtx, phone: string): Promise<Taken[]> {
  const now = ctx.clock.now()
  const code = 'code-limit' as const
  const keys = [ctx.resident.accountId]
  const mine = await takeTurn(ctx, now, { kind: 'phone-code.account', keys, limits: OF_AN_ACCOUNT, code })
  try {
    const texts = keyedTexts(HOUSE, 'phone-code.number', phone)
    const turn = { kind: 'phone-code.number', keys: texts, limits: OF_A_NUMBER, code }
    return [mine, await takeTurn(HOUSE, now, turn)]
  } catch (error) {
    await giveBackTurn(ctx, mine)
    throw error
  }
}

/** What the sender is told, also at a repeat: never the number, and nothing of whether somebody has it. */
export async function readPhoneCode(ctx: ResidentCtx, codeId: string): Promise<{ codeId: string; expiresAt: string }> {
  const row = await phoneCodes.findOne(ctx, { _id: codeId, accountId: ctx.resident.accountId })
  if (row === null) throw notFound()
  return { codeId, expiresAt: new Date(row.until).toISOString() }
}
