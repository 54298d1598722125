import { expect, test } from '@jest/globals'
import { knownParts } from './parts.ts'

test('a section is named in words with its number of rows, an empty one is left out', () => {
  const parts = knownParts({ 'bills.bills': [{}, {}], 'messages.messages': [], 'accounts.person': { name: '王秀兰' } })
  expect(parts.map(({ words, value }) => `${words} ${value}`)).toEqual(['账单 2 条', '您是谁 1 条'])
})

test('a section without words shows no technical name', () => {
  expect(knownParts({ 'clinics.visits': [{}] })).toEqual([])
})
