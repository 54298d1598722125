/** The owner lets a payer look: from the period of this day on, until a day within a year. Taken back with one tap. */
import { addDays, dayOf } from '@xlb/shared/platform/day-words.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import type { UtilityAccountRow } from '../data/utility-accounts.ts'
import { changePerson } from './leave-account.ts'

const MOST_DAYS = 366

export async function grantView(
  ctx: ResidentCtx,
  accountId: string,
  personId: string,
  until: string,
): Promise<UtilityAccountRow> {
  const today = dayOf(ctx.clock.now())
  const wrong = until < today ? 'too-small' : until > addDays(today, MOST_DAYS) ? 'too-big' : null
  return await changePerson(ctx, accountId, personId, 'view-granted', (one) => {
    // Judged when it is known that this account is theirs to share.
    if (wrong !== null)
      throw new AppError('input-refused', {}, [
        { path: 'body.until', code: wrong, message: fieldMessages[wrong] ?? '' },
      ])
    if (one.role === 'owner' || (one.role === 'viewer' && one.until === until)) return null
    const viewFrom = one.role === 'viewer' && (one.until ?? '') >= today ? one.viewFrom : today.slice(0, 7)
    return { ...one, role: 'viewer', until, viewFrom }
  })
}

export async function revokeView(ctx: ResidentCtx, accountId: string, personId: string): Promise<UtilityAccountRow> {
  return await changePerson(ctx, accountId, personId, 'view-revoked', (one) =>
    one.role === 'viewer' ? { ...one, role: 'payer', until: null, viewFrom: null } : null,
  )
}
