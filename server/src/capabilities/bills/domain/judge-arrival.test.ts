import { expect, test } from '@jest/globals'
import { billStates } from '@xlb/shared/bills/states.ts'
import { judgeArrival } from './judge-arrival.ts'

test('an unknown bill is inserted, an older or equal one is known', () => {
  expect(judgeArrival({ revision: 1, paid: false }, null)).toBe('insert')
  expect(judgeArrival({ revision: 1, paid: false }, { state: 'ISSUED', revision: 1 })).toBe('known')
  expect(judgeArrival({ revision: 1, paid: true }, { state: 'ISSUED', revision: 2 })).toBe('known')
})

test('a re-read replaces only what is open, waits for a live order, and adjusts what is paid', () => {
  const decided = billStates.map((state) => [state, judgeArrival({ revision: 2, paid: false }, { state, revision: 1 })])
  expect(Object.fromEntries(decided)).toEqual({
    ISSUED: 'supersede',
    OVERDUE: 'supersede',
    PAYING: 'hold',
    RECEIVED: 'adjust',
    CREDITED: 'adjust',
    SUPERSEDED: 'hold',
  })
})

test('read again and paid, while our own posting may be on its way: waits until that is known', () => {
  expect(judgeArrival({ revision: 2, paid: true }, { state: 'RECEIVED', revision: 1 })).toBe('hold')
  expect(judgeArrival({ revision: 2, paid: true }, { state: 'CREDITED', revision: 1 })).toBe('adjust')
})

test('paid at the utility’s counter ends an open bill, and waits while an order lives', () => {
  const decided = billStates.map((state) => [state, judgeArrival({ revision: 1, paid: true }, { state, revision: 1 })])
  expect(Object.fromEntries(decided)).toEqual({
    ISSUED: 'paidElsewhere',
    OVERDUE: 'paidElsewhere',
    PAYING: 'hold',
    RECEIVED: 'hold',
    CREDITED: 'known',
    SUPERSEDED: 'known',
  })
})
