import { expect, test } from '@jest/globals'
import { hashPassword, passwordMatches } from './slow-hash.ts'

test('a password matches its own hash only, and two hashes of one password differ', async () => {
  const [one, other] = [await hashPassword('回家路上买三斤米'), await hashPassword('回家路上买三斤米')]
  expect(one).not.toBe(other)
  expect(one).toMatch(/^scrypt\$N=32768,r=8,p=1\$/)
  expect(one).not.toContain('回家')
  expect(await passwordMatches(one, '回家路上买三斤米')).toBe(true)
  expect(await passwordMatches(other, '回家路上买三斤米')).toBe(true)
  expect(await passwordMatches(one, '回家路上买三斤米 ')).toBe(false)
})

test.each([null, '', 'scrypt$N=32768,r=8,p=1$$', 'plain', 'scrypt$N=99999999,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$x'])(
  'nothing matches %j',
  async (stored) => {
    expect(await passwordMatches(stored, '')).toBe(false)
  },
)

test('old costs, named in the text, still verify', async () => {
  const cheap = 'scrypt$N=16384,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$'
  expect(await passwordMatches(`${cheap}${'A'.repeat(43)}`, 'x')).toBe(false)
})

test('a flood is turned away instead of waiting for minutes', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 70 }, () => passwordMatches(null, 'x')))
  expect(answers.filter((one) => one.status === 'rejected')).toHaveLength(8)
  expect(await passwordMatches(null, 'x')).toBe(false)
})
