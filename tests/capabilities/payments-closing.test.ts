/** Orders that stay silent: asked by the timetable, closed only after asking, and money that comes while or after one is closed. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { ledger } from '../../server/src/capabilities/payments/data/ledger.ts'
import {
  billRow,
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  signedInAgain,
  worldList,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { callbackBody, paymentOf, platformSigner, sendCallback } from '../support/callbacks.ts'
import { countRows } from '../support/snapshot.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

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
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const order = () => orderRow(stage, opened.order)
const pay = () => stage.world.pay(payer.phone, opened.pay)
const ask = () => stage.work(['ask-silent-orders'])
const atProvider = async () => (await worldList(stage, 'orders')).find((one) => one['outTradeNo'] === opened.order.no)
const booked = async () =>
  (await ledger.find(stage.ctx(), { orderId: opened.order.id })).map((one) => one.source.split(':')[0]).sort()

/** The order's two hours and the grace are over. */
const pastItsEnd = () => stage.world.advance(2 * HOUR + 70 * SECOND)

describe('a silent order', () => {
  test('is asked about after 30 seconds, 2, 10 and 30 minutes, and right after its end', async () => {
    const begun = Date.parse(opened.order.submittedAt)
    const asked: number[] = []
    for (let asks = 0; asks < 5; asks += 1) {
      const { nextAskAt } = await order()
      if (nextAskAt === null) break
      asked.push(Math.round((nextAskAt - begun) / SECOND))
      await stage.world.advance(nextAskAt - stage.ctx().clock.now())
      await ask()
    }
    expect(asked).toEqual([30, 120, 600, 1800, 7200])
    // The scheduled question at two hours stands before the end's grace minute.
    const { nextAskAt, validUntil } = await order()
    expect(nextAskAt).toBe(Date.parse(validUntil) + MINUTE)
  })

  test('whose callback was lost is found paid by the scheduled question', async () => {
    await stage.world.fault('pay.callback.lost')
    await pay()
    await stage.world.advance(31 * SECOND)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'RECEIPTED', asks: 0 })
    expect(await countRows('providerEvents', { 'payment.no': opened.order.no })).toBe(0)
    expect(await booked()).toEqual(['payments.credited', 'payments.paid'])
  })

  test('is closed after its end, at the provider first, and its bill is due and payable again', async () => {
    await pastItsEnd()
    await stage.work()
    expect(await atProvider()).toMatchObject({ state: 'CLOSED' })
    expect(await order()).toMatchObject({ state: 'CLOSED', nextAskAt: null, liveKeys: [opened.order.id] })
    expect(await billRow(stage, bill)).toMatchObject({
      state: 'ISSUED',
      orderId: null,
      payingPersonId: null,
      payingAt: null,
    })
    const second = await openOrder(stage, await signedInAgain(stage, payer), bill)
    expect(second.order.id).not.toBe(opened.order.id)
    expect(await booked()).toEqual([])
  })

  test('is never closed unasked: while the provider cannot be reached it stays, for days, and is paid when found paid', async () => {
    await stage.world.fault('pay.callback.lost')
    await pay()
    await stage.world.fault('pay.query.5xx')
    await pastItsEnd()
    for (let days = 0; days < 8; days += 1) {
      await ask()
      expect((await order()).state).toBe('PENDING')
      await stage.world.advance(25 * HOUR)
    }
    await stage.world.clearFaults()
    await stage.work()
    expect(await order()).toMatchObject({ state: 'RECEIPTED' })
  })

  test('whose closing got no answer stays closing, and is asked until the provider says what it is', async () => {
    await stage.world.fault('pay.close.5xx', { closed: true }, 1)
    await pastItsEnd()
    await ask()
    expect(await order()).toMatchObject({ state: 'CLOSING' })
    expect((await billRow(stage, bill)).state).toBe('PAYING')
    await stage.world.advance(MINUTE)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'CLOSED' })
    expect((await billRow(stage, bill)).state).toBe('ISSUED')
  })

  test('that two workers ask about at once ends once', async () => {
    await pastItsEnd()
    await Promise.all([ask(), ask(), ask()])
    await stage.work()
    expect(await order()).toMatchObject({ state: 'CLOSED' })
    expect((await billRow(stage, bill)).state).toBe('ISSUED')
    expect(await countRows('outbox', { name: 'payments.released', recordId: opened.order.id })).toBe(1)
  })
})

describe('money that comes while an order is being closed', () => {
  test('between the question and the close: the provider refuses to close, the next question finds it paid', async () => {
    await stage.world.fault('pay.callback.lost')
    await stage.world.fault('pay.query.notpay-until-callback', {}, 1)
    await pay()
    await pastItsEnd()
    await ask()
    expect(await order()).toMatchObject({ state: 'CLOSING', transactionId: null })
    expect((await billRow(stage, bill)).state).toBe('PAYING')
    await stage.world.advance(6 * SECOND)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'RECEIPTED', suspense: null })
    expect((await billRow(stage, bill)).state).toBe('CREDITED')
  })

  test('by a callback that arrives in CLOSING: paid, posted, receipted', async () => {
    await stage.world.fault('pay.close.5xx')
    await pastItsEnd()
    await ask()
    expect(await order()).toMatchObject({ state: 'CLOSING' })
    await stage.world.clearFaults()
    const signer = platformSigner(stage)
    expect((await sendCallback(stage, signer, callbackBody(signer, paymentOf(await order())))).status).toBe(200)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'RECEIPTED' })
  })

  test('after the close: held in suspense for people, no service, told to the payer, and the bill can still be paid', async () => {
    await stage.world.fault('pay.callback.after-close')
    await pay()
    await pastItsEnd()
    await stage.work()
    // Its callback may be here already on a slow machine; that it was closed before, the reason says below.
    expect(['CLOSED', 'SUSPENSE']).toContain((await order()).state)
    await stage.world.advance(SECOND)
    await deliverCallbacks(stage)
    await stage.work()
    expect(await order()).toMatchObject({
      state: 'SUSPENSE',
      suspense: 'paid-after-close',
      receivedAmount: bill.amount,
      refund: null,
    })
    expect(await booked()).toEqual(['payments.misfit'])
    expect((await billRow(stage, bill)).state).toBe('ISSUED')
    expect(await countRows('messages', { personId: payer.personId, 'link.params.orderId': opened.order.id })).toBe(1)
    expect((await worldList(stage, 'refunds')).filter((one) => one['outTradeNo'] === opened.order.no)).toEqual([])
  })

  test('after the close, of a bill that is paid otherwise later: looked at again the next day, and refunded by itself', async () => {
    await stage.world.fault('pay.callback.after-close', {}, 1)
    await pay()
    await pastItsEnd()
    await stage.work()
    await stage.world.advance(SECOND)
    await deliverCallbacks(stage)
    await stage.work()
    payer = await signedInAgain(stage, payer)
    const second = await openOrder(stage, payer, bill)
    await stage.world.pay(payer.phone, second.pay)
    await deliverCallbacks(stage)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'SUSPENSE', refund: null })
    await stage.world.advance(25 * HOUR)
    await stage.work()
    await stage.world.advance(3 * SECOND)
    await deliverCallbacks(stage)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'REFUNDED' })
    expect(await orderRow(stage, second.order)).toMatchObject({ state: 'RECEIPTED' })
  })
})
