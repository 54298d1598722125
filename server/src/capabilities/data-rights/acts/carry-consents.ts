/**
 * A WeChat account turned out to be this person: its answers go over. The later answer of each purpose counts, and the account keeps none, so that
 * whoever uses the account after this person inherits nothing.
 */
import { consentTable } from '@xlb/shared/data-rights/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { consents, type ConsentRow } from '../data/consents.ts'

/** Bears repetition. */
export async function carryConsents(ctx: Ctx, accountId: string, personId: string): Promise<void> {
  for (const row of await consents.find(ctx, { holder: accountId })) {
    const state = nextState(consentTable, row.state, 'carry')
    if (state === null) continue
    await addToPerson(ctx, row, personId)
    await moveRecord(ctx, consents, row, { state }, { act: 'consents.carry', note: { to: personId } })
  }
}

async function addToPerson(ctx: Ctx, row: ConsentRow, personId: string): Promise<void> {
  const { purpose, state, document, at, answers } = row
  const deed = { act: 'consents.take-over', note: { from: row._id, purpose, document } }
  const standing = await consents.findOne(ctx, { holder: personId, purpose })
  if (standing === null) {
    const own = { _id: newId('con'), tenant: ctx.tenant, state, holder: personId, purpose }
    if (!(await wasInserted(ctx, { ...own, document, at, answers }, deed))) await addToPerson(ctx, row, personId)
    return
  }
  const known = new Set(standing.answers.map((one) => `${one.accountId} ${one.at}`))
  const added = answers.filter((one) => !known.has(`${one.accountId} ${one.at}`))
  if (added.length === 0) return
  const all = [...standing.answers, ...added].sort((one, other) => (one.at < other.at ? -1 : 1))
  const later = standing.at < at ? { state, set: { document, at, answers: all } } : { set: { answers: all } }
  if ((await moveRecord(ctx, consents, standing, later, deed)) === null) await addToPerson(ctx, row, personId)
}

async function wasInserted(
  ctx: Ctx,
  row: Omit<ConsentRow, 'version' | 'pending'>,
  deed: Parameters<typeof createRecord>[3],
): Promise<boolean> {
  try {
    await createRecord(ctx, consents, row, deed)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
