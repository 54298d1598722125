/**
 * Two that meet over one order or refund while the provider's answer to the first is on its way: what stands decides, not what was read before. The moment is
 * forced: the answer is held until the other has got so far.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { orders } from '../../server/src/capabilities/payments/data/orders.ts'
import { refunds } from '../../server/src/capabilities/payments/data/refunds.ts'
import {
  billRow,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  shareBill,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { send } from '../support/call.ts'
import { nothingDiffers } from '../support/several-bills.ts'

const plain = globalThis.fetch

let stage: Stage
let payer: Resident
let bill: BillRow
let opened: Opened

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  payer = await stage.resident()
  bill = await issueBill(stage, payer)
  opened = await openOrder(stage, payer, bill)
})
afterEach(async () => {
  globalThis.fetch = plain
  await stage.world.clearFaults()
})
afterAll(() => stage.stop())

/** The first answer to such a question comes only when `meanwhile` has happened. */
function holdAnswer(path: string, meanwhile: () => Promise<unknown>): { readonly held: () => boolean } {
  let isHeld = false
  globalThis.fetch = async (...asked) => {
    const answer = await plain(...asked)
    const [address] = asked
    if (isHeld || !String(address instanceof Request ? address.url : address).includes(path)) return answer
    isHeld = true
    await meanwhile()
    return answer
  }
  return { held: () => isHeld }
}

test('a refund that another worker has ended, its order not yet moved: the money went back, and nobody calls it failed', async () => {
  await stage.world.fault('water.refusing', {}, 1)
  await payOnPhone(stage, payer, opened)
  await stage.work()
  expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'REFUNDING' })
  await stage.world.advance(61_000)
  const answer = holdAnswer('/refund/domestic/refunds/', async () => {
    const set = { state: 'SUCCESS' as const, endedAt: stage.ctx().clock.instant(), nextTryAt: stage.ctx().clock.now() }
    const before = { orderId: opened.order.id, state: 'SUBMITTED' as const }
    expect(await refunds.update(stage.ctx(), before, { $set: set, $inc: { version: 1 } })).not.toBeNull()
  })
  await stage.work(['work-refunds'])
  expect(answer.held()).toBe(true)
  expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'REFUNDED', refund: { state: 'done' } })
  await stage.work()
  await nothingDiffers(stage)
})

test('a take-over in whose midst the timetable noted its own question asks once more, and has the bill', async () => {
  const second = await stage.resident()
  await shareBill(stage, bill, second)
  await stage.world.advance(16 * 60_000)
  const answer = holdAnswer('/out-trade-no/', () =>
    orders.update(stage.ctx(), { _id: opened.order.id }, { $inc: { version: 1, asks: 1 } }),
  )
  const taken = await send(
    stage.url,
    contract.takeOver,
    { params: { billId: bill._id }, body: {} },
    { token: second.token },
  )
  expect(answer.held()).toBe(true)
  const mine = taken.value()
  expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'CLOSED' })
  expect(await billRow(stage, bill)).toMatchObject({ state: 'PAYING', payingPersonId: second.personId })
  expect(mine.order.id).not.toBe(opened.order.id)
  await stage.work()
  await nothingDiffers(stage)
})
