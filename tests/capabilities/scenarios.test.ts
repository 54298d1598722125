/** Scenarios that tell a real system from a toy (5, 7, 17), at the API; the journeys show the same to the eye. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { bills as billsContract } from '@xlb/shared/bills/contract.ts'
import { home } from '@xlb/shared/home/contract.ts'
import { messages } from '@xlb/shared/messages/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { ledger } from '../../server/src/capabilities/payments/data/ledger.ts'
import {
  billRow,
  deliverCallbacks,
  issueBill,
  lookAtBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  signedInAgain,
  worldList,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { newKey, send } from '../support/call.ts'
import { countRows } from '../support/snapshot.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const look = async (who: Resident, opened: Opened): Promise<OrderView> =>
  (await send(stage.url, payments.order, { params: { orderId: opened.order.id } }, { token: who.token })).value()
const cardOf = async (who: Resident, billId: string) => {
  const { todo } = (await send(stage.url, home.get, {}, { token: who.token })).value()
  return todo.find((one) => one.key === `bills:${billId}`)
}

describe('5: WeChat is killed during payment, and the callback comes forty minutes later, three times', () => {
  test('in between the order is confirming and never failed; then one receipt, and the bill is paid once', async () => {
    const who = await stage.resident()
    const bill = await issueBill(stage, who)
    const opened = await openOrder(stage, who, bill)
    await stage.world.fault('pay.callback.late', { delayMs: 40 * MINUTE })
    await stage.world.fault('pay.callback.duplicate', { n: 3 })
    await stage.world.fault('pay.query.notpay-until-callback')
    // The phone dies between the payment and its answer: no hint ever comes.
    expect(await stage.world.pay(who.phone, opened.pay)).toBe('requestPayment:ok')
    const seen: string[] = []
    for (const minutes of [0, 1, 2, 8, 20]) {
      await stage.world.advance(minutes * MINUTE)
      await stage.work()
      const { state, suspense, can } = await look(who, opened)
      expect([suspense, can.ask]).toEqual([null, true])
      expect((await lookAtBill(stage, who, bill)).state).toBe('PAYING')
      expect(await cardOf(who, bill._id)).toMatchObject({ tag: { tone: 'confirming' } })
      seen.push(state)
    }
    expect(seen).toEqual(['PENDING', 'PENDING', 'PENDING', 'PENDING', 'PENDING'])
    await stage.world.advance(10 * MINUTE)
    await deliverCallbacks(stage)
    const [told] = (await worldList(stage, 'callbacks')).filter((one) => one['no'] === opened.order.no)
    expect(told).toMatchObject({ copies: 3, state: 'delivered' })
    await stage.work()
    expect(await look(who, opened)).toMatchObject({ state: 'RECEIPTED', can: { pay: false, seeReceipt: true } })
    expect(await countRows('receipts', { orderId: opened.order.id })).toBe(1)
    expect(await billRow(stage, bill)).toMatchObject({ state: 'CREDITED', receiptOrderId: opened.order.id })
    const postings = (await worldList(stage, 'postings')).filter((one) => one['billNo'] === bill.billNo)
    expect(postings).toMatchObject([{ asked: 1 }])
    const inbox = (await send(stage.url, messages.list, {}, { token: who.token })).value().items
    expect(inbox.map((one) => one.kind)).toEqual(['receipt'])
  })
})

describe('7: the utility’s system is down for six hours', () => {
  test('the money is received and not yet credited, and the retry posts once', async () => {
    let who = await stage.resident()
    const bill = await issueBill(stage, who)
    await stage.world.fault('water.down', { drop: true })
    const opened = await openOrder(stage, who, bill)
    await payOnPhone(stage, who, opened)
    for (let hours = 0; hours < 6; hours += 1) {
      await stage.work()
      who = await signedInAgain(stage, who)
      const order = await look(who, opened)
      expect(order).toMatchObject({ state: 'POST_RETRY', creditedAt: null, receiptId: null, suspense: null })
      expect(order.receivedAt).not.toBeNull()
      expect((await lookAtBill(stage, who, bill)).state).toBe('RECEIVED')
      expect(await cardOf(who, bill._id)).toMatchObject({ tag: { tone: 'paid', words: '已收款' } })
      expect(await countRows('receipts', { orderId: opened.order.id })).toBe(0)
      await stage.world.advance(HOUR)
    }
    await stage.world.clearFaults()
    await stage.world.advance(10 * MINUTE)
    await stage.work()
    who = await signedInAgain(stage, who)
    expect(await look(who, opened)).toMatchObject({ state: 'RECEIPTED' })
    expect((await lookAtBill(stage, who, bill)).state).toBe('CREDITED')
    const postings = (await worldList(stage, 'postings')).filter((one) => one['billNo'] === bill.billNo)
    expect(postings).toMatchObject([{ postingNo: opened.order.no, asked: 1, amountFen: bill.amount }])
    expect(await countRows('receipts', { orderId: opened.order.id })).toBe(1)
    const entries = await ledger.find(stage.ctx(), { orderId: opened.order.id })
    expect(entries.map((one) => one.source.split(':')[0]).sort()).toEqual(['payments.credited', 'payments.paid'])
  })

  test('its answer is lost although it has posted: asked by our number, not posted a second time', async () => {
    const who = await stage.resident()
    const bill = await issueBill(stage, who)
    await stage.world.fault('water.answer-lost', {}, 1)
    const opened = await openOrder(stage, who, bill)
    await payOnPhone(stage, who, opened)
    await stage.work()
    expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
    const postings = (await worldList(stage, 'postings')).filter((one) => one['billNo'] === bill.billNo)
    expect(postings).toMatchObject([{ postingNo: opened.order.no, asked: 1 }])
  })
})

describe('17: a phone on 2G sends the same form three times', () => {
  test('one record, three equal answers', async () => {
    const who = await stage.resident()
    const bill = await issueBill(stage, who)
    const key = newKey()
    const tap = () =>
      send(stage.url, billsContract.pay, { params: { billId: bill._id }, body: {} }, { token: who.token, key })
    const answers = [await tap(), await tap(), await tap()]
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
    const orders = answers.map((one) => one.value().order)
    expect(orders).toEqual([orders[0], orders[0], orders[0]])
    expect(new Set(answers.map((one) => one.value().pay?.package)).size).toBe(1)
    expect(await countRows('orders', { 'subjects.id': bill._id })).toBe(1)
    expect(await countRows('idempotencyKeys', { key })).toBe(1)
  })

  test('one record and three equal answers also when the three arrive at once', async () => {
    const who = await stage.resident()
    const bill = await issueBill(stage, who)
    const key = newKey()
    const tap = () =>
      send(stage.url, billsContract.pay, { params: { billId: bill._id }, body: {} }, { token: who.token, key })
    const orders = (await Promise.all([tap(), tap(), tap()])).map((one) => one.value().order)
    expect(orders).toEqual([orders[0], orders[0], orders[0]])
    expect(await countRows('orders', { 'subjects.id': bill._id })).toBe(1)
  })
})
