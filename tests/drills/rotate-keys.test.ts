/** The short form of `npm run drill -- rotate-keys`: every key once. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { rotateKeysDrill, type RotateResult } from './rotate-keys/run.ts'

describe('a change of every key under load', () => {
  let result: RotateResult
  beforeAll(async () => {
    result = await rotateKeysDrill({ port: 23_540, seeds: [1], log: () => {} })
  }, 180_000)

  test('fails no request: old and new hold side by side, then the old ones fail and every sealed row is under the new one', () => {
    expect(result.faults).toEqual([])
    expect(result.tally.failures).toEqual([])
    expect(result.tally.requests).toBeGreaterThan(100)
  })

  test('what was paid meanwhile has its one receipt, and every verify command finds no difference', () => {
    expect(result.tally.paid.length).toBeGreaterThan(2)
    expect(result.receipts).toBe(result.tally.paid.length)
    expect(result.verified.map(({ differences }) => differences)).toEqual([0, 0, 0])
  })
})
