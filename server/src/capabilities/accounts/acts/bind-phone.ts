/**
 * My telephone number, proven by WeChat or by a code. A wrong code, another phone's, and one that never was take the same way: a turn, one search that
 * finds nothing, the same words; after five the id is locked, whether or not it ever stood for a code.
 */
import type { ResidentCtx } from '#platform/context.ts'
import { openSealed, sealedFields } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'
import { phoneCodes } from '../data/phone-codes.ts'
import { sms } from '../providers/sms.ts'
import { wechatPhone } from '../providers/wechat-phone.ts'
import { accountOfResident } from './read-account.ts'
import { releasePhone } from './release-phone.ts'
import { codeTextsOf } from './send-phone-code.ts'
import { takeTurn } from './take-turn.ts'

const GUESSES = [{ most: 5, ms: 600_000 }]

export async function bindPhoneByCode(ctx: ResidentCtx, codeId: string, code: string): Promise<AccountRow> {
  const { accountId } = ctx.resident
  const now = ctx.clock.now()
  const keys = [`${accountId}:${codeId}`]
  await takeTurn(ctx, now, { kind: 'phone-code.guess', keys, limits: GUESSES, code: 'code-locked' })
  const standing = { _id: codeId, accountId, closed: false, until: { $gt: now } }
  const used = await phoneCodes.update(
    ctx,
    { ...standing, codeTexts: { $in: codeTextsOf(ctx, codeId, code) } },
    { $set: { closed: true } },
  )
  if (used === null) throw new AppError('code-wrong')
  return await keepPhone(ctx, openSealed(phoneCodes, used, 'phone', used.phoneSealed))
}

export async function bindPhoneByWechat(ctx: ResidentCtx, code: string): Promise<AccountRow> {
  const answer = await ctx.port(wechatPhone).numberOf(code, ctx.resident.openid)
  if ('refused' in answer)
    throw new AppError(answer.refused === 'bad-code' ? 'phone-code-refused' : 'wechat-unreachable')
  return await keepPhone(ctx, answer.phone)
}

async function keepPhone(ctx: ResidentCtx, phone: string): Promise<AccountRow> {
  const before = await accountOfResident(ctx)
  await releasePhone(ctx, before, phone)
  const fields = sealedFields(accountRows, before, 'phone', phone)
  const after = await accountRows.update(ctx, { _id: before._id }, { $set: fields })
  if (after === null) throw new AppError('unauthenticated')
  await tellOldPhone(ctx, before, phone)
  return after
}

/** Whoever had the number before hears of the change, wherever the thief sits. That it could not be told stops nothing. */
async function tellOldPhone(ctx: ResidentCtx, before: AccountRow, phone: string): Promise<void> {
  if (before.phoneSealed === undefined) return
  const old = openSealed(accountRows, before, 'phone', before.phoneSealed)
  if (old === phone) return
  const params = { tail: phone.slice(-4) }
  const outcome = await ctx.port(sms).send({ requestNo: newId('pnd'), to: old, template: 'phone-changed', params })
  if (outcome !== 'accepted') ctx.log.warn({ template: 'phone-changed', outcome }, 'a message could not be sent')
}
