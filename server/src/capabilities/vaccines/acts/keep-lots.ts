/** Lots of a site: entered, stopped, chosen. Promises: what is given comes from a lot of this site and product that is neither expired on that day nor stopped. */
import { isDeepStrictEqual } from 'node:util'
import { nextState } from '@xlb/shared/platform/states.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { lotTable } from '@xlb/shared/vaccines/states.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { firstVersion, moveRecord } from '#platform/db/record.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { lots, type LotRow } from '../data/lots.ts'
import { productOf } from '../domain/facts.ts'
import { loadSite } from './plan-sessions.ts'
import { refusedField } from './refused-field.ts'

export type LotFacts = Pick<LotRow, 'product' | 'lotNo' | 'maker' | 'expiry' | 'dosesPerPack' | 'received'>

export function lotRow(ctx: Ctx, siteId: string, facts: LotFacts): LotRow {
  const { product, lotNo } = facts
  const row = { _id: newId('vlt'), tenant: ctx.tenant, state: lotTable.initial, siteId, ...facts, stoppedAt: null }
  return firstVersion<LotRow>(ctx, lots, row, { act: 'vaccines.enter-lot', note: { product, lotNo } })
}

/** An expired one may be entered, to be counted. @throws AppError not-found, `out-of-scope`, `input-refused`, `lot-entered` (with other facts), `changed-meanwhile` */
export async function enterLot(ctx: StaffCtx, siteId: string, facts: LotFacts, correct: boolean): Promise<LotRow> {
  const site = await loadSite(ctx, siteId)
  if (productOf(facts.product) === null) throw refusedField('body.product', '没有这种疫苗。')
  const { product, lotNo } = facts
  const key = { siteId: site._id, product, lotNo }
  const { row } = await lots.insertOrGet(ctx, key, lotRow(ctx, site._id, facts))
  if (isDeepStrictEqual(factsOf(row), facts)) return row
  if (!correct) throw new AppError('lot-entered')
  const note = { expiryBefore: row.expiry, expiry: facts.expiry, dosesPerPack: facts.dosesPerPack }
  const moved = await moveRecord(ctx, lots, row, { set: facts }, { act: 'vaccines.correct-lot', note })
  if (moved === null) throw new AppError('changed-meanwhile')
  return moved
}

function factsOf({ product, lotNo, maker, expiry, dosesPerPack, received }: LotRow): LotFacts {
  return { product, lotNo, maker, expiry, dosesPerPack, received }
}

async function lotOf(ctx: Ctx, siteId: string, lotId: string): Promise<LotRow> {
  const row = await lots.findOne(ctx, { _id: lotId })
  if (row?.siteId !== siteId) throw notFound()
  return row
}

/** @throws AppError not-found, `out-of-scope`, `changed-meanwhile` */
export async function stopLot(ctx: StaffCtx, siteId: string, lotId: string, stopped: boolean): Promise<LotRow> {
  const site = await loadSite(ctx, siteId)
  const row = await lotOf(ctx, site._id, lotId)
  const state = nextState(lotTable, row.state, stopped ? 'stop' : 'resume')
  if (state === null) return row
  const moved = await moveRecord(
    ctx,
    lots,
    row,
    { state, set: { stoppedAt: stopped ? ctx.clock.instant() : null } },
    { act: stopped ? 'vaccines.stop-lot' : 'vaccines.use-lot' },
  )
  if (moved === null) throw new AppError('changed-meanwhile')
  return moved
}

/** What a dose is said to come from. */
export interface Chosen {
  readonly lotId: string
  readonly packCode: string
}

/** @throws AppError not-found (another site's too), `lot-unfit`, `lot-expired`. Whether it is stopped matters only before the dose. */
export async function lotFor(ctx: Ctx, siteId: string, lotId: string, product: string, day: string): Promise<LotRow> {
  const row = await lotOf(ctx, siteId, lotId)
  if (row.product !== product) throw new AppError('lot-unfit')
  if (row.expiry < day) throw new AppError('lot-expired', { expiry: row.expiry })
  return row
}

export const isUsable = (ctx: Ctx, { state, expiry }: LotRow): boolean =>
  state === 'IN_USE' && expiry >= dayOf(ctx.clock.now())
