/** Money that found no order to be for: held in suspense, sent back by itself where that is plain, and never lost. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { differences } from '../../server/src/capabilities/payments/data/differences.ts'
import { providerEvents } from '../../server/src/capabilities/payments/data/provider-events.ts'
import { refunds } from '../../server/src/capabilities/payments/data/refunds.ts'
import { strays } from '../../server/src/capabilities/payments/data/strays.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { issueBill, openOrder, openStage, orderRow, type Opened, type Stage } from '../support/builders.ts'
import { callbackBody, paymentOf, platformSigner, sendCallback, type Signer } from '../support/callbacks.ts'
import { verified } from '../support/verified.ts'

let stage: Stage
let signer: Signer
let bill: BillRow
let opened: Opened

beforeAll(async () => {
  stage = await openStage()
  signer = platformSigner(stage)
})
beforeEach(async () => {
  const payer = await stage.resident()
  bill = await issueBill(stage, payer)
  opened = await openOrder(stage, payer, bill)
})
afterAll(() => stage.stop())

const order = () => orderRow(stage, opened.order)

describe('a genuine callback', () => {
  test('that overtakes its order is kept and tried again, and after twelve tries its money is held in suspense for people', async () => {
    const unknown = { ...paymentOf(await order()), out_trade_no: 'XLB26000000000000000001' }
    expect((await sendCallback(stage, signer, callbackBody(signer, unknown))).status).toBe(200)
    await stage.work(['work-callbacks'])
    const event = () => providerEvents.findOne(stage.ctx(), { 'payment.no': 'XLB26000000000000000001' })
    expect(await event()).toMatchObject({ outcome: 'order-unknown', tries: 1 })
    for (let tries = 0; tries < 13; tries += 1) {
      await stage.world.advance(11 * 60_000)
      await stage.work(['work-callbacks'])
    }
    expect(await event()).toMatchObject({ outcome: 'held', nextTryAt: null })
    const [stray] = await strays.find(stage.ctx(), { no: 'XLB26000000000000000001' })
    expect(stray).toMatchObject({ state: 'HELD', cause: 'order-unknown', orderId: null })
    await stage.work()
    expect(await differences.find(stage.ctx(), { ref: stray?._id ?? '' })).toMatchObject([
      { kind: 'suspense', state: 'OPEN', theirs: stray?.amount },
    ])
    expect(await verified(stage, 'ledger')).toMatchObject({ differences: [] })
  })

  test('of a second payment for an order that has its money holds that money, sends it back, and the order stays as it is', async () => {
    await sendCallback(stage, signer, callbackBody(signer, paymentOf(await order())))
    await stage.work()
    const before = await order()
    await sendCallback(stage, signer, callbackBody(signer, paymentOf(before)))
    await stage.work()
    expect(await order()).toEqual(before)
    const events = await providerEvents.find(stage.ctx(), { 'payment.no': opened.order.no })
    expect(events.map((one) => one.outcome).sort()).toEqual(['done', 'held'])
    const [stray] = await strays.find(stage.ctx(), { orderId: opened.order.id })
    expect(stray).toMatchObject({ state: 'REFUNDING', cause: 'second-payment', amount: bill.amount })
    expect(await refunds.find(stage.ctx(), { orderId: stray?._id ?? '' })).toMatchObject([
      { of: 'stray', transactionId: stray?.transactionId, amount: bill.amount },
    ])
  })
})
