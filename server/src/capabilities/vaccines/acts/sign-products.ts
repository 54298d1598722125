/** What a clinic answers for (DOMAIN.md vaccines 9). Promises: a word stands for the facts that were shown, and for no others. */
import type { ProductFacts } from '@xlb/shared/vaccines/staff-endpoints.ts'
import { signOffTable } from '@xlb/shared/vaccines/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { StaffCtx } from '#platform/context.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { factsOf, forgetSignOffs, signOffs, type SignOffRow } from '../data/sign-offs.ts'
import { ruleWords } from '../domain/fact-words.ts'
import { productOf, products, type Product } from '../domain/facts.ts'
import { loadSite } from './plan-sessions.ts'

function presentFacts(product: Product, row: SignOffRow | undefined): ProductFacts {
  const facts = factsOf(product)
  const stands = row?.state === 'SIGNED' && row.facts === facts
  return {
    ...{ product: product.code, name: product.name, free: product.free, verified: product.verified, facts },
    rules: ruleWords(product),
    signed: stands ? { at: row.at, by: row.by } : null,
  }
}

export async function listProducts(ctx: StaffCtx, siteId: string): Promise<ProductFacts[]> {
  await loadSite(ctx, siteId)
  const rows = await signOffs.find(ctx, { siteId }, { sort: { product: 1 }, limit: products.length })
  return products.map((product) =>
    presentFacts(
      product,
      rows.find((row) => row.product === product.code),
    ),
  )
}

/** @throws AppError not-found (no such product, or nothing to sign), `facts-changed`, `changed-meanwhile` */
export async function signProduct(
  ctx: StaffCtx,
  { siteId, product: code }: { readonly siteId: string; readonly product: string },
  { facts, signed }: { readonly facts: string; readonly signed: boolean },
): Promise<ProductFacts> {
  await loadSite(ctx, siteId)
  const product = productOf(code)
  if (product === null || product.verified || product.urgent) throw notFound()
  if (facts !== factsOf(product)) throw new AppError('facts-changed')
  const row = await keepWord(ctx, siteId, code, facts, signed)
  forgetSignOffs(ctx)
  return presentFacts(product, row ?? undefined)
}

async function keepWord(ctx: StaffCtx, siteId: string, product: string, facts: string, signed: boolean) {
  const standing = await signOffs.findOne(ctx, { siteId, product })
  const word = { facts, by: ctx.actor.id, at: ctx.clock.instant() }
  if (standing === null) {
    if (!signed) return null
    const row = { _id: newId('sgn'), tenant: ctx.tenant, state: signOffTable.initial, siteId, product, ...word }
    return await createRecord(ctx, signOffs, row, { act: 'vaccines.sign-product', note: { product, facts } })
  }
  const state = nextState(signOffTable, standing.state, signed ? 'sign' : 'withdraw')
  if (state === null) return standing
  const act = signed ? 'vaccines.sign-product' : 'vaccines.withdraw-sign-off'
  const moved = await moveRecord(ctx, signOffs, standing, { state, set: word }, { act, note: { product, facts } })
  if (moved === null) throw new AppError('changed-meanwhile')
  return moved
}
