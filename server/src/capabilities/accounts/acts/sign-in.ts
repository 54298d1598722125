/** wx.login's code → openid → account → session; with it, at the first time, the agreement that was shown beside the button. */
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { giveConsent, refuseOldVersion } from '../../data-rights/index.ts'
import { wechatLogin } from '../providers/wechat.ts'
import { openSession, type Opened } from './open-session.ts'

interface SigningIn {
  readonly code: string
  readonly client: 'weapp' | 'h5'
  /** Version of the service agreement. */
  readonly agreement?: string | undefined
}

/** An outdated agreement is refused before the code is used up. */
export async function signIn(ctx: Ctx, { code, client, agreement }: SigningIn): Promise<Opened> {
  if (agreement !== undefined) refuseOldVersion('service-agreement', agreement)
  const answer = await ctx.port(wechatLogin).codeToSession(code)
  if ('refused' in answer) throw refusal(answer.refused)
  const opened = await openSession(ctx, { openid: answer.openid, client })
  if (agreement !== undefined) await keepAgreement(ctx, opened, agreement)
  return opened
}

async function keepAgreement(ctx: Ctx, { account }: Opened, version: string): Promise<void> {
  const { _id: accountId, personId } = account
  const self: Ctx = { ...ctx, actor: { kind: 'resident', id: accountId } }
  await giveConsent(self, { accountId, personId }, 'service-agreement', version)
}

function refusal(kind: 'bad-code' | 'blocked' | 'unreachable'): AppError {
  if (kind === 'bad-code') return new AppError('login-code-refused')
  return new AppError(kind === 'blocked' ? 'login-user-blocked' : 'wechat-unreachable')
}
