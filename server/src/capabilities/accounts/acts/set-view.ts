import type { View } from '@xlb/shared/accounts/contract.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { accountRows, type AccountRow } from '../data/accounts.ts'

export async function setView(ctx: ResidentCtx, view: View): Promise<AccountRow> {
  const account = await accountRows.update(ctx, { _id: ctx.resident.accountId }, { $set: { view } })
  if (account === null) throw notFound()
  return account
}
