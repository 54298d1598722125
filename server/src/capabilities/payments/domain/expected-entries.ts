/** Which ledger entries an order in its state must have, and no others. */
import type { OrderState, SuspenseReason } from '@xlb/shared/payments/states.ts'

export interface Told {
  readonly state: OrderState
  readonly suspense: SuspenseReason | null
  readonly receivedAmount: number | null
  /** Set when staff found a place for money that stood in suspense. */
  readonly placed?: { readonly from: SuspenseReason } | null
}

/** Reasons found when the money arrived (`misfit`), against those found after it had been taken for the utility (`suspended`). */
const AT_ARRIVAL: readonly SuspenseReason[] = [
  'amount-differs',
  'currency-differs',
  'merchant-differs',
  'paid-after-close',
]

export function expectedSources(order: Told): string[] {
  if (order.receivedAmount === null) return []
  const first = order.placed?.from ?? order.suspense
  const arrived = first !== null && AT_ARRIVAL.includes(first) ? ['payments.misfit'] : ['payments.paid']
  if ((order.placed ?? null) !== null) return placed(order, held(arrived))
  switch (order.state) {
    case 'CREDITED':
    case 'RECEIPTED':
      return [...arrived, 'payments.credited']
    case 'SUSPENSE':
    case 'REFUNDING':
      return held(arrived)
    case 'REFUNDED':
      return [...held(arrived), 'payments.refunded']
    default:
      return arrived
  }
}

function held(arrived: string[]): string[] {
  return arrived[0] === 'payments.paid' ? [...arrived, 'payments.suspended'] : arrived
}

/** Out of suspense for the utility; credited, or refused there and back again. */
function placed(order: Told, before: string[]): string[] {
  const moved = [...before, 'payments.placed']
  if (order.state === 'CREDITED' || order.state === 'RECEIPTED') return [...moved, 'payments.credited']
  const again = [...moved, 'payments.suspended-again']
  if (order.state === 'SUSPENSE' || order.state === 'REFUNDING') return again
  return order.state === 'REFUNDED' ? [...again, 'payments.refunded'] : moved
}
