/** What every act at the counter asks first: the case, nobody's own matter, and a village that the officer serves. */
import { reaches, refuseOwnMatter } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { personById } from '../../accounts/index.ts'
import { requireCase } from '../../desk/index.ts'

export const COUNTER_ROLES = ['counter'] as const

/** @throws AppError `desk-case-needed` unless the open case is one of these people's */
export async function requireCaseOfOne(ctx: StaffCtx, caseNo: string, personIds: readonly string[]): Promise<void> {
  const [first, ...others] = personIds
  if (first === undefined) throw new AppError('desk-case-needed')
  try {
    await requireCase(ctx, caseNo, first)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'desk-case-needed' || others.length === 0) throw error
    await requireCaseOfOne(ctx, caseNo, others)
  }
}

/** The village of one of these people that the officer reaches. @throws AppError `own-matter`, `out-of-scope` */
export async function unitOfMatter(ctx: StaffCtx, personIds: readonly string[]): Promise<string> {
  await refuseOwnMatter(ctx, personIds)
  for (const personId of personIds) {
    const person = await personById(ctx, personId)
    if (person !== null && (await reaches(ctx, ctx.staff, COUNTER_ROLES, person.villageCode))) return person.villageCode
  }
  throw new AppError('out-of-scope')
}
