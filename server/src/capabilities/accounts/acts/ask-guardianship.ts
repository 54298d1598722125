/** The register knows people by their ID numbers; the guardian's is opened here and leaves only towards it. */
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { bureau, type GuardianshipAnswer } from '../providers/bureau.ts'
import { idNumberOf } from './id-number.ts'

export async function askGuardianship(
  ctx: Ctx,
  { guardianPersonId, childIdNo }: { guardianPersonId: string; childIdNo: string },
): Promise<GuardianshipAnswer> {
  const guardianIdNo = await idNumberOf(ctx, guardianPersonId)
  if (guardianIdNo === null) return { result: 'unknown', relation: null, since: null, until: null }
  return await ctx.port(bureau).checkGuardianship({ requestNo: newId('pnd'), guardianIdNo, childIdNo })
}
