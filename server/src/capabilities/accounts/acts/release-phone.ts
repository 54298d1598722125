/**
 * A telephone number goes to whoever proved it last: companies give old numbers to new people, and what concerns its owner of before is nothing for
 * them. It leaves the accounts that do not act for the same person, who read of it.
 */
import type { Ctx } from '#platform/context.ts'
import { blindsOf } from '#platform/db/sealed.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'
import { persons } from '../data/persons.ts'
import { tellPerson } from './tell-person.ts'

/** More accounts than this never hold one number: each proof leaves one person's. */
const MOST = 100

/** One command where nobody else has the number. Bears repetition. */
export async function releasePhone(ctx: Ctx, owner: AccountRow, phone: string): Promise<void> {
  const phoneBlind = { $in: blindsOf(accountRows, ctx, 'phone', phone) }
  const holders = await accountRows.find(ctx, { phoneBlind }, { limit: MOST })
  for (const held of holders) {
    if (held._id === owner._id || (owner.personId !== null && held.personId === owner.personId)) continue
    const unset = { phoneSealed: '', phoneBlind: '', phoneKid: '' } as const
    const taken = await accountRows.update(ctx, { _id: held._id, phoneBlind }, { $unset: unset })
    if (taken?.personId) await tellHolder(ctx, taken.personId, taken)
  }
}

async function tellHolder(ctx: Ctx, personId: string, { _id }: AccountRow): Promise<void> {
  const person = await persons.findOne(ctx, { _id: personId })
  if (person !== null) await tellPerson(ctx, person, 'phoneMoved', { source: `${_id}:${ctx.clock.instant()}` })
}
