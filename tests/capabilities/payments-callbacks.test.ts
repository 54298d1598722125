/** The provider's callbacks over HTTP, and the truth table of a payment: what came in, what the order, the ledger and the payer make of it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { ledger, type LedgerRow } from '../../server/src/capabilities/payments/data/ledger.ts'
import { providerEvents } from '../../server/src/capabilities/payments/data/provider-events.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import {
  billRow,
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  SONGYANG,
  worldList,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import {
  callbackBody,
  paymentOf,
  platformSigner,
  sendCallback,
  signedHeaders,
  type Signer,
} from '../support/callbacks.ts'
import { objectsIn } from '../support/json.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

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
const entries = () => ledger.find(stage.ctx(), { orderId: opened.order.id })
const booked = async () => (await entries()).map((one) => one.source.split(':')[0]).sort()
const messagesOf = (who: Resident) =>
  countRows('messages', { personId: who.personId, 'link.params.orderId': opened.order.id })
const sumOf = (rows: readonly LedgerRow[]) =>
  rows.flatMap((one) => one.lines).reduce((sum, line) => sum + line.amount, 0)
const balanceOf = (rows: readonly LedgerRow[], account: string) =>
  rows
    .flatMap((one) => one.lines)
    .filter((line) => line.account === account)
    .reduce((sum, line) => sum + line.amount, 0)

describe('a callback (payments.payCallback) is refused', () => {
  test('with 401 when its signature is not WeChat Pay’s, and nothing is stored', async () => {
    const body = callbackBody(signer, paymentOf(await order()))
    const before = await fingerprints()
    const bad = signedHeaders(stage, signer, `${body} `)
    expect(await sendCallback(stage, signer, body, bad)).toEqual({ status: 401, code: 'signature-refused' })
    expect(await fingerprints()).toEqual(before)
  })

  test('with 400 when what it seals is no payment, and nothing is stored', async () => {
    const before = await fingerprints()
    const { amount: _amount, ...noAmount } = paymentOf(await order())
    for (const plain of [noAmount, { ...paymentOf(await order()), amount: { total: 1.5 } }, {}])
      expect(await sendCallback(stage, signer, callbackBody(signer, plain))).toEqual({
        status: 400,
        code: 'callback-unreadable',
      })
    expect(await fingerprints()).toEqual(before)
  })

  test('with 404 for a merchant that is not ours', async () => {
    const stranger = { ...signer, merchant: { ...signer.merchant, mchid: '1999000099' } }
    expect(await sendCallback(stage, stranger, callbackBody(signer, {}))).toEqual({ status: 404, code: 'not-found' })
  })
})

describe('a callback that is genuine', () => {
  test('is stored before it is answered, and worked off afterwards', async () => {
    const body = callbackBody(signer, paymentOf(await order()))
    expect(await sendCallback(stage, signer, body)).toEqual({ status: 200, code: 'SUCCESS' })
    expect((await order()).state).toBe('PENDING')
    expect(await providerEvents.find(stage.ctx(), { 'payment.no': opened.order.no })).toHaveLength(1)
    await stage.work()
    // The world was never paid, so only the callback can have told.
    expect(await order()).toMatchObject({ state: 'RECEIPTED', receivedAmount: bill.amount })
  })

  test('sent fifty times at once is answered fifty times 200 and is one payment, one receipt, one posting, one message', async () => {
    const body = callbackBody(signer, paymentOf(await order()))
    const headers = signedHeaders(stage, signer, body)
    const answers = await Promise.all(Array.from({ length: 50 }, () => sendCallback(stage, signer, body, headers)))
    expect(answers).toEqual(answers.map(() => ({ status: 200, code: 'SUCCESS' })))
    await stage.work()
    expect(await providerEvents.find(stage.ctx(), { 'payment.no': opened.order.no })).toHaveLength(1)
    expect(await countRows('receipts', { orderId: opened.order.id })).toBe(1)
    expect(await booked()).toEqual(['payments.credited', 'payments.paid'])
    const postings = (await worldList(stage, 'postings')).filter((one) => one['postingNo'] === opened.order.no)
    expect(postings).toMatchObject([{ asked: 1, status: 'POSTED', amountFen: bill.amount }])
    const { receiptId } = await order()
    expect(await countRows('messages', { personId: payer.personId, 'link.params.receiptId': receiptId })).toBe(1)
  })

  test('in fifty copies that the world signs one by one is one payment as well', async () => {
    await stage.world.fault('pay.callback.duplicate', { n: 50 }, 1)
    await payOnPhone(stage, payer, opened)
    const [told] = (await worldList(stage, 'callbacks')).filter((one) => one['no'] === opened.order.no)
    const attempts = objectsIn(told?.['attempts'])
    expect(attempts).toHaveLength(50)
    expect(attempts.every((one) => one['status'] === 200)).toBe(true)
    await stage.work()
    expect(await countRows('receipts', { orderId: opened.order.id })).toBe(1)
    expect(await booked()).toEqual(['payments.credited', 'payments.paid'])
  })

  test('told by another event of the same payment changes nothing more', async () => {
    const plain = paymentOf(await order())
    await sendCallback(stage, signer, callbackBody(signer, plain))
    await stage.work()
    const before = await fingerprints(['providerEvents', 'leases'])
    await sendCallback(stage, signer, callbackBody(signer, plain))
    await stage.work()
    expect(await fingerprints(['providerEvents', 'leases'])).toEqual(before)
  })

  test('worked by two workers at once moves the order once', async () => {
    await sendCallback(stage, signer, callbackBody(signer, paymentOf(await order())))
    await Promise.all([stage.work(['work-callbacks']), stage.work(['work-callbacks']), stage.work(['drive-orders'])])
    await stage.work()
    expect(await countRows('receipts', { orderId: opened.order.id })).toBe(1)
    expect(await booked()).toEqual(['payments.credited', 'payments.paid'])
    expect((await billRow(stage, bill)).state).toBe('CREDITED')
  })
})

describe('the truth table', () => {
  test('the right money: received, posted, credited, one receipt; the ledger is balanced and the bill is paid', async () => {
    expect(await payOnPhone(stage, payer, opened)).toBe('requestPayment:ok')
    await stage.work()
    expect(await order()).toMatchObject({
      state: 'RECEIPTED',
      suspense: null,
      refund: null,
      receivedAmount: bill.amount,
    })
    expect(await billRow(stage, bill)).toMatchObject({ state: 'CREDITED', shelf: 'done' })
    const rows = await entries()
    expect(sumOf(rows)).toBe(0)
    expect(balanceOf(rows, `provider:${(await order()).mchid}`)).toBe(bill.amount)
    expect(balanceOf(rows, 'received:water')).toBe(0)
    expect(balanceOf(rows, 'credited:water')).toBe(-bill.amount)
  })

  test.each([
    ['one fen less', 'pay.callback.wrong-amount', { byFen: -1 }, 'amount-differs', -1],
    ['one fen more', 'pay.callback.wrong-amount', { byFen: 1 }, 'amount-differs', 1],
    ['another currency', 'pay.callback.wrong-currency', {}, 'currency-differs', 0],
    ['another merchant', 'pay.callback.other-merchant', {}, 'merchant-differs', 0],
  ])(
    '%s: answered 200, held in suspense, no service, the bill due again',
    async (_what, fault, params, reason, difference) => {
      await stage.world.fault(fault, params)
      await payOnPhone(stage, payer, opened)
      const [told] = (await worldList(stage, 'callbacks')).filter((one) => one['no'] === opened.order.no)
      expect(told?.['state']).toBe('delivered')
      await stage.work()
      expect(await order()).toMatchObject({
        state: 'SUSPENSE',
        suspense: reason,
        receivedAmount: bill.amount + difference,
        refund: null,
        receiptId: null,
      })
      expect(await billRow(stage, bill)).toMatchObject({ state: 'ISSUED', orderId: null })
      expect((await worldList(stage, 'postings')).filter((one) => one['billNo'] === bill.billNo)).toEqual([])
      expect(await countRows('receipts', { orderId: opened.order.id })).toBe(0)
      const rows = await entries()
      expect(await booked()).toEqual(['payments.misfit'])
      expect(sumOf(rows)).toBe(0)
      expect(balanceOf(rows, 'suspense')).toBe(-(bill.amount + difference))
      expect(await messagesOf(payer)).toBe(1)
    },
  )

  test('another county’s merchant, by its own signed callback: nothing of this county moves', async () => {
    const foreign = platformSigner(stage, SONGYANG)
    await stage.work()
    const before = await fingerprints(['providerEvents'])
    const body = callbackBody(foreign, { ...paymentOf(await order()), mchid: foreign.merchant.mchid })
    expect((await sendCallback(stage, foreign, body)).status).toBe(200)
    await stage.work(['work-callbacks'])
    expect(await fingerprints(['providerEvents'])).toEqual(before)
    expect(await countRows('providerEvents', { tenant: SONGYANG, outcome: 'order-unknown' })).toBe(1)
  })

  test('another county’s callback signed with our merchant’s path but the other’s keys is refused', async () => {
    const foreign = platformSigner(stage, SONGYANG)
    const body = callbackBody(foreign, paymentOf(await order()))
    expect((await sendCallback(stage, signer, body, signedHeaders(stage, foreign, body))).status).toBe(401)
  })

  test('another appid: merchant-differs as well', async () => {
    await sendCallback(
      stage,
      signer,
      callbackBody(signer, { ...paymentOf(await order()), appid: 'wx0000000000000000' }),
    )
    await stage.work()
    expect(await order()).toMatchObject({ state: 'SUSPENSE', suspense: 'merchant-differs' })
  })

  test('after suspense the bill can be paid by a new order, and the first money stays where it is', async () => {
    await stage.world.fault('pay.callback.wrong-amount', { byFen: -1 }, 1)
    await payOnPhone(stage, payer, opened)
    await stage.work()
    const second = await openOrder(stage, payer, bill)
    await payOnPhone(stage, payer, second)
    await stage.work()
    expect((await orderRow(stage, second.order)).state).toBe('RECEIPTED')
    expect(await order()).toMatchObject({ state: 'SUSPENSE', suspense: 'amount-differs' })
  })

  test('only the callback lies about the amount: the money is held, and people look at it', async () => {
    await stage.world.fault('pay.callback.wrong-amount', { byFen: -100, onlyCallback: true })
    await payOnPhone(stage, payer, opened)
    await stage.work()
    expect(await order()).toMatchObject({ state: 'SUSPENSE', receivedAmount: bill.amount - 100 })
  })

  test('a probe with a test signature is refused, and the true callback after it is taken', async () => {
    await stage.world.fault('pay.callback.signtest', {}, 1)
    await payOnPhone(stage, payer, opened)
    await deliverCallbacks(stage)
    const [told] = (await worldList(stage, 'callbacks')).filter((one) => one['no'] === opened.order.no)
    const attempts = objectsIn(told?.['attempts'])
    expect(attempts.map((one) => one['status'])).toEqual([401, 200])
    await stage.work()
    expect((await order()).state).toBe('RECEIPTED')
  })

  test('a spoilt or old callback is refused, and the next attempt of the same event is taken', async () => {
    await stage.world.fault('pay.callback.corrupt-tag', {}, 1)
    await payOnPhone(stage, payer, opened)
    expect(await countRows('providerEvents', { 'payment.no': opened.order.no })).toBe(0)
    await stage.world.fault('pay.callback.old-timestamp', {}, 1)
    await stage.world.advance(16_000)
    await deliverCallbacks(stage)
    expect(await countRows('providerEvents', { 'payment.no': opened.order.no })).toBe(0)
    await stage.world.advance(16_000)
    await deliverCallbacks(stage)
    await stage.work()
    expect((await order()).state).toBe('RECEIPTED')
  })
})
