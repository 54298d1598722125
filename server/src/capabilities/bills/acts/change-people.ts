/** Every change of an account's people: one guarded update of the account, and its bills follow at once. */
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { moveRecord } from '#platform/db/record.ts'
import { utilityAccounts, type AccountPerson, type UtilityAccountRow } from '../data/utility-accounts.ts'
import { followPeople } from './follow-people.ts'

const TRIES = 6

type People = readonly AccountPerson[]

/** `change` answers the people as they shall be, or null for "nothing to change". */
export async function changePeople(
  ctx: Ctx,
  loaded: UtilityAccountRow,
  act: string,
  change: (people: People) => People | null,
): Promise<UtilityAccountRow> {
  let account: UtilityAccountRow | null = loaded
  for (let tries = 0; tries < TRIES && account !== null; tries += 1) {
    const people = change(account.people)
    if (people === null) return account
    const deed = { act: `bills.${act}`, note: { people: people.length } }
    const moved: UtilityAccountRow | null = await moveRecord(
      ctx,
      utilityAccounts,
      account,
      { set: { people, stale: true } },
      deed,
    )
    if (moved !== null) {
      await followPeople(ctx, moved)
      return moved
    }
    account = await utilityAccounts.findOne(ctx, { _id: loaded._id })
  }
  throw new AppError('changed-meanwhile')
}

export function without(people: People, personId: string): People | null {
  const left = people.filter((one) => one.personId !== personId)
  return left.length === people.length ? null : left
}
