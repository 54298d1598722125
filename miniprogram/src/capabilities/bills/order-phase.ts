/** What a payer is told about an order: eight phases for twelve states. Pure. "Failed" is not among them: unknown is confirming. */
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'

export type OrderPhase =
  'unpaid' | 'confirming' | 'closed' | 'received' | 'credited' | 'suspense' | 'refunding' | 'refunded'

type Facts = Pick<OrderView, 'state' | 'hintedAt' | 'refund'>

export function phaseOf({ state, hintedAt, refund }: Facts): OrderPhase {
  switch (state) {
    case 'CREATED':
    case 'PENDING':
      return hintedAt === null ? 'unpaid' : 'confirming'
    case 'CLOSING':
      return 'confirming'
    case 'CLOSED':
      return 'closed'
    case 'PAID':
    case 'POSTING':
    case 'POST_RETRY':
      return 'received'
    case 'CREDITED':
    case 'RECEIPTED':
      return 'credited'
    case 'SUSPENSE':
      return refund === null ? 'suspense' : 'refunding'
    case 'REFUNDING':
      return 'refunding'
    case 'REFUNDED':
      return 'refunded'
  }
}

/** Whether the page has to ask again by itself. A credited order is asked until its receipt is there. */
export function isMoving({ state }: Pick<OrderView, 'state'>): boolean {
  return state !== 'CLOSED' && state !== 'RECEIPTED' && state !== 'REFUNDED'
}
