import { describe, expect, test } from '@jest/globals'
import { matchProvider, matchUtility, type Booked } from './match-day.ts'
import type { StatementRow } from './statement.ts'

const DAY = '2026-11-25'
const payment = (ref: string, amount = 100, day = DAY): Booked => ({
  kind: 'payment',
  ref,
  recordId: `ord-${ref}`,
  amount,
  day,
})
const refund = (ref: string, amount = 100, day = DAY): Booked => ({
  kind: 'refund',
  ref,
  recordId: `ref-${ref}`,
  amount,
  day,
})
const told = (ref: string, amount = 100, day = DAY): StatementRow & { day: string } => ({
  kind: 'payment',
  transactionId: ref,
  no: `no-${ref}`,
  amount,
  fee: 0,
  at: `${day} 10:00:00`,
  day,
})
const toldRefund = (ref: string, amount = 100, day = DAY): StatementRow & { day: string } => ({
  kind: 'refund',
  transactionId: `t-${ref}`,
  no: 'no',
  refundNo: ref,
  amount,
  fee: 0,
  at: `${day} 10:00:00`,
  day,
})

describe('our books against the statement', () => {
  test('agree when every number stands on both sides with the same amount', () => {
    expect(matchProvider(DAY, [payment('a'), refund('r', 40)], [told('a'), toldRefund('r', 40)])).toEqual([])
  })

  test('name what is missing, extra or different, on both sides, refunds apart', () => {
    const found = matchProvider(
      DAY,
      [payment('missing'), payment('other', 100), refund('r-missing'), refund('r-other', 5)],
      [told('other', 99), told('extra', 7), toldRefund('r-other', 6), toldRefund('r-extra', 8)],
    )
    expect(found.map(({ kind, ref, ours, theirs }) => [kind, ref, ours, theirs])).toEqual([
      ['provider-missing', 'missing', 100, null],
      ['provider-amount', 'other', 100, 99],
      ['refund-missing', 'r-missing', 100, null],
      ['refund-amount', 'r-other', 5, 6],
      ['provider-extra', 'extra', null, 7],
      ['refund-extra', 'r-extra', null, 8],
    ])
  })

  test('see no difference in what lies on the other side of midnight', () => {
    expect(matchProvider(DAY, [payment('late')], [told('late', 100, '2026-11-26')])).toEqual([])
    expect(matchProvider(DAY, [payment('early', 100, '2026-11-24')], [told('early')])).toEqual([])
  })

  test('judge only the day that is matched', () => {
    expect(matchProvider(DAY, [payment('other-day', 100, '2026-11-24')], [told('x', 1, '2026-11-24')])).toEqual([])
  })
})

test('our credits against the utility’s file are named by the posting’s number', () => {
  const ours = [
    { ref: 'a', recordId: 'o1', amount: 100 },
    { ref: 'b', recordId: 'o2', amount: 100 },
    { ref: 'c', recordId: 'o3', amount: 1 },
  ]
  const theirs = [
    { ref: 'a', recordId: null, amount: 100 },
    { ref: 'b', recordId: null, amount: 90 },
    { ref: 'd', recordId: null, amount: 3 },
  ]
  expect(matchUtility(ours, theirs).map(({ kind, ref }) => `${kind} ${ref}`)).toEqual([
    'utility-amount b',
    'utility-missing c',
    'utility-extra d',
  ])
})
