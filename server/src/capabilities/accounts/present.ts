import type { Me } from '@xlb/shared/accounts/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { placeOf } from '../organisations/index.ts'
import { accountRows, type AccountRow } from './data/accounts.ts'
import { maskPhone } from './domain/mask.ts'

/** What a person sees of their own account; names are masked by default. */
export async function presentMe(ctx: Ctx, account: AccountRow): Promise<Me> {
  const { maskedName, verified, view, villageCode } = account
  return { name: maskedName, verified, view, phone: phoneOf(ctx, account), ...(await placeOf(ctx, villageCode)) }
}

/** A number that does not open must not keep anybody out of everything else. */
function phoneOf(ctx: Ctx, account: AccountRow): string | null {
  if (account.phoneSealed === undefined) return null
  try {
    return maskPhone(openSealed(accountRows, account, 'phone', account.phoneSealed))
  } catch (error) {
    ctx.log.error({ err: error, account: account._id }, 'a telephone number did not open')
    return null
  }
}
