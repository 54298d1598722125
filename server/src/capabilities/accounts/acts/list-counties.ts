/** The counties in which this WeChat account has a record. Counties are walled off from each other: one command for each that is open. */
import type { accounts } from '@xlb/shared/accounts/contract.ts'
import type { OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { placeOf } from '../../organisations/index.ts'
import { accountRows } from '../data/accounts.ts'

type Counties = OutputOf<typeof accounts.counties>

export async function listCounties(ctx: ResidentCtx, counties: readonly Ctx[]): Promise<Counties> {
  const found = await Promise.all(counties.map((one) => countyOf(ctx, one)))
  return { items: found.flat() }
}

async function countyOf(ctx: ResidentCtx, there: Ctx): Promise<Counties['items']> {
  const account = await accountRows.findOne(there, { openid: ctx.resident.openid }, { projection: { villageCode: 1 } })
  if (account === null) return []
  const { tenant, village } = await placeOf(there, account.villageCode)
  return [{ ...tenant, village, current: there.tenant === ctx.tenant }]
}
