/**
 * The state machines of bills, orders and refunds walked at random over the real API and the world. A failing walk prints its seed and path, and what was said;
 * `WALK_SEED=… WALK_RUNS=…` walks others than the suite's.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bills } from '../../server/src/capabilities/bills/data/bills.ts'
import { orders } from '../../server/src/capabilities/payments/data/orders.ts'
import { receipts } from '../../server/src/capabilities/payments/data/receipts.ts'
import { openOrder, openStage, orderRow, payOnPhone, type Stage } from '../support/builders.ts'
import { beginWalk, ordersOf, steps } from '../support/money-walk.ts'
import { comeToRest, examine } from '../support/money-walk-end.ts'

const SEED = Number(process.env['WALK_SEED'] ?? 20_261_126)
const RUNS = Number(process.env['WALK_RUNS'] ?? 5)
const [LEAST_STEPS, MOST_STEPS] = [12, 30]

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.stop())

test('whatever payers, officers, utility and payment company do in whatever order, the books agree, every receipt is one, and no bill is paid twice', async () => {
  const ends = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(...steps()), { minLength: LEAST_STEPS, maxLength: MOST_STEPS }),
      async (commands) => {
        const walker = await beginWalk(stage)
        const known = { bills: walker.billIds.length, sheets: 0 }
        try {
          await fc.asyncModelRun(() => ({ model: known, real: walker }), commands)
          expect(await comeToRest(walker)).toEqual([])
          expect(await examine(walker)).toEqual([])
        } catch (error) {
          throw new Error(`${walker.said.join('\n')}\n${String(error)}`, { cause: error })
        }
        for (const { state } of await ordersOf(walker)) ends.set(state, (ends.get(state) ?? 0) + 1)
      },
    ),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  )
  // A walk that went nowhere would find nothing wrong.
  expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(RUNS)
  if (process.env['WALK_TELL'] !== undefined) process.stderr.write(`${JSON.stringify([...ends])}\n`)
}, 600_000)

test('the examination at the end of a walk finds a receipt that is missing, a state that no entry led to, and money that no order holds', async () => {
  const walker = await beginWalk(stage)
  const [payer] = walker.people
  const bill = await bills.findOne(stage.ctx(), { _id: walker.billIds[0] ?? '' })
  if (payer === undefined || bill === null) throw new Error('nobody walks')
  const opened = await openOrder(stage, payer, bill)
  await payOnPhone(stage, payer, opened)
  expect(await comeToRest(walker)).toEqual([])
  expect(await examine(walker)).toEqual([])
  const { _id, receivedAmount } = await orderRow(stage, opened.order)
  await orders.update(stage.ctx(), { _id }, { $set: { receivedAmount: 1 } })
  expect((await examine(walker)).join()).toContain('the provider holds')
  await orders.update(stage.ctx(), { _id }, { $set: { receivedAmount, state: 'CREDITED', nextStepAt: null } })
  expect((await examine(walker)).join()).toContain('its entries lead to RECEIPTED')
  await orders.update(stage.ctx(), { _id }, { $set: { state: 'RECEIPTED' } })
  await receipts.removeOne(stage.ctx(), { orderId: _id })
  expect((await examine(walker)).join()).toContain('has 0 receipts')
}, 120_000)
