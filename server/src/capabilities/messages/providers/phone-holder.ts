/** Whom a phone's WeChat acts for now: a message about one person must never reach another who took the phone over. Provided by accounts. */
import { definePort, type Ctx } from '#platform/context.ts'

export const phoneHolder = definePort<{ personOf(ctx: Ctx, openid: string): Promise<string | null> }>(
  'messages.phone-holder',
)
