import { describe, expect, test } from '@jest/globals'
import { fromBase32, toBase32 } from './domain/base32.ts'
import { newTotpSecret, otpauthUrl, stepOf, totpAt } from './totp.ts'

/** RFC 6238, appendix B, SHA-1: eight digits there, of which ours are the last six. */
const RFC_SECRET = toBase32(Buffer.from('12345678901234567890'))
const vectors: readonly (readonly [seconds: number, code: string])[] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]

test.each(vectors)('at %d seconds the code is that of RFC 6238', (seconds, code) => {
  expect(totpAt(RFC_SECRET, seconds * 1000)).toBe(code.slice(2))
})

test('base32 is that of RFC 4648 and comes back', () => {
  expect(RFC_SECRET).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  for (const [text, encoded] of [
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ] as const) {
    expect(toBase32(Buffer.from(text))).toBe(encoded)
    expect(fromBase32(encoded).toString()).toBe(text)
  }
  expect(() => fromBase32('M1')).toThrow(RangeError)
})

describe('a code', () => {
  const now = 1_795_600_000_000
  const secret = newTotpSecret()
  const present = Math.floor(now / 30_000)

  test.each([-1, 0, 1])('of the step %d from now is taken', (steps) => {
    expect(stepOf(secret, totpAt(secret, now + steps * 30_000), now, 0)).toBe(present + steps)
  })

  test.each([-3, -2, 2, 3])('of the step %d from now is refused', (steps) => {
    expect(stepOf(secret, totpAt(secret, now + steps * 30_000), now, 0)).toBeNull()
  })

  test('of a step that was used, or of one before it, is refused', () => {
    expect(stepOf(secret, totpAt(secret, now), now, present)).toBeNull()
    expect(stepOf(secret, totpAt(secret, now - 30_000), now, present)).toBeNull()
    expect(stepOf(secret, totpAt(secret, now + 30_000), now, present)).toBe(present + 1)
  })

  test.each(['', '1', '12345', '1234567', 'abcdef', '１２３４５６'])('%j is none', (code) => {
    expect(stepOf(secret, code, now, 0)).toBeNull()
  })
})

test('the address for authenticator apps names product, officer and county', () => {
  const url = new URL(otpauthUrl('zhou.min', '331123', 'GEZDGNBV'))
  expect(decodeURIComponent(url.pathname)).toContain('乡里办:zhou.min@331123')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    secret: 'GEZDGNBV',
    issuer: '乡里办',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
