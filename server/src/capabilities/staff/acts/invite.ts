import type { Ctx } from '#platform/context.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { invitationHash, newInvitation } from '../one-time-codes.ts'
import { invitationDays } from '../settings.ts'

export interface Invitation {
  /** In clear: shown once, to be handed over in person. */
  readonly code: string
  readonly until: string
  readonly stored: { readonly hash: string; readonly until: number }
}

export async function newInvitationOf(ctx: Ctx): Promise<Invitation> {
  const code = newInvitation()
  const until = ctx.clock.now() + (await settingOf(ctx, invitationDays)) * 86_400_000
  return { code, until: new Date(until).toISOString(), stored: { hash: invitationHash(code), until } }
}
