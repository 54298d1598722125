import { expect, test } from '@jest/globals'
import { billStates } from '@xlb/shared/bills/states.ts'
import { decidePay, decidePayAll, passedOver } from './pay-decision.ts'

const me = 'per_me'
const bill = { orderId: null, payingPersonId: null }

test('every state of a bill is decided', () => {
  const decided = billStates.map((state) => [
    state,
    decidePay({ ...bill, state, orderId: 'ord_1', payingPersonId: me }, me, false),
  ])
  expect(Object.fromEntries(decided)).toEqual({
    ISSUED: { do: 'open' },
    OVERDUE: { do: 'open' },
    PAYING: { do: 'resume', orderId: 'ord_1' },
    RECEIVED: { refuse: 'bill-already-paid' },
    CREDITED: { refuse: 'bill-already-paid' },
    SUPERSEDED: { refuse: 'bill-superseded' },
  })
})

test('another payer is told that someone is paying, and a stopped account opens nothing new', () => {
  expect(decidePay({ state: 'PAYING', orderId: 'ord_1', payingPersonId: 'per_other' }, me, false)).toEqual({
    refuse: 'someone-is-paying',
  })
  expect(decidePay({ ...bill, state: 'ISSUED' }, me, true)).toEqual({ refuse: 'account-stopped' })
})

test('a stopped account still ends what was begun', () => {
  expect(decidePay({ state: 'PAYING', orderId: 'ord_1', payingPersonId: me }, me, true)).toEqual({
    do: 'resume',
    orderId: 'ord_1',
  })
})

test('of several bills one refusal refuses all, and one live order of mine is the order of all', () => {
  const open = { ...bill, state: 'ISSUED' as const }
  const mine = { state: 'PAYING' as const, orderId: 'ord_1', payingPersonId: me }
  expect(decidePayAll([open, open], me, false)).toEqual({ do: 'open' })
  expect(decidePayAll([open, mine], me, false)).toEqual({ do: 'resume', orderId: 'ord_1' })
  expect(decidePayAll([mine, { ...bill, state: 'CREDITED' }], me, false)).toEqual({ refuse: 'bill-already-paid' })
})

test('the oldest open bill comes first', () => {
  const [june, august, october] = ['06', '08', '10'].map((month) => ({ id: `bil_${month}`, period: `2026-${month}` }))
  if (june === undefined || august === undefined || october === undefined) throw new Error('three bills')
  expect(passedOver([october], [june, august, october])).toEqual(june)
  expect(passedOver([june, august, october], [june, august, october])).toBeNull()
  expect(passedOver([june], [june, august, october])).toBeNull()
  expect(passedOver([june, october], [june, august, october])).toEqual(august)
})
