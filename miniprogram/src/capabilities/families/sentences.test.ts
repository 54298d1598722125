import { expect, test } from '@jest/globals'
import { eighteenth, standingOf, whyEnded } from './sentences.ts'

test('an active right past its day is over, whatever its state says', () => {
  expect(standingOf({ state: 'ACTIVE', stands: false })).toBe('over')
  expect(standingOf({ state: 'ACTIVE', stands: true })).toBe('stands')
})

test('one that waits for the counter is neither valid nor over', () => {
  expect(standingOf({ state: 'PROPOSED', stands: false })).toBe('waiting')
  expect(whyEnded({ state: 'PROPOSED', stands: false, endReason: null })).toBe('')
})

test('what ended says why in words', () => {
  expect(whyEnded({ state: 'ENDED', stands: false, endReason: 'birthday' })).toContain('18 周岁')
  expect(whyEnded({ state: 'ENDED', stands: false, endReason: null })).not.toBe('')
  expect(whyEnded({ state: 'ACTIVE', stands: true, endReason: null })).toBe('')
})

test('the eighteenth birthday of a child born on 29 February is a day that exists', () => {
  expect(eighteenth('2008-02-29')).toBe('2026-03-01')
  expect(eighteenth('2008-12-01')).toBe('2026-12-01')
})
