/** The day on which somebody paid for an account or looked at it, for its owner's list: written once a day. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import { utilityAccounts } from '../data/utility-accounts.ts'

export async function noteUse(ctx: Ctx, accountId: string, personId: string): Promise<void> {
  const today = dayOf(ctx.clock.now())
  const mine = { _id: accountId, people: { $elemMatch: { personId, lastUsedOn: { $ne: today } } } }
  await utilityAccounts.update(ctx, mine, { $set: { 'people.$.lastUsedOn': today } })
}
