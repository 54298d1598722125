import { dayOf } from '@xlb/shared/platform/time.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { guardianships, type GuardianshipRow } from '../data/guardianships.ts'
import { endGuardianship } from './keep-guardianship.ts'
import { judgeRow } from './judge-right.ts'

/** Mine as guardian; anybody else's, the child's included, looks like an unknown one. */
export async function loadOwn(ctx: ResidentCtx, guardianshipId: string): Promise<GuardianshipRow> {
  const guardianPersonId = ctx.resident.personId ?? ''
  const row = await guardianships.findOne(ctx, { _id: guardianshipId, guardianPersonId })
  if (row === null) throw notFound()
  return row
}

/** @throws AppError `guardianship-ended`; `changed-meanwhile` where it waits for a second officer, or moved just now */
export async function endOwn(ctx: ResidentCtx, row: GuardianshipRow): Promise<string> {
  const { reason } = judgeRow(row, dayOf(ctx.clock.now()))
  if (reason !== null && reason !== 'not-yet') throw new AppError('guardianship-ended')
  if (row.state === 'REFUSED') throw new AppError('guardianship-ended')
  if (row.state !== 'ACTIVE' || (await endGuardianship(ctx, row, 'revoked')) === null)
    throw new AppError('changed-meanwhile')
  return row._id
}
