/** Money that goes back by itself: refused postings and exact duplicates; what the provider makes of a refund; the refund's callback. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { payments as contract } from '@xlb/shared/payments/contract.ts'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { ledger } from '../../server/src/capabilities/payments/data/ledger.ts'
import { providerEvents } from '../../server/src/capabilities/payments/data/provider-events.ts'
import { refunds } from '../../server/src/capabilities/payments/data/refunds.ts'
import {
  billRow,
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  payAtCounter,
  payOnPhone,
  readFeed,
  signedInAgain,
  worldList,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { send } from '../support/call.ts'
import {
  callbackBody,
  paymentOf,
  platformSigner,
  seal,
  envelope,
  sendCallback,
  signedHeaders,
  type Signer,
} from '../support/callbacks.ts'
import { fieldsIn } from '../support/json.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { verified } from '../support/verified.ts'

let stage: Stage
let signer: Signer
let payer: Resident
let bill: BillRow
let opened: Opened

beforeAll(async () => {
  stage = await openStage()
  signer = platformSigner(stage)
})
beforeEach(async () => {
  payer = await stage.resident()
  bill = await issueBill(stage, payer)
  opened = await openOrder(stage, payer, bill)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const order = () => orderRow(stage, opened.order)
const refund = async () => {
  const row = await refunds.findOne(stage.ctx(), { orderId: opened.order.id })
  if (row === null) throw new Error('there is no refund')
  return row
}
const seen = async (): Promise<OrderView> =>
  (await send(stage.url, contract.order, { params: { orderId: opened.order.id } }, { token: payer.token })).value()
const booked = async () =>
  (await ledger.find(stage.ctx(), { orderId: opened.order.id })).map((one) => one.source.split(':')[0]).sort()
const suspenseBalance = async () =>
  (await ledger.find(stage.ctx(), { orderId: opened.order.id }))
    .flatMap((one) => one.lines)
    .filter((line) => line.account === 'suspense')
    .reduce((sum, line) => sum + line.amount, 0)
const atProvider = async () =>
  (await worldList(stage, 'refunds')).filter((one) => one['outTradeNo'] === opened.order.no)

/** The utility refuses, our worker has noticed, and the refund is on its way. */
async function refusedByUtility(): Promise<void> {
  await stage.world.fault('water.refusing', {}, 1)
  await payOnPhone(stage, payer, opened)
  await stage.work()
}

/** The provider's two seconds for a refund pass, its callback comes. */
async function refundSettles(): Promise<void> {
  await stage.world.advance(3_000)
  await deliverCallbacks(stage)
  await stage.work()
}

describe('a posting that the utility refuses', () => {
  test('is suspended, refunded whole, and booked back; the bill is due again, and the payer is told of both', async () => {
    await refusedByUtility()
    expect(await order()).toMatchObject({ state: 'REFUNDING', suspense: 'posting-refused' })
    expect(await seen()).toMatchObject({
      refund: { amount: bill.amount, state: 'working' },
      can: { pay: false, ask: false },
    })
    await refundSettles()
    expect(await order()).toMatchObject({ state: 'REFUNDED', refund: { amount: bill.amount, state: 'done' } })
    expect(await refund()).toMatchObject({
      state: 'SUCCESS',
      amount: bill.amount,
      refundNo: `R${opened.order.no}`,
      nextTryAt: null,
    })
    expect(await booked()).toEqual(['payments.paid', 'payments.refunded', 'payments.suspended'])
    expect(await suspenseBalance()).toBe(0)
    expect(await billRow(stage, bill)).toMatchObject({ state: 'ISSUED', orderId: null })
    expect(await countRows('receipts', { orderId: opened.order.id })).toBe(0)
    expect(await countRows('messages', { personId: payer.personId, 'link.params.orderId': opened.order.id })).toBe(2)
  })

  test('can be paid again afterwards, by a new order', async () => {
    await refusedByUtility()
    await refundSettles()
    const second = await openOrder(stage, payer, bill)
    expect(second.order.id).not.toBe(opened.order.id)
    await payOnPhone(stage, payer, second)
    await stage.work()
    expect((await orderRow(stage, second.order)).state).toBe('RECEIPTED')
    expect(await order()).toMatchObject({ state: 'REFUNDED' })
  })
})

describe('the same debt paid twice', () => {
  test('at the company’s counter while our order was being paid: the posting is refused, the money goes back, the bill is paid', async () => {
    await payAtCounter(stage, bill)
    await readFeed(stage)
    expect(await billRow(stage, bill)).toMatchObject({ state: 'PAYING', orderId: opened.order.id })
    await payOnPhone(stage, payer, opened)
    await stage.work()
    await refundSettles()
    expect(await order()).toMatchObject({ state: 'REFUNDED', suspense: 'posting-refused' })
    await readFeed(stage)
    expect(await billRow(stage, bill)).toMatchObject({ state: 'CREDITED', orderId: null })
    expect(await countRows('heldArrivals', { accountCode: bill.accountCode })).toBe(0)
  })

  test('by a payment that came after the close, of a bill that another order has paid: refunded by itself', async () => {
    await stage.world.fault('pay.callback.after-close', {}, 1)
    await payOnPhone(stage, payer, opened)
    await stage.world.fault('pay.callback.lost', {}, 1)
    await stage.world.advance(2 * 3_600_000 + 70_000)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'CLOSED' })
    payer = await signedInAgain(stage, payer)
    const second = await openOrder(stage, payer, bill)
    await payOnPhone(stage, payer, second)
    await stage.work()
    expect((await billRow(stage, bill)).state).toBe('CREDITED')
    await sendCallback(stage, signer, callbackBody(signer, paymentOf(await order(), await transactionOf(opened))))
    await stage.work()
    await refundSettles()
    expect(await order()).toMatchObject({ state: 'REFUNDED', suspense: 'paid-after-close' })
    expect(await booked()).toEqual(['payments.misfit', 'payments.refunded'])
    expect(await suspenseBalance()).toBe(0)
  })
})

describe('the provider and a refund', () => {
  test('that it works on and then calls abnormal waits for people: the money stays in suspense', async () => {
    await stage.world.fault('pay.refund.abnormal', {}, 1)
    await refusedByUtility()
    await refundSettles()
    expect(await refund()).toMatchObject({ state: 'ABNORMAL', nextTryAt: null })
    expect(await order()).toMatchObject({ state: 'SUSPENSE', refund: { state: 'by-hand' }, nextStepAt: null })
    expect((await seen()).refund?.state).toBe('by-hand')
    expect(await suspenseBalance()).toBe(-bill.amount)
    await stage.world.advance(86_400_000)
    await stage.work()
    expect(await atProvider()).toHaveLength(1)
    expect(await order()).toMatchObject({ state: 'SUSPENSE', refund: { state: 'by-hand' } })
  })

  test('that it closes waits for people as well', async () => {
    await stage.world.fault('pay.refund.closed', {}, 1)
    await refusedByUtility()
    await refundSettles()
    expect(await refund()).toMatchObject({ state: 'CLOSED' })
    expect(await order()).toMatchObject({ state: 'SUSPENSE', refund: { state: 'by-hand' } })
  })

  test.each([
    ['answers 5xx before it made one', 'pay.refund.5xx', { made: false }],
    ['answers 5xx after it made one', 'pay.refund.5xx', { made: true }],
    ['has not enough money of ours', 'pay.refund.not-enough', {}],
  ])('that %s is tried again under the same number and made once', async (_what, fault, params) => {
    await stage.world.fault(fault, params, 1)
    await refusedByUtility()
    expect(await order()).toMatchObject({ state: 'REFUNDING' })
    for (let tries = 0; tries < 3; tries += 1) {
      await stage.world.advance(61_000)
      await stage.work(['work-refunds'])
    }
    await refundSettles()
    expect(await refund()).toMatchObject({ state: 'SUCCESS' })
    expect(await atProvider()).toMatchObject([{ outRefundNo: `R${opened.order.no}`, status: 'SUCCESS' }])
    expect(await order()).toMatchObject({ state: 'REFUNDED' })
  })

  test('whose callback is lost is asked about, and found done', async () => {
    await refusedByUtility()
    await stage.world.advance(31_000)
    await stage.work()
    expect(await refund()).toMatchObject({ state: 'SUCCESS' })
    expect(await order()).toMatchObject({ state: 'REFUNDED' })
  })
})

describe('a refund’s callback (payments.refundCallback)', () => {
  const refundBody = async (more: Readonly<Record<string, unknown>> = {}) => {
    const { refundNo, amount, orderNo, mchid } = await refund()
    const plain = {
      mchid,
      out_trade_no: orderNo,
      transaction_id: (await order()).transactionId,
      out_refund_no: refundNo,
      refund_id: '50300020261126',
      refund_status: 'SUCCESS',
      success_time: '2026-11-26T09:12:00+08:00',
      amount: { total: amount, refund: amount, payer_total: amount, payer_refund: amount },
      ...more,
    }
    return envelope(seal(signer.merchant.apiV3Key, JSON.stringify(plain), 'refund'), { event_type: 'REFUND.SUCCESS' })
  }
  beforeEach(async () => {
    await stage.world.fault('pay.refund.slow', { delayMs: 86_400_000 }, 1)
    await refusedByUtility()
  })

  test('with a wrong signature is refused, and nothing is stored', async () => {
    const body = await refundBody()
    const before = await fingerprints()
    expect(await sendCallback(stage, signer, body, signedHeaders(stage, signer, 'x'), 'refunded')).toEqual({
      status: 401,
      code: 'signature-refused',
    })
    expect(await fingerprints()).toEqual(before)
  })

  test('of a state that does not exist is a 400, and nothing is stored', async () => {
    const body = await refundBody({ refund_status: 'MAYBE' })
    const before = await fingerprints()
    expect(await sendCallback(stage, signer, body, undefined, 'refunded')).toEqual({
      status: 400,
      code: 'callback-unreadable',
    })
    expect(await fingerprints()).toEqual(before)
  })

  test('sent twenty times at once is one refund and one entry', async () => {
    const body = await refundBody()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => sendCallback(stage, signer, body, undefined, 'refunded')),
    )
    expect(answers).toEqual(answers.map(() => ({ status: 200, code: 'SUCCESS' })))
    await stage.work()
    expect(await order()).toMatchObject({ state: 'REFUNDED' })
    expect(await booked()).toEqual(['payments.paid', 'payments.refunded', 'payments.suspended'])
  })

  test('that speaks of another amount moves nothing and stays for people to look at', async () => {
    const amount = { total: bill.amount, refund: bill.amount + 1 }
    expect((await sendCallback(stage, signer, await refundBody({ amount }), undefined, 'refunded')).status).toBe(200)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'REFUNDING' })
    expect(await refund()).toMatchObject({ state: 'SUBMITTED' })
    const event = await providerEvents.findOne(stage.ctx(), { 'refund.refundNo': `R${opened.order.no}` })
    expect(event).toMatchObject({ outcome: 'alarm', nextTryAt: null })
    expect(await ledgerFindings()).toEqual([expect.stringContaining('without a place')])
    await providerEvents.update(stage.ctx(), { eventId: event?.eventId ?? '' }, { $set: { outcome: 'looked-at' } })
  })

  test('that contradicts a refund that has ended changes nothing', async () => {
    await sendCallback(stage, signer, await refundBody(), undefined, 'refunded')
    await stage.work()
    const before = await refund()
    await sendCallback(stage, signer, await refundBody({ refund_status: 'ABNORMAL' }), undefined, 'refunded')
    await stage.work()
    expect(await refund()).toEqual(before)
    expect(await order()).toMatchObject({ state: 'REFUNDED' })
  })
})

/** What `npm run ledger:verify` would print. */
const ledgerFindings = async (): Promise<readonly string[]> => (await verified(stage, 'ledger')).differences

/** The provider's number of this order's payment, as its control desk shows it. */
async function transactionOf(one: Opened): Promise<string> {
  const [made] = (await worldList(stage, 'orders')).filter((row) => row['outTradeNo'] === one.order.no)
  return String(fieldsIn(made?.['paid'])['transactionId'])
}
