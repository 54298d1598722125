import { expect, test } from '@jest/globals'
import { areRelated, type Tie } from './related.ts'

const ties: readonly Tie[] = [
  { guardianPersonId: 'mother', childPersonId: 'girl' },
  { guardianPersonId: 'father', childPersonId: 'girl' },
  { guardianPersonId: 'mother', childPersonId: 'boy' },
  { guardianPersonId: 'grandmother', childPersonId: 'mother' },
  { guardianPersonId: 'stranger', childPersonId: 'other-child' },
  { guardianPersonId: 'waiting', childPersonId: null },
]
const of = (person: string) => ties.filter((tie) => tie.guardianPersonId === person || tie.childPersonId === person)

test.each([
  ['mother', 'girl', true],
  ['mother', 'father', true],
  ['girl', 'boy', true],
  ['grandmother', 'girl', true],
  ['grandmother', 'mother', true],
  ['father', 'boy', false],
  ['stranger', 'girl', false],
  ['stranger', 'mother', false],
  ['waiting', 'mother', false],
  ['grandmother', 'father', false],
])('%s and %s are family: %j, whoever is asked about first', (one, other, family) => {
  expect(areRelated(one, of(one), other, of(other))).toBe(family)
  expect(areRelated(other, of(other), one, of(one))).toBe(family)
})
