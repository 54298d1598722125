import { expect, test } from '@jest/globals'
import { historyFrom, readersOf, roleToday, sees, type Belonging } from './people.ts'

const TODAY = '2026-11-26'
const owner: Belonging = { personId: 'per_o', role: 'owner', viewFrom: null, until: null }
const payer: Belonging = { personId: 'per_p', role: 'payer', viewFrom: null, until: null }
const viewer: Belonging = { personId: 'per_v', role: 'viewer', viewFrom: '2026-10', until: '2026-12-31' }
const bill = (period: string, shelf: 'due' | 'done', payingPersonId: string | null = null) => ({
  period,
  shelf,
  payingPersonId,
})

test('an owner sees all of it, from the beginning of their own time on', () => {
  expect(sees(owner, bill('2025-01', 'done'), TODAY)).toBe('all')
  const newcomer = { ...owner, viewFrom: '2026-06' }
  expect(sees(newcomer, bill('2026-06', 'done'), TODAY)).toBe('all')
  expect(sees(newcomer, bill('2026-05', 'done'), TODAY)).toBeNull()
})

test('a payer sees what is due and what they paid themselves, and no history', () => {
  expect(sees(payer, bill('2026-10', 'due'), TODAY)).toBe('due')
  expect(sees(payer, bill('2026-08', 'done'), TODAY)).toBeNull()
  expect(sees(payer, bill('2026-08', 'done', 'per_p'), TODAY)).toBe('due')
  expect(historyFrom(payer, TODAY)).toBeNull()
})

test('a viewer sees from their own period on, until the last day of the grant', () => {
  expect(sees(viewer, bill('2026-10', 'done'), TODAY)).toBe('all')
  expect(sees(viewer, bill('2026-08', 'done'), TODAY)).toBeNull()
  expect(sees(viewer, bill('2026-08', 'due'), TODAY)).toBe('due')
  expect([roleToday(viewer, '2026-12-31'), roleToday(viewer, '2027-01-01')]).toEqual(['viewer', 'payer'])
})

test('nobody else sees anything', () => {
  expect(sees(undefined, bill('2026-10', 'due'), TODAY)).toBeNull()
  expect(readersOf([owner, payer, viewer], bill('2026-08', 'done'), TODAY)).toEqual(['per_o'])
  expect(readersOf([owner, payer, viewer], bill('2026-10', 'due'), TODAY)).toEqual(['per_o', 'per_p', 'per_v'])
})
