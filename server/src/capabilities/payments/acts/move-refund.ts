import { nextState } from '@xlb/shared/platform/states.ts'
import { refundTable, type RefundEvent } from '@xlb/shared/payments/states.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord, type Announcement } from '#platform/db/record.ts'
import { refunds, type RefundRow } from '../data/refunds.ts'

/** Terminal states take no event: the table refuses, nothing is overwritten. */
export async function moveRefund(
  ctx: Ctx,
  refund: RefundRow,
  event: RefundEvent,
  set: Partial<RefundRow>,
  events: readonly Announcement[] = [],
): Promise<RefundRow | null> {
  const state = nextState(refundTable, refund.state, event)
  if (state === null) return null
  return await moveRecord(ctx, refunds, refund, { state, set }, { act: `payments.refund-${event}`, events })
}
