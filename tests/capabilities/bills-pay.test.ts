/** bills.pay over HTTP: one live order a bill, the server's price, the provider's moods while an order is made. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { utilityAccounts } from '../../server/src/capabilities/bills/data/utility-accounts.ts'
import { orders } from '../../server/src/capabilities/payments/data/orders.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  billRow,
  issueBill,
  lookAtBill,
  openOrder,
  openStage,
  orderRow,
  paidBill,
  shareBill,
  signedInAgain,
  SONGYANG,
  SUICHANG,
  worldList,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { fieldsOf, looks, newKey, send, sendAny, type Extras } from '../support/call.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

let stage: Stage
let payer: Resident
let bill: BillRow

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  payer = await stage.resident()
  bill = await issueBill(stage, payer)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const pay = (who: Resident, billId: string, extras: Extras = {}) =>
  send(stage.url, contract.pay, { params: { billId }, body: {} }, { token: who.token, ...extras })
const ordersOf = (one: BillRow) => countRows('orders', { 'subjects.id': one._id })

describe('a tap on pay is refused', () => {
  test('with 401 without a session, before anything else is looked at', async () => {
    const before = await fingerprints()
    const answer = await sendAny(stage.url, contract.pay, { params: { billId: 'x' }, body: { amount: 1 } }, { key: '' })
    expect([answer.status, answer.code]).toEqual([401, 'unauthenticated'])
    expect(await fingerprints()).toEqual(before)
  })

  test('with 400 when it names a price, whatever the price', async () => {
    const before = await fingerprints()
    for (const amount of [1, -1, 0.1, bill.amount]) {
      const answer = await sendAny(
        stage.url,
        contract.pay,
        { params: { billId: bill._id }, body: { amount } },
        { token: payer.token },
      )
      expect(fieldsOf(answer)).toEqual(['body.amount: unknown-field'])
    }
    expect(await fingerprints()).toEqual(before)
  })

  test('with 400 without a key of its own, or with one that is none', async () => {
    for (const key of ['', 'short', 'with spaces in it, and long enough', 'a'.repeat(65)])
      expect((await pay(payer, bill._id, { key })).code).toBe('idempotency-key-missing')
    expect(await ordersOf(bill)).toBe(0)
  })

  test('with 404 for another’s bill, another county’s bill and an unknown one, all looking the same', async () => {
    const other = await stage.resident(SONGYANG)
    const before = await fingerprints()
    const unknown = looks(await pay(payer, newId('bil')))
    expect(unknown).toMatchObject({ status: 404, error: { code: 'not-found' } })
    expect(looks(await pay(other, bill._id))).toEqual(unknown)
    const stranger = { ...payer, token: await stage.signIn(payer.phone, SONGYANG) }
    expect(looks(await pay(stranger, bill._id))).toEqual(unknown)
    expect(await fingerprints(['sessions', 'accounts'])).toMatchObject({
      orders: before['orders'],
      bills: before['bills'],
      idempotencyKeys: before['idempotencyKeys'],
    })
  })

  test('with 409 when the bill is paid already, and the money is not asked for again', async () => {
    const { bill: paid } = await paidBill(stage, payer)
    await stage.work()
    const before = await fingerprints()
    expect((await pay(payer, paid._id)).code).toBe('bill-already-paid')
    expect(await fingerprints()).toEqual(before)
  })

  test('with 409 when a new reading replaced the bill', async () => {
    await stage.world.control('bills/reread', { tenant: SUICHANG, billNo: bill.billNo, usageM3: 11 })
    await stage.work(['read-water-feed'])
    expect((await pay(payer, bill._id)).code).toBe('bill-superseded')
  })

  test('with 409 when the account was stopped', async () => {
    await utilityAccounts.update(stage.ctx(), { code: bill.accountCode }, { $set: { state: 'STOPPED' } })
    expect((await pay(payer, bill._id)).code).toBe('account-stopped')
    expect((await billRow(stage, bill)).state).toBe('ISSUED')
    expect((await lookAtBill(stage, payer, bill)).can.pay).toBe(false)
    const { items } = (await send(stage.url, contract.list, { query: {} }, { token: payer.token })).value()
    expect(items.find(({ id }) => id === bill._id)?.can.pay).toBe(false)
    await utilityAccounts.update(stage.ctx(), { code: bill.accountCode }, { $set: { state: 'ACTIVE' } })
    expect((await lookAtBill(stage, payer, bill)).can.pay).toBe(true)
  })

  test('with 409 while another reader of the bill is paying, without a name, with the minutes', async () => {
    const other = await stage.resident()
    await shareBill(stage, bill, other)
    await openOrder(stage, payer, bill)
    const answer = await pay(other, bill._id)
    expect(answer.error).toMatchObject({ code: 'someone-is-paying', params: { minutes: 15 } })
    expect(answer.text).not.toContain(payer.person.name)
    expect(await ordersOf(bill)).toBe(1)
  })

  test('with 409 while the order before is being closed', async () => {
    const { order } = await openOrder(stage, payer, bill)
    await stage.world.fault('pay.close.5xx')
    await stage.world.advance(2 * 3_600_000 + 70_000)
    await stage.work(['ask-silent-orders'])
    expect((await orderRow(stage, order)).state).toBe('CLOSING')
    expect((await pay(await signedInAgain(stage, payer), bill._id)).code).toBe('still-closing')
  })
})

describe('the provider while an order is made', () => {
  test.each([
    ['answers 5xx and has made nothing', 'pay.create.5xx', { made: false }],
    ['answers 5xx and has made the order all the same', 'pay.create.5xx', { made: true }],
    ['makes the order and its answer is lost', 'pay.create.lost-answer', {}],
    ['limits us', 'pay.create.rate', {}],
  ])('%s: 503, and the same key then pays the same order with a byte-equal request', async (_what, fault, params) => {
    const key = newKey()
    await stage.world.fault(fault, params, 1)
    const refused = await pay(payer, bill._id, { key })
    expect([refused.status, refused.code]).toEqual([503, 'provider-unreachable'])
    expect((await billRow(stage, bill)).state).toBe('PAYING')
    // The provider refuses a repeat of an order number whose bytes differ: that it answers proves they do not.
    const { order, pay: params2 } = (await pay(payer, bill._id, { key })).value()
    expect(order.state).toBe('PENDING')
    expect(await ordersOf(bill)).toBe(1)
    expect((await worldList(stage, 'orders')).filter((one) => one['outTradeNo'] === order.no)).toHaveLength(1)
    expect(await stage.world.pay(payer.phone, params2 ?? {})).toBe('requestPayment:ok')
  })

  test('an order that was never prepaid is asked about and closed after its end, and the bill is due again', async () => {
    await stage.world.fault('pay.create.5xx')
    expect((await pay(payer, bill._id)).status).toBe(503)
    await stage.world.clearFaults()
    await stage.world.advance(2 * 3_600_000 + 70_000)
    await stage.work()
    expect((await billRow(stage, bill)).state).toBe('ISSUED')
    expect(await countRows('orders', { 'subjects.id': bill._id, state: 'CLOSED' })).toBe(1)
  })
})

describe('taps at once', () => {
  test('thirty taps with keys of their own give one order, here and at the provider', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => pay(payer, bill._id)))
    expect(answers.map((one) => one.code)).toEqual(answers.map(() => ''))
    const numbers = new Set(answers.map((one) => one.value().order.no))
    expect(numbers.size).toBe(1)
    expect(await ordersOf(bill)).toBe(1)
    const made = (await worldList(stage, 'orders')).filter(
      (one) => one['openid'] === payer.person.openid && one['state'] === 'NOTPAY',
    )
    expect(made.map((one) => one['outTradeNo'])).toEqual([...numbers])
  })

  test('two readers of one bill: one pays, the other is told so', async () => {
    const other = await stage.resident()
    await shareBill(stage, bill, other)
    const answers = await Promise.all([pay(payer, bill._id), pay(other, bill._id)])
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409])
    expect(answers.find((one) => one.status === 409)?.code).toBe('someone-is-paying')
    expect(await ordersOf(bill)).toBe(1)
  })
})

describe('a tap on pay', () => {
  test('opens the one order at the server’s price, takes the bill, and gives the phone what it needs', async () => {
    const { order, pay: params } = (await pay(payer, bill._id)).value()
    expect(order).toMatchObject({
      state: 'PENDING',
      amount: bill.amount,
      title: `水费 ${bill.period} 期`,
      can: { pay: true, ask: true, seeReceipt: false },
    })
    expect(Date.parse(order.validUntil) - Date.parse(order.submittedAt)).toBe(2 * 3_600_000)
    expect(await billRow(stage, bill)).toMatchObject({
      state: 'PAYING',
      orderId: order.id,
      payingPersonId: payer.personId,
    })
    const [made] = (await worldList(stage, 'orders')).filter((one) => one['outTradeNo'] === order.no)
    expect(made).toMatchObject({ total: bill.amount, openid: payer.person.openid, state: 'NOTPAY' })
    expect(String(made?.['notifyUrl'])).toBe(`${stage.url}/api/payments/wechat/${String(made?.['mchid'])}/paid`)
    expect(await stage.world.pay(payer.phone, params ?? {})).toBe('requestPayment:ok')
  })

  test('again resumes the same order, with parameters signed afresh', async () => {
    const one = (await pay(payer, bill._id)).value()
    const two = (await pay(payer, bill._id)).value()
    expect(two.order.id).toBe(one.order.id)
    expect(two.pay?.package).toBe(one.pay?.package)
    expect(two.pay?.nonceStr).not.toBe(one.pay?.nonceStr)
  })

  test('whose process died before the order was written opens that order under the same id', async () => {
    const orderId = newId('ord')
    await bills.update(
      stage.ctx(),
      { _id: bill._id },
      {
        $set: { state: 'PAYING', orderId, payingPersonId: payer.personId, payingAt: stage.ctx().clock.now() },
        $inc: { version: 1 },
      },
    )
    expect((await pay(payer, bill._id)).value().order.id).toBe(orderId)
    expect((await orders.findOne(stage.ctx(), { _id: orderId }))?.subjects[0]?.version).toBe(
      (await billRow(stage, bill)).version,
    )
  })

  test('whose process died for good lets the bill lapse after a minute', async () => {
    await bills.update(
      stage.ctx(),
      { _id: bill._id },
      {
        $set: {
          state: 'PAYING',
          orderId: newId('ord'),
          payingPersonId: payer.personId,
          payingAt: stage.ctx().clock.now(),
        },
        $inc: { version: 1 },
      },
    )
    await stage.work(['release-lapsed-bills'])
    expect((await billRow(stage, bill)).state).toBe('PAYING')
    await stage.world.advance(61_000)
    await stage.work(['release-lapsed-bills'])
    expect(await billRow(stage, bill)).toMatchObject({ state: 'ISSUED', orderId: null, payingAt: null })
  })

  test('leaves the order for its payer alone: the other reader does not find it', async () => {
    const other = await stage.resident()
    await shareBill(stage, bill, other)
    const { order } = await openOrder(stage, payer, bill)
    const seen = (await send(stage.url, contract.get, { params: { billId: bill._id } }, { token: other.token })).value()
    expect(seen).toMatchObject({ state: 'PAYING', order: null, orderId: null, can: { pay: false } })
    expect(
      (await send(stage.url, payments.order, { params: { orderId: order.id } }, { token: other.token })).status,
    ).toBe(404)
  })
})
