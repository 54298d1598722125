import { describe, expect, test } from '@jest/globals'
import { nextState, statesOf, statesTaking } from '../platform/states.ts'
import {
  orderEvents,
  orderStates,
  orderTable,
  refundEvents,
  refundStates,
  refundTable,
  type OrderState,
} from './states.ts'

/** Every state that can follow, over any number of events. */
function reachableFrom(start: OrderState): Set<OrderState> {
  const seen = new Set<OrderState>()
  const open: OrderState[] = [start]
  for (const state of open) {
    for (const event of orderEvents) {
      const to = nextState(orderTable, state, event)
      if (to === null || seen.has(to)) continue
      seen.add(to)
      open.push(to)
    }
  }
  return seen
}

describe('the table of orders', () => {
  test('declares exactly the states of the contract', () => {
    expect(statesOf(orderTable)).toEqual([...orderStates])
  })

  test.each(orderStates.flatMap((state) => orderEvents.map((event) => [state, event] as const)))(
    'decides what %s does with %s: a declared state, or a refusal',
    (state, event) => {
      const to = nextState(orderTable, state, event)
      expect(to === null || orderStates.includes(to)).toBe(true)
    },
  )

  test('uses every event and nothing but the declared ones', () => {
    expect(orderEvents.filter((event) => statesTaking(orderTable, event).length === 0)).toEqual([])
    const used = Object.values(orderTable.moves).flatMap((moves) => Object.keys(moves))
    expect([...new Set(used)].sort()).toEqual([...orderEvents].sort())
  })

  test('ends where the payer has a receipt or the money back, and nowhere else for good', () => {
    const ends = orderStates.filter((state) => Object.keys(orderTable.moves[state]).length === 0)
    expect(ends).toEqual(['RECEIPTED', 'REFUNDED'])
  })

  test('never closes an order that has its money', () => {
    const withMoney: OrderState[] = [
      'PAID',
      'POSTING',
      'POST_RETRY',
      'CREDITED',
      'RECEIPTED',
      'SUSPENSE',
      'REFUNDING',
      'REFUNDED',
    ]
    expect(withMoney.filter((state) => reachableFrom(state).has('CLOSED'))).toEqual([])
  })

  test('closes only from CLOSING, which is where the provider has been asked', () => {
    expect(statesTaking(orderTable, 'closed')).toEqual(['CLOSING'])
  })

  test('takes money in every state before the end: an open order is paid, a closed one goes to suspense', () => {
    expect(statesTaking(orderTable, 'paid')).toEqual(['CREATED', 'PENDING', 'CLOSING'])
    expect(nextState(orderTable, 'CLOSED', 'paid')).toBeNull()
    expect(nextState(orderTable, 'CLOSED', 'misfit')).toBe('SUSPENSE')
  })

  test('is credited only by a posting, and receipted only when credited', () => {
    expect(statesTaking(orderTable, 'posted')).toEqual(['POSTING', 'POST_RETRY'])
    expect(statesTaking(orderTable, 'receipted')).toEqual(['CREDITED'])
  })
})

describe('the table of refunds', () => {
  test('declares exactly the states of the contract', () => {
    expect(statesOf(refundTable).sort()).toEqual([...refundStates].sort())
  })

  test.each(refundStates.flatMap((state) => refundEvents.map((event) => [state, event] as const)))(
    'decides what %s does with %s: a declared state, or a refusal',
    (state, event) => {
      const to = nextState(refundTable, state, event)
      expect(to === null || refundStates.includes(to)).toBe(true)
    },
  )

  test('uses every event', () => {
    expect(refundEvents.filter((event) => statesTaking(refundTable, event).length === 0)).toEqual([])
  })

  test('never overwrites an end', () => {
    const ends = refundStates.filter((state) => Object.keys(refundTable.moves[state]).length === 0)
    expect(ends).toEqual(['SUCCESS', 'MANUAL', 'CLOSED'])
  })

  test('cannot succeed before it was approved, nor after it went wrong', () => {
    expect(statesTaking(refundTable, 'succeeded')).toEqual(['APPROVED', 'SUBMITTED'])
  })
})
