/** A guardianship that was revoked or corrected stays ended after a restore; dates and birthdays are judged at every use anyway. */
import { endAgain, noteEnding } from '#platform/audit/endings.ts'
import type { Ledger } from '#platform/audit/outside-ledger.ts'
import type { Ctx } from '#platform/context.ts'
import { guardianships } from '../data/guardianships.ts'
import { endGuardianship } from './keep-guardianship.ts'

export const GUARDIANSHIP_LEDGER = 'guardianship-ledger.jsonl'

/** Bears repetition. */
export async function noteEnded(ctx: Ctx, ledger: Ledger, guardianshipId: string): Promise<void> {
  const row = await guardianships.findOne(ctx, { _id: guardianshipId })
  const byPeople = row?.endReason === 'revoked' || row?.endReason === 'corrected'
  if (row?.state === 'ENDED' && byPeople) noteEnding(ctx, ledger, guardianshipId, true)
}

export async function holdEndings(
  ctx: Ctx,
  ledger: Ledger,
  backupAt: string,
): Promise<Readonly<Record<string, number>>> {
  const how = { ledger, of: 'guardianship', what: 'guardianships ended again', backupAt }
  return await endAgain(ctx, how, async (_id) => {
    const row = await guardianships.findOne(ctx, { _id })
    return row?.state === 'ACTIVE' && (await endGuardianship(ctx, row, 'revoked')) !== null
  })
}
