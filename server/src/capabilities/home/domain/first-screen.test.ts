import { expect, test } from '@jest/globals'
import type { TodoCard } from '@xlb/shared/home/contract.ts'
import { asOfMinute, cardsOfFirstScreen } from './first-screen.ts'

const card = (key: string, rank: number, note = ''): TodoCard => ({
  key,
  icon: 'water',
  title: '水费',
  spoken: '水费还没交',
  tag: { tone: 'due', words: '待缴', spoken: '还没交' },
  amount: null,
  note,
  noteSpoken: '',
  action: { words: '去缴费', spoken: '去交水费', link: { route: 'bills.list', params: {} } },
  rank,
})
const keys = (cards: readonly TodoCard[]): string[] => cardsOfFirstScreen(cards).map((one) => one.key)

test('cards come by rank, and equals in the order they were handed in', () => {
  expect(keys([card('c', 30), card('a', 10), card('b1', 20), card('b2', 20)])).toEqual(['a', 'b1', 'b2', 'c'])
})

test('ten cards at most, the most urgent ones', () => {
  const many = Array.from({ length: 30 }, (_, at) => card(String(at), 30 - at))
  expect(keys(many)).toEqual(['29', '28', '27', '26', '25', '24', '23', '22', '21', '20'])
})

test('cards past 6 KB are left out, the last ones first', () => {
  const long = Array.from({ length: 10 }, (_, at) => card(String(at), at, '长'.repeat(400)))
  expect(keys(long)).toEqual(['0', '1', '2', '3'])
  expect(Buffer.byteLength(JSON.stringify(cardsOfFirstScreen(long)))).toBeLessThanOrEqual(6_200)
})

test('no cards are no cards, and the list handed in is not touched', () => {
  const given = [card('b', 2), card('a', 1)]
  expect(keys([])).toEqual([])
  keys(given)
  expect(given.map((one) => one.key)).toEqual(['b', 'a'])
})

test('the time shown is the minute', () => {
  expect(asOfMinute(Date.parse('2026-11-23T01:12:59.999Z'))).toBe('2026-11-23T01:12:00.000Z')
})
