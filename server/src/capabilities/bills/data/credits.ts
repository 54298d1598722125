/** Money of an account that its next bill carries: what a later reading of a paid bill changed, and what was paid in advance. */
import type { AdjustmentState, AdvanceState } from '@xlb/shared/bills/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/** `difference`: new less old, fen; below 0 the household paid too much. One for a bill and its revision. */
export interface AdjustmentRow extends AuditedRow {
  readonly state: AdjustmentState
  readonly utilityAccountId: string
  readonly billId: string
  readonly orderId: string | null
  readonly period: string
  readonly revision: number
  readonly difference: number
  /** The bill that carries it. */
  readonly settledBy: string | null
  readonly openedAt: string
  readonly open: boolean
}

export const adjustments = defineCollection<AdjustmentRow>({
  name: 'billAdjustments',
  fields: {
    state: String,
    utilityAccountId: String,
    billId: String,
    orderId: String,
    period: String,
    revision: Number,
    difference: Number,
    settledBy: String,
    openedAt: String,
    open: Boolean,
  },
  indexes: [
    { name: 'bill', fields: { tenant: 1, billId: 1, revision: 1 }, unique: true },
    { name: 'open', fields: { tenant: 1, open: 1, openedAt: 1, _id: 1 }, partial: { open: true } },
    { name: 'account', fields: { tenant: 1, utilityAccountId: 1, open: 1 } },
    { name: 'order', fields: { tenant: 1, orderId: 1 }, partial: { orderId: { $gt: '' } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})

/**
 * `amount` fen above 0; the part of an order beyond its bills. What a bill did not use is a new one, whose `from` names record and bill (`adv_…:bil_…`),
 * so that it is held once.
 */
export interface AdvanceRow extends AuditedRow {
  readonly state: AdvanceState
  readonly utilityAccountId: string
  readonly personId: string
  readonly orderId: string
  readonly from: string | null
  readonly amount: number
  readonly settledBy: string | null
  readonly heldAt: string
  readonly open: boolean
}

export const advances = defineCollection<AdvanceRow>({
  name: 'billAdvances',
  fields: {
    state: String,
    utilityAccountId: String,
    personId: String,
    orderId: String,
    from: String,
    amount: Number,
    settledBy: String,
    heldAt: String,
    open: Boolean,
  },
  indexes: [
    { name: 'open', fields: { tenant: 1, open: 1, heldAt: 1, _id: 1 }, partial: { open: true } },
    { name: 'account', fields: { tenant: 1, utilityAccountId: 1, open: 1 } },
    { name: 'order', fields: { tenant: 1, orderId: 1 } },
    { name: 'from', fields: { tenant: 1, from: 1 }, unique: true, partial: { from: { $gt: '' } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})
