import type { ConsentPurpose } from '@xlb/shared/data-rights/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { consents, type ConsentRow } from '../data/consents.ts'
import { consentDocuments, documentFor } from '../domain/consent-documents.zh-CN.ts'
import { consentHolds } from '../domain/judge-consent.ts'

/** Whose consent: the person's once known. The account's own answers count until they were carried to the person. */
export interface Holder {
  readonly accountId: string
  readonly personId: string | null
}

export function holderOf({ accountId, personId }: Holder): string {
  return personId ?? accountId
}

/** The answers that count now, by purpose. One command, two while the person's own are not complete. */
export async function readConsents(ctx: Ctx, who: Holder): Promise<ReadonlyMap<ConsentPurpose, ConsentRow>> {
  const own = await consents.find(ctx, { holder: holderOf(who) })
  const complete = who.personId === null || own.length === consentDocuments.length
  const before = complete ? [] : await consents.find(ctx, { holder: who.accountId })
  const standing = before.filter((row) => row.state !== 'CARRIED')
  return new Map([...standing, ...own].map((row) => [row.purpose, row]))
}

/** The answer for one purpose. One command where the person answered, else two. */
export async function readConsent(ctx: Ctx, who: Holder, purpose: ConsentPurpose): Promise<ConsentRow | null> {
  const own = await consents.findOne(ctx, { holder: holderOf(who), purpose })
  if (own !== null || who.personId === null) return own
  const before = await consents.findOne(ctx, { holder: who.accountId, purpose })
  return before?.state === 'CARRIED' ? null : before
}

/** Whether this use is covered at this moment. */
export async function consentStands(ctx: Ctx, who: Holder, purpose: ConsentPurpose): Promise<boolean> {
  return consentHolds(await readConsent(ctx, who, purpose), documentFor(purpose))
}
