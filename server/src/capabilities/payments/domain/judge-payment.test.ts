import { describe, expect, test } from '@jest/globals'
import { orderStates } from '@xlb/shared/payments/states.ts'
import { judgePayment, type Expected, type Paid } from './judge-payment.ts'

const order: Expected = { state: 'PENDING', amount: 8640, mchid: '1999000001', appid: 'wx1', transactionId: null }
const paid: Paid = { amount: 8640, currency: 'CNY', mchid: '1999000001', appid: 'wx1', transactionId: 'T1' }

describe('a payment that fits', () => {
  test('is taken from every state before the end, and held after a close', () => {
    const decided = orderStates.map((state) => [state, judgePayment({ ...order, state }, paid)])
    const alarm = { event: 'alarm' }
    expect(Object.fromEntries(decided)).toEqual({
      CREATED: { event: 'paid' },
      PENDING: { event: 'paid' },
      CLOSING: { event: 'paid' },
      CLOSED: { event: 'misfit', reason: 'paid-after-close' },
      // Without a transaction these states cannot be: people must look.
      PAID: alarm,
      POSTING: alarm,
      POST_RETRY: alarm,
      CREDITED: alarm,
      RECEIPTED: alarm,
      SUSPENSE: alarm,
      REFUNDING: alarm,
      REFUNDED: alarm,
    })
  })

  test('told again is a repeat, in every state', () => {
    for (const state of orderStates)
      expect(judgePayment({ ...order, state, transactionId: 'T1' }, paid)).toEqual({ event: 'repeat' })
  })

  test('another payment for an order that has its money is an alarm, in every state', () => {
    for (const state of orderStates)
      expect(judgePayment({ ...order, state, transactionId: 'T0' }, paid)).toEqual({ event: 'alarm' })
  })
})

test.each([
  [{ amount: 8639 }, 'amount-differs'],
  [{ amount: 8641 }, 'amount-differs'],
  [{ amount: 0 }, 'amount-differs'],
  [{ amount: -8640 }, 'amount-differs'],
  [{ currency: 'USD' }, 'currency-differs'],
  [{ currency: 'cny' }, 'currency-differs'],
  [{ currency: '' }, 'currency-differs'],
  [{ mchid: '1999000002' }, 'merchant-differs'],
  [{ appid: 'wx2' }, 'merchant-differs'],
  [{ mchid: '1999000002', amount: 1 }, 'merchant-differs'],
])('a payment with %o is held as %s, whether the order is open or closed', (change, reason) => {
  for (const state of ['CREATED', 'PENDING', 'CLOSING', 'CLOSED'] as const)
    expect(judgePayment({ ...order, state }, { ...paid, ...change })).toEqual({ event: 'misfit', reason })
})
