/**
 * The short forms of `npm run drill -- callback-storm`, `slow-provider` and `lost-callback`, one after the other on one start of the product. The last one
 * goes to the next day, and its statement is matched with what the others did.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { callbackStorm } from './callback-storm/run.ts'
import { openStage, type Stage } from './kill-payment/stage.ts'
import { lostCallback } from './lost-callback/run.ts'
import { reconcileDays, reconcileFaults } from './money/reconcile.ts'
import { verifyAll } from './money/run.ts'
import { slowProvider } from './slow-provider/run.ts'

const how = { seed: 1, full: false, log: () => {} }
const LIMIT_MS = 180_000

describe('the provider’s notices and answers', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(23_560, () => {})
  }, LIMIT_MS)
  afterAll(async () => {
    await stage.close()
  }, LIMIT_MS)

  test(
    'a storm of callbacks, three of ten repeated and all shuffled, is answered within five seconds each and makes one receipt an order',
    async () => {
      const { faults, done } = await callbackStorm(stage, how)
      expect(faults).toEqual([])
      expect(done).toBe(200)
    },
    LIMIT_MS,
  )

  test(
    'a provider that is slow, trickles, hangs or answers 502 fails no other request, nothing is paid twice, and all comes right by itself',
    async () => {
      const { faults, done } = await slowProvider(stage, how)
      expect(faults).toEqual([])
      expect(done).toBeGreaterThan(50)
    },
    LIMIT_MS,
  )

  test(
    'payments whose callbacks are all lost are found at the next question, and what is never asked for by the statement of the next day',
    async () => {
      const { faults, done } = await lostCallback(stage, how)
      expect(faults).toEqual([])
      expect(done).toBeGreaterThanOrEqual(3)
    },
    LIMIT_MS,
  )

  test(
    'each day is matched three ways, ledger, chain and bills are counted afterwards, and nothing differs but what was left on purpose',
    async () => {
      expect(reconcileFaults(await reconcileDays(stage, () => {}), 1)).toEqual([])
      const verified = await verifyAll(stage, () => {})
      expect(verified.map(({ differences }) => differences)).toEqual([0, 0, 0])
      for (const { rows } of verified) expect(rows).toBeGreaterThan(0)
    },
    LIMIT_MS,
  )
})
