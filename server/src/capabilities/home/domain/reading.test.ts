import { expect, test } from '@jest/globals'
import { normalise, readingOf, spells } from './reading.ts'

const spelled = (question: string, word: string, from = 0) => spells(question, readingOf(word), from)

test.each([
  ['ＳＨＵＩ　ｆｅｉ', 'shuifei'],
  ['shui-fei', 'shuifei'],
  ["xi'an", 'xian'],
  [' 水 费。', '水费'],
  ['１２３４５', '12345'],
  ['$gt{}', 'gt'],
  ['!?…', ''],
])('%s is read as %s', (typed, read) => {
  expect(normalise(typed)).toBe(read)
})

test.each([
  ['水费', 0],
  ['shuifei', 0],
  ['水fei', 0],
  ['shui费', 0],
  ['shuif', 0],
  ['sf', 1],
  ['sfei', 1],
  ['suifei', 2],
])('%s spells 水费 at the cost of %d', (question, cost) => {
  expect(spelled(question, '水费')).toEqual({ cost, whole: true })
})

test.each([
  ['jiangkang', '健康'],
  ['jiankan', '健康'],
  ['zengfu', '政府'],
  ['lvyou', '旅游'],
  ['hpvyimiao', 'HPV疫苗'],
  ['23jia', '23价'],
])('%s spells %s, as it is heard', (question, word) => {
  expect(spelled(question, word)?.whole).toBe(true)
})

test('a question that stops early spells the beginning only', () => {
  expect(spelled('自来水', '自来水费')).toEqual({ cost: 0, whole: false })
  expect(spelled('zilais', '自来水费')).toEqual({ cost: 0, whole: false })
})

test('spelling begins at a letter, never in the middle of a syllable', () => {
  expect(spelled('uifei', '水费')).toBeNull()
  expect(spelled('fei', '水费', 1)).toEqual({ cost: 0, whole: true })
  expect(spelled('shuifeix', '水费')).toBeNull()
  expect(spelled('电费', '水费')).toBeNull()
})

test('rare letters outside the basic plane are letters too', () => {
  expect(spelled('𠮷', '𠮷野')).toEqual({ cost: 0, whole: false })
})
