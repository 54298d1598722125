/** What of an order's money could still go back: received, less what went back or is on its way. Fen, never below 0. */
export function leftOf(order: {
  readonly receivedAmount: number | null
  readonly state: string
  readonly returns?: readonly { readonly amount: number }[]
}): number {
  if (order.state === 'REFUNDED' || order.state === 'REFUNDING') return 0
  const gone = (order.returns ?? []).reduce((sum, one) => sum + one.amount, 0)
  return Math.max(0, (order.receivedAmount ?? 0) - gone)
}

/** Credited money may go back in parts; money in suspense only as a whole; money on its way to the utility waits. */
export function refundKind(state: string): 'part' | 'whole' | 'not-now' {
  if (state === 'CREDITED' || state === 'RECEIPTED') return 'part'
  return state === 'SUSPENSE' ? 'whole' : 'not-now'
}
