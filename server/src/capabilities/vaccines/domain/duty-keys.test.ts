import { expect, test } from '@jest/globals'
import { isMinor, isNear, keysFor, keysOf } from './duty-keys.ts'

const coming = {
  ...{ personId: 'per_1', birthDay: '1960-05-05', siteId: 'sit_1', day: '2026-12-01', product: 'MMR' },
  unbooked: false,
}

test('two days with two products are four sessions, and two days of people without a booking', () => {
  expect(keysOf('sit_1', '2026-12-01', '2026-12-02', ['MMR', 'JE-L'])).toEqual([
    ...['sit_1@2026-12-01', 'sit_1@2026-12-01@MMR', 'sit_1@2026-12-01@JE-L'],
    ...['sit_1@2026-12-02', 'sit_1@2026-12-02@MMR', 'sit_1@2026-12-02@JE-L'],
  ])
})

test('whoever is booked is covered by the session, a grown-up without a booking by the day, a child only by name', () => {
  expect(keysFor(coming, '2026-12-01')).toEqual(['per_1@2026-12-01', 'sit_1@2026-12-01@MMR'])
  expect(keysFor({ ...coming, unbooked: true }, '2026-12-01')).toEqual(['per_1@2026-12-01', 'sit_1@2026-12-01'])
  expect(keysFor({ ...coming, unbooked: true, birthDay: '2020-01-01' }, '2026-12-01')).toEqual(['per_1@2026-12-01'])
  expect(keysFor({ ...coming, unbooked: true, birthDay: null }, '2026-12-01')).toEqual(['per_1@2026-12-01'])
})

test.each([
  ['two days before', '2026-11-29', false],
  ['the day before', '2026-11-30', true],
  ['a week after', '2026-12-08', true],
  ['eight days after', '2026-12-09', false],
])('%s the session: %s', (_words, today, near) => {
  expect(isNear('2026-12-01', today)).toBe(near)
  expect(keysFor(coming, today)).toHaveLength(near ? 2 : 1)
})

test('a birthday makes a grown-up, and not the day before it', () => {
  expect(isMinor('2008-12-01', '2026-11-30')).toBe(true)
  expect(isMinor('2008-12-01', '2026-12-01')).toBe(false)
})

test('a child of 29 February is grown up on 1 March, as the law counts, and not on the last of February', () => {
  expect(isMinor('2008-02-29', '2026-02-28')).toBe(true)
  expect(isMinor('2008-02-29', '2026-03-01')).toBe(false)
})
