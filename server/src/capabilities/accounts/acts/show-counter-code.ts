/** Six digits that let an officer bind this WeChat account to the person they identified. No two live ones of a county are alike. */
import type { ResidentCtx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { keyedTexts } from '../data/attempts.ts'
import { counterCodes, type CounterCodeRow } from '../data/counter-codes.ts'
import { sixDigits } from './send-phone-code.ts'
import { takeTurn } from './take-turn.ts'

const LIFE_MS = 600_000
const KEPT_MS = 86_400_000
const OF_AN_ACCOUNT = [{ most: 5, ms: 3_600_000 }]
const MOST_TRIES = 20

export async function showCounterCode(ctx: ResidentCtx): Promise<{ code: string; expiresAt: string }> {
  const now = ctx.clock.now()
  const keys = [ctx.resident.accountId]
  await takeTurn(ctx, now, { kind: 'counter-code.account', keys, limits: OF_AN_ACCOUNT, code: 'code-limit' })
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const code = sixDigits()
    if (await wasFree(ctx, code, now)) return { code, expiresAt: new Date(now + LIFE_MS).toISOString() }
  }
  throw new AppError('unavailable')
}

async function wasFree(ctx: ResidentCtx, code: string, now: number): Promise<boolean> {
  const row: CounterCodeRow = {
    _id: newId('cod'),
    tenant: ctx.tenant,
    accountId: ctx.resident.accountId,
    sessionId: ctx.resident.sessionId,
    codeTexts: counterTexts(ctx, code),
    until: now + LIFE_MS,
    expireAt: new Date(now + LIFE_MS + KEPT_MS),
  }
  try {
    await counterCodes.insert(ctx, row)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

export function counterTexts(ctx: { readonly tenant: string }, code: string): string[] {
  return keyedTexts(ctx, 'counter-code', code)
}
