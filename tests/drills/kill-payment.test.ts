/** The short form of `npm run drill -- kill-payment`: five of its points, one seed. The command itself does all of them, many times. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { killPayment, type Result } from './kill-payment/run.ts'

const chosen = ['order-after-prepay', 'callback-stored', 'order-after-post', 'receipt-written', 'relay-after-chain']

describe('kill -9 in the middle of a payment', () => {
  let result: Result
  beforeAll(async () => {
    result = await killPayment({ port: 23_500, seeds: [20_261_126], points: chosen, log: () => {} })
  }, 300_000)

  test('the process dies at every chosen point, by SIGKILL and not by itself', () => {
    expect(
      result.cases.map(({ one, outcome }) => ({ point: one.point.name, signal: outcome.died?.signal })).sort(byPoint),
    ).toEqual(chosen.map((point) => ({ point, signal: 'SIGKILL' })).sort(byPoint))
  })

  test('within sixty seconds of the restart each paid order has one receipt, an unpaid one none, and only stored callbacks were acknowledged', () => {
    expect(result.faults).toEqual([])
    const paid = result.cases.reduce((sum, { outcome }) => sum + outcome.paid, 0)
    expect(paid).toBeGreaterThanOrEqual(chosen.length)
    expect(result.cases.reduce((sum, { outcome }) => sum + outcome.receipts, 0)).toBe(paid)
  })

  test('each day is matched three ways, ledger, chain and bills are counted afterwards, and nothing differs', () => {
    expect(result.verified.length).toBeGreaterThanOrEqual(4)
    expect(result.verified.filter(({ differences }) => differences !== 0)).toEqual([])
    for (const { rows } of result.verified) expect(rows).toBeGreaterThan(0)
  })
})

function byPoint(a: { point: string }, b: { point: string }): number {
  return a.point.localeCompare(b.point)
}
