/** Who may do what with an order: the answers carry these as abilities, and the buttons follow them. */
import type { OrderRow } from './data/orders.ts'
import { liveStates } from './domain/live-states.ts'

const OPEN = new Set(['CREATED', 'PENDING'])

export interface OrderAbilities {
  readonly pay: boolean
  readonly ask: boolean
  readonly seeReceipt: boolean
}

/** `pay`: the same order may be paid until its end (milliseconds); a second order is never offered beside it. */
export function orderAbilities(
  order: Pick<OrderRow, 'state' | 'validUntil' | 'receiptId' | 'hintedAt'>,
  now: number,
): OrderAbilities {
  return {
    pay: OPEN.has(order.state) && now < Date.parse(order.validUntil),
    ask: liveStates.has(order.state),
    seeReceipt: order.receiptId !== null,
  }
}
