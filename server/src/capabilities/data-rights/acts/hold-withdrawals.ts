/** A consent that was withdrawn stays withdrawn after a restore, unless it was given again since. */
import { consentTable } from '@xlb/shared/data-rights/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import { endAgain, noteEnding } from '#platform/audit/endings.ts'
import type { Ledger } from '#platform/audit/outside-ledger.ts'
import type { Ctx } from '#platform/context.ts'
import { consents, type ConsentRow } from '../data/consents.ts'
import { moveAnswer } from './answer-consent.ts'

export const CONSENT_LEDGER = 'consent-ledger.jsonl'

/** Told of every answer, in whatever order: what stands at this moment is noted. */
export async function noteAnswer(ctx: Ctx, ledger: Ledger, consentId: string): Promise<void> {
  const row = await consents.findOne(ctx, { _id: consentId })
  if (row !== null) noteEnding(ctx, ledger, consentId, row.state === 'WITHDRAWN')
}

export async function holdWithdrawals(
  ctx: Ctx,
  ledger: Ledger,
  backupAt: string,
): Promise<Readonly<Record<string, number>>> {
  const how = { ledger, of: 'consent', what: 'consents withdrawn again', backupAt }
  return await endAgain(ctx, how, async (_id) => {
    const row = await consents.findOne(ctx, { _id })
    return row !== null && (await withdrawAgain(ctx, row))
  })
}

async function withdrawAgain(ctx: Ctx, row: ConsentRow): Promise<boolean> {
  const state = row.state === 'GIVEN' ? nextState(consentTable, row.state, 'withdraw') : null
  if (state === null) return false
  const { document, holder, answers } = row
  const accountId = answers.at(-1)?.accountId ?? ''
  return await moveAnswer(ctx, row, holder, state, {
    document,
    at: ctx.clock.instant(),
    answer: 'withdrawn',
    accountId,
  })
}
