import type { SignOffState } from '@xlb/shared/vaccines/states.ts'
import type { Ctx } from '#platform/context.ts'
import { hashOf } from '#platform/crypto/tokens.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import { keepAMinute } from '#platform/kept-a-minute.ts'
import type { Product } from '../domain/facts.ts'

/** A clinic's word for a product whose facts nobody verified: it stands for exactly these facts. */
export interface SignOffRow extends AuditedRow {
  readonly state: SignOffState
  readonly siteId: string
  readonly product: string
  /** `factsOf` of what was signed. */
  readonly facts: string
  /** An officer. */
  readonly by: string
  readonly at: string
}

export const signOffs = defineCollection<SignOffRow>({
  name: 'vaccineSignOffs',
  fields: { state: String, siteId: String, product: String, facts: String, by: String, at: String },
  indexes: [{ name: 'site', fields: { tenant: 1, siteId: 1, product: 1 }, unique: true }],
  audited: true,
})

/** A name for a product's facts as they stand: another one as soon as any of them changes. */
export const factsOf = (product: Product): string => hashOf(JSON.stringify(product))

const MOST = 2_000

const kept = keepAMinute<readonly SignOffRow[]>(
  (ctx) => signOffs.find(ctx, {}, { sort: { siteId: 1, product: 1 }, limit: MOST }),
  () => false,
)

/** After a change here; other processes follow within the minute, and a session of such a product cannot be planned before. */
export const forgetSignOffs = kept.forget

/** The clinics whose word stands for these very facts; null where none is needed. No command while a minute has not passed. */
export async function signedSites(ctx: Ctx, product: Product): Promise<readonly string[] | null> {
  if (product.verified) return null
  const facts = factsOf(product)
  const standing = (await kept.get(ctx)).filter((one) => one.state === 'SIGNED' && one.facts === facts)
  return standing.filter((one) => one.product === product.code).map((one) => one.siteId)
}
