import { expect, test } from '@jest/globals'
import { fen } from '@xlb/shared/platform/money.ts'
import { groupByAccount, stillOpen, sumToPay } from './group-bills.ts'

type Row = Parameters<typeof groupByAccount>[0][number]

const row = (accountId: string, period: string, more: Partial<Row> = {}): Row => ({
  id: `bil_${accountId}${period}`,
  accountId,
  utility: 'water',
  period,
  state: 'ISSUED',
  dueOn: '2026-12-05',
  overdue: false,
  toPay: fen(100),
  ownerName: '王*兰',
  can: { pay: true },
  ...more,
})

test('bills stand by account with the oldest period first', () => {
  const groups = groupByAccount([row('a', '2026-10'), row('b', '2026-10'), row('a', '2026-08')])
  expect(groups.map(({ accountId, rows }) => [accountId, rows.map(({ period }) => period)])).toEqual([
    ['a', ['2026-08', '2026-10']],
    ['b', ['2026-10']],
  ])
})

test('what is late comes before what falls due soon, and that before what falls due later', () => {
  const groups = groupByAccount([
    row('later', '2026-10'),
    row('sooner', '2026-10', { dueOn: '2026-11-28' }),
    row('late', '2026-10', { overdue: true, dueOn: '2026-12-31' }),
  ])
  expect(groups.map(({ accountId }) => accountId)).toEqual(['late', 'sooner', 'later'])
})

test('an account is as urgent as its most urgent bill', () => {
  const groups = groupByAccount([
    row('one', '2026-10', { dueOn: '2026-12-01' }),
    row('two', '2026-08', { overdue: true, dueOn: '2026-10-05' }),
    row('two', '2026-10'),
  ])
  expect(groups.map(({ accountId }) => accountId)).toEqual(['two', 'one'])
})

test('only what this reader can pay is paid together', () => {
  const [group] = groupByAccount([row('a', '2026-08', { can: { pay: false }, state: 'PAYING' }), row('a', '2026-10')])
  expect(group?.payable.map(({ period }) => period)).toEqual(['2026-10'])
})

test('money that is there already is in no sum', () => {
  const open = stillOpen([
    row('a', '2026-10'),
    row('b', '2026-10', { state: 'RECEIVED' }),
    row('c', '2026-10', { toPay: fen(0) }),
    row('d', '2026-10', { state: 'OVERDUE', toPay: fen(250) }),
  ])
  expect(sumToPay(open)).toBe(350)
})
