/** Does this payment fit its order? Amount, currency, merchant and state decide; the client never does. */
import { nextState } from '@xlb/shared/platform/states.ts'
import { orderTable, type OrderState, type SuspenseReason } from '@xlb/shared/payments/states.ts'

export interface Expected {
  readonly state: OrderState
  readonly amount: number
  readonly mchid: string
  readonly appid: string
  readonly transactionId: string | null
}

export interface Paid {
  readonly amount: number
  readonly currency: string
  readonly mchid: string
  readonly appid: string
  readonly transactionId: string
}

export type Judgement =
  | { readonly event: 'paid' }
  | { readonly event: 'misfit'; readonly reason: SuspenseReason }
  /** Told again of what is known. */
  | { readonly event: 'repeat' }
  /** Another payment for an order that has its money: the provider's contract rules it out, so people must look. */
  | { readonly event: 'alarm' }

export function judgePayment(order: Expected, paid: Paid): Judgement {
  if (order.transactionId === paid.transactionId) return { event: 'repeat' }
  if (order.transactionId !== null) return { event: 'alarm' }
  const reason = misfitOf(order, paid)
  if (reason !== null)
    return nextState(orderTable, order.state, 'misfit') === null ? { event: 'alarm' } : { event: 'misfit', reason }
  return nextState(orderTable, order.state, 'paid') === null ? { event: 'alarm' } : { event: 'paid' }
}

function misfitOf(order: Expected, paid: Paid): SuspenseReason | null {
  if (paid.mchid !== order.mchid || paid.appid !== order.appid) return 'merchant-differs'
  if (paid.currency !== 'CNY') return 'currency-differs'
  if (paid.amount !== order.amount) return 'amount-differs'
  return order.state === 'CLOSED' ? 'paid-after-close' : null
}
