/** Give and withdraw. Every answer is kept; of two at once both are written down, one after the other. */
import type { ConsentPurpose } from '@xlb/shared/data-rights/contract.ts'
import { consentTable, type ConsentState } from '@xlb/shared/data-rights/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { consents, type ConsentAnswer, type ConsentRow } from '../data/consents.ts'
import { documentFor } from '../domain/consent-documents.zh-CN.ts'
import { holderOf, readConsent, type Holder } from './read-consents.ts'

export const CONSENT_ANSWERED = 'data-rights.consent-answered'
const MOST_TRIES = 5

/** @throws AppError `consent-version-old` when another version is asked for by now */
export function refuseOldVersion(purpose: ConsentPurpose, version: string): void {
  if (version !== documentFor(purpose).version) throw new AppError('consent-version-old')
}

/** @throws AppError `consent-version-old` */
export async function giveConsent(ctx: Ctx, who: Holder, purpose: ConsentPurpose, version: string): Promise<void> {
  refuseOldVersion(purpose, version)
  await answer(ctx, who, purpose, 'given', version)
}

/** Withdrawing what was never given changes nothing. */
export async function withdrawConsent(ctx: Ctx, who: Holder, purpose: ConsentPurpose): Promise<void> {
  await answer(ctx, who, purpose, 'withdrawn', null)
}

async function answer(
  ctx: Ctx,
  who: Holder,
  purpose: ConsentPurpose,
  given: ConsentAnswer['answer'],
  version: string | null,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const row = await readConsent(ctx, who, purpose)
    const document = version ?? row?.document ?? documentFor(purpose).version
    const fresh = { document, at: ctx.clock.instant(), answer: given, accountId: who.accountId }
    if (await wasAnswered(ctx, who, purpose, row, fresh)) return
  }
  throw new AppError('changed-meanwhile')
}

async function wasAnswered(
  ctx: Ctx,
  who: Holder,
  purpose: ConsentPurpose,
  row: ConsentRow | null,
  fresh: ConsentAnswer,
): Promise<boolean> {
  const given = fresh.answer === 'given'
  if (row === null) return !given || (await wasCreated(ctx, who, purpose, fresh))
  if (given && row.state === 'GIVEN' && row.document === fresh.document) return true
  const state = nextState(consentTable, row.state, given ? 'give' : 'withdraw')
  return state === null || (await moveAnswer(ctx, row, holderOf(who), state, fresh))
}

async function wasCreated(ctx: Ctx, who: Holder, purpose: ConsentPurpose, fresh: ConsentAnswer): Promise<boolean> {
  const { document, at } = fresh
  const own = { _id: newId('con'), tenant: ctx.tenant, state: 'GIVEN' as const, holder: holderOf(who), purpose }
  return await unlessTaken(async () => {
    await createRecord(ctx, consents, { ...own, document, at, answers: [fresh] }, deedOf(purpose, fresh))
    return true
  })
}

/**
 * One answer more, and where it leaves the record; false: somebody answered in the meantime. The account's own answer becomes the person's with the next one;
 * after it was carried away the account begins anew.
 */
export async function moveAnswer(
  ctx: Ctx,
  row: ConsentRow,
  holder: string,
  state: ConsentState,
  fresh: ConsentAnswer,
): Promise<boolean> {
  const { document, at } = fresh
  const before = row.state === 'CARRIED' ? [] : row.answers
  const set = { holder, document, at, answers: [...before, fresh] }
  const deed = deedOf(row.purpose, fresh)
  return await unlessTaken(async () => (await moveRecord(ctx, consents, row, { state, set }, deed)) !== null)
}

/** false: somebody answered in the meantime. */
async function unlessTaken(write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write()
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

function deedOf(purpose: ConsentPurpose, { answer: given, document }: ConsentAnswer) {
  const act = given === 'given' ? 'consents.give' : 'consents.withdraw'
  return { act, note: { purpose, document }, events: [{ name: CONSENT_ANSWERED }] }
}
