/** The short form of `npm run drill -- restore`: one seed. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { restoreDrill, type RestoreResult } from './restore/run.ts'

describe('a restore after the database was lost', () => {
  let result: RestoreResult
  beforeAll(async () => {
    result = await restoreDrill({ port: 23_520, seeds: [1], log: () => {} })
  }, 180_000)

  test('brings everything back, sends nothing again, and leaves what was ended ended', () => {
    expect(result.faults).toEqual([])
    const [round] = result.rounds
    expect(round?.pending).toBeGreaterThan(0)
    expect(round?.rows).toBeGreaterThan(500)
    expect(round?.unique).toBeGreaterThan(20)
    expect(round?.expiring).toBeGreaterThan(3)
  })

  test('every verify command counts rows and finds no difference, against the heads published outside', () => {
    expect(result.verified.map(({ differences }) => differences)).toEqual([0, 0, 0])
    for (const { rows } of result.verified) expect(rows).toBeGreaterThan(0)
  })
})
