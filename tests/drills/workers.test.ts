/** The short forms of `npm run drill -- stopped-worker`, `rolling-deploy` and `duplicate-delivery`, one after the other on one start of the product. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { duplicateDelivery } from './duplicate-delivery/run.ts'
import { openStage, type Stage } from './kill-payment/stage.ts'
import { reconcileDays, reconcileFaults } from './money/reconcile.ts'
import { verifyAll } from './money/run.ts'
import { rollingDeploy } from './rolling-deploy/run.ts'
import { stoppedWorker } from './stopped-worker/run.ts'

const how = { seed: 1, full: false, log: () => {} }
const LIMIT_MS = 300_000

describe('several workers', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(23_580, () => {})
  }, LIMIT_MS)
  afterAll(async () => {
    await stage.close()
  }, LIMIT_MS)

  test(
    'one that stops for twice its lease and goes on late is refused whatever it writes, and nothing happens twice',
    async () => {
      const { faults, done } = await stoppedWorker(stage, how)
      expect(faults).toEqual([])
      expect(done).toBeGreaterThan(0)
    },
    LIMIT_MS,
  )

  test(
    'a new version takes over under load: no request fails, the old processes end within ten seconds, both workers read the queue meanwhile',
    async () => {
      const { faults, done } = await rollingDeploy(stage, how)
      expect(faults).toEqual([])
      expect(done).toBeGreaterThan(2)
    },
    LIMIT_MS,
  )

  test(
    'every event delivered one to five times by two workers has its effect once, at the provider and at three utilities',
    async () => {
      const { faults, done } = await duplicateDelivery(stage, how)
      expect(faults).toEqual([])
      expect(done).toBeGreaterThan(10)
    },
    LIMIT_MS,
  )

  test(
    'each day is matched three ways, ledger, chain and bills are counted afterwards, and nothing differs',
    async () => {
      expect(reconcileFaults(await reconcileDays(stage, () => {}), 0)).toEqual([])
      const verified = await verifyAll(stage, () => {})
      expect(verified.map(({ differences }) => differences)).toEqual([0, 0, 0])
      for (const { rows } of verified) expect(rows).toBeGreaterThan(0)
    },
    LIMIT_MS,
  )
})
