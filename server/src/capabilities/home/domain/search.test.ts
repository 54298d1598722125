import { expect, test } from '@jest/globals'
import { buildIndex, findEntries, type WordedEntry } from './search.ts'

const entry = (key: string, title: string, words: readonly string[]): WordedEntry => ({
  key,
  icon: key,
  title,
  note: '',
  link: { route: 'bills.list', params: {} },
  words,
})
const index = buildIndex([
  entry('help', '怎么交水费', ['帮助', '不会交', '水费']),
  entry('receipts', '缴费收据', ['收据', '发票', '已缴']),
  entry('water', '交水费', ['水费', '自来水', '缴水费', '阶梯水价']),
  entry('office', '打电话办', ['电话', '12345']),
])
const found = (text: string): string[] => findEntries(index, text).map((one) => one.key)

test.each([
  '水费',
  '交水费',
  '缴水费',
  '自来水',
  'jiaoshuifei',
  'ZiLaiShui',
  'ｚｉｌａｉｓｈｕｉ',
  'zi lai shui',
  'jsf',
  'zls',
  '我要交水费',
  '自来水费',
  'jiao水费',
  '水费单',
])('%s finds the water bill first', (text) => {
  expect(found(text)[0]).toBe('water')
})

test.each(['shuifei', 'sf', 'suifei', '水', 's', 'shui'])('%s finds the water bill', (text) => {
  expect(found(text)).toContain('water')
})

test('everyday names find what the entry calls otherwise', () => {
  expect(found('一吨水多少钱')).toEqual(['water'])
  expect(found('市长热线')).toEqual(['office'])
  expect(found('kaipiao')).toEqual(['receipts'])
})

test('what is meant exactly comes before what only holds the letters', () => {
  expect(found('怎么交水费')[0]).toBe('help')
  expect(found('收据')).toEqual(['receipts'])
  expect(found('收据')[0]).toBe('receipts')
})

test.each(['火星', '   ', '!!!', 'xyzxyz', '{"$ne":null}', 'uifei', '费费费费', '🙂'])('%s finds nothing', (text) => {
  expect(found(text)).toEqual([])
})

test('an answer holds what the contract shows and not the words behind it', () => {
  expect(findEntries(index, '12345')).toEqual([
    { key: 'office', icon: 'office', title: '打电话办', note: '', link: { route: 'bills.list', params: {} } },
  ])
})

test('at most ten are shown, and the longest question is a matter of milliseconds', () => {
  const many = buildIndex(
    Array.from({ length: 300 }, (_, at) =>
      entry(`k${String(at)}`, '水费'.repeat(15), ['水'.repeat(30), 's'.repeat(30)]),
    ),
  )
  expect(findEntries(many, '水费')).toHaveLength(10)
  const begun = performance.now()
  findEntries(many, 's'.repeat(40))
  findEntries(many, 'sh'.repeat(20))
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test('two entries with one key are refused at start', () => {
  expect(() => buildIndex([entry('a', '甲', []), entry('a', '乙', [])])).toThrow('the same key')
})
