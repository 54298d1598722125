/** Money beyond the bills of an order, from its crediting on; and the end of what is given back instead. */
import { advanceTable, adjustmentTable } from '@xlb/shared/bills/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import type { OrderRow } from '../../payments/index.ts'
import { adjustments, advances, type AdjustmentRow, type AdvanceRow } from '../data/credits.ts'

/** Held once: its id is the one that the order names. */
export async function holdAdvance(
  ctx: Ctx,
  order: Pick<OrderRow, '_id' | 'payerPersonId'>,
  part: { readonly id: string; readonly amount: number; readonly from?: string },
  utilityAccountId: string,
): Promise<void> {
  const row = {
    ...{ _id: part.id, tenant: ctx.tenant, state: 'HELD' as const, open: true, utilityAccountId },
    ...{ personId: order.payerPersonId, orderId: order._id, from: part.from ?? null, amount: part.amount },
    ...{ settledBy: null, heldAt: ctx.clock.instant() },
  }
  try {
    await createRecord<AdvanceRow>(ctx, advances, row, { act: 'bills.advance-held', note: { amount: part.amount } })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

export async function moveAdvance(
  ctx: Ctx,
  row: AdvanceRow,
  event: 'apply' | 'due' | 'done',
  settledBy: string | null = null,
): Promise<AdvanceRow | null> {
  const state = nextState(advanceTable, row.state, event)
  if (state === null) return null
  const set = { open: false, ...(settledBy === null ? {} : { settledBy }) }
  return await moveRecord(
    ctx,
    advances,
    row,
    { state, set },
    { act: `bills.advance-${event}`, note: { amount: row.amount } },
  )
}

export async function moveAdjustment(
  ctx: Ctx,
  row: AdjustmentRow,
  event: 'settle' | 'due' | 'done',
  settledBy: string | null = null,
): Promise<AdjustmentRow | null> {
  const state = nextState(adjustmentTable, row.state, event)
  if (state === null) return null
  const set = { open: false, ...(settledBy === null ? {} : { settledBy }) }
  const deed = { act: `bills.adjustment-${event}`, note: { difference: row.difference } }
  return await moveRecord(ctx, adjustments, row, { state, set }, deed)
}

/** A refund of this amount ends what was due to the household from this order. */
export async function finishCredits(ctx: Ctx, orderId: string, amount: number): Promise<void> {
  for (const row of await adjustments.find(ctx, { orderId }))
    if (row.state === 'REFUND_DUE' && -row.difference === amount) await moveAdjustment(ctx, row, 'done')
  for (const row of await advances.find(ctx, { orderId }))
    if (row.state === 'REFUND_DUE' && row.amount === amount) await moveAdvance(ctx, row, 'done')
}
