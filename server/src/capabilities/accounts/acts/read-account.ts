import type { ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'

export async function accountOfResident(ctx: ResidentCtx): Promise<AccountRow> {
  const account = await accountRows.findOne(ctx, { _id: ctx.resident.accountId })
  if (account === null) throw new AppError('unauthenticated')
  return account
}
