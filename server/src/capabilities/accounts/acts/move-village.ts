/**
 * My village. A person moves with all their WeChat accounts; notices follow at once, because they are looked up by what stands here, and receipts stay
 * as they were written.
 */
import type { ResidentCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { villageExists } from '../../organisations/index.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'
import { persons } from '../data/persons.ts'
import { copyToAccounts } from './bind-account.ts'
import { changePerson } from './ensure-person.ts'
import { accountOfResident } from './read-account.ts'

export async function moveVillage(ctx: ResidentCtx, villageCode: string): Promise<AccountRow> {
  if (!(await villageExists(ctx, villageCode))) throw new AppError('village-unknown')
  const account = await accountOfResident(ctx)
  if (account.personId === null) return await moveAccount(ctx, account, villageCode)
  const person = await persons.findOne(ctx, { _id: account.personId })
  if (person === null) throw notFound()
  const moved = await changePerson(ctx, person, 'accounts.move', (row) =>
    row.villageCode === villageCode
      ? null
      : {
          change: { set: { villageCode } },
          note: { from: row.villageCode, to: villageCode },
          events: [{ name: 'accounts.moved', data: { from: row.villageCode, to: villageCode } }],
        },
  )
  await copyToAccounts(ctx, moved)
  return await accountOfResident(ctx)
}

async function moveAccount(ctx: ResidentCtx, account: AccountRow, villageCode: string): Promise<AccountRow> {
  if (account.villageCode === villageCode) return account
  const at = { _id: account._id, personId: null }
  return (await accountRows.update(ctx, at, { $set: { villageCode } })) ?? (await accountOfResident(ctx))
}
