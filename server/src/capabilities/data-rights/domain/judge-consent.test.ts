import { expect, test } from '@jest/globals'
import { consentHolds, consentStateOf } from './judge-consent.ts'

const asked = { version: '2026-11-20', sensitive: true }

test.each([
  [null, 'none', false, false],
  [{ state: 'CARRIED', document: '2026-11-20' }, 'none', false, false],
  [{ state: 'WITHDRAWN', document: '2026-11-20' }, 'withdrawn', false, false],
  [{ state: 'GIVEN', document: '2026-11-20' }, 'given', true, true],
  [{ state: 'GIVEN', document: '2026-01-01' }, 'outdated', false, true],
] as const)('an answer of %j reads %s', (answered, state, sensitive, general) => {
  expect(consentStateOf(answered, asked)).toBe(state)
  expect(consentHolds(answered, asked)).toBe(sensitive)
  expect(consentHolds(answered, { ...asked, sensitive: false })).toBe(general)
})
