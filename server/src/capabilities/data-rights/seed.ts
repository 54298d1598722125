import type { ConsentPurpose } from '@xlb/shared/data-rights/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { consents } from './data/consents.ts'
import { documentFor } from './domain/consent-documents.zh-CN.ts'

/** For the seeds of the demonstration: these people agreed to the present document. Whoever answered already is left alone. */
export async function seedConsents(
  ctx: Ctx,
  purpose: ConsentPurpose,
  people: readonly { readonly accountId: string; readonly personId: string }[],
): Promise<void> {
  const { version: document } = documentFor(purpose)
  const at = ctx.clock.instant()
  await consents.insertMissing(
    ctx,
    people.map(({ accountId, personId }) => {
      const key = { _id: newId('con'), tenant: ctx.tenant, state: 'GIVEN' as const, holder: personId, purpose }
      const answers = [{ document, at, answer: 'given' as const, accountId }]
      const deed = { act: 'consents.give', note: { purpose, document } }
      return firstVersion(ctx, consents, { ...key, document, at, answers }, deed)
    }),
  )
}
