/** A refund's first two states. Its number decides that there is one: whoever asks again finds the first. */
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { newId } from '#platform/ids.ts'
import { refunds, type RefundRow } from '../data/refunds.ts'
import { moveRefund } from './move-refund.ts'

export interface RefundWish {
  readonly refundNo: string
  /** The order, or the stray payment, that it belongs to. */
  readonly orderId: string
  readonly orderNo: string
  readonly of: 'whole' | 'return' | 'stray'
  readonly mchid: string
  readonly utility: string
  readonly transactionId?: string | null
  readonly till?: string
  readonly amount: number
  readonly total: number
  readonly reason: string
}

export async function requestRefund(ctx: Ctx, wish: RefundWish): Promise<RefundRow> {
  const { amount, refundNo, orderId } = wish
  const row = firstVersion<RefundRow>(
    ctx,
    refunds,
    {
      _id: newId('ref'),
      tenant: ctx.tenant,
      state: 'REQUESTED',
      ...wish,
      requestedAt: ctx.clock.instant(),
      acceptedAt: null,
      endedAt: null,
      tries: 0,
      nextTryAt: null,
    },
    { act: 'payments.refund-requested', note: { amount, order: orderId } },
  )
  return (await refunds.insertOrGet(ctx, { refundNo }, row)).row
}

/** The provider is asked from now on; cash waits for the cashier to hand it out. Approving twice changes nothing. */
export async function approveRefund(ctx: Ctx, refund: RefundRow): Promise<void> {
  const nextTryAt = (refund.till ?? '') === '' ? ctx.clock.now() : null
  if (refund.state === 'REQUESTED') await moveRefund(ctx, refund, 'approve', { nextTryAt })
}
