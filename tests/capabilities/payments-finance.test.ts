/** Money that people have to move: suspense with an owner, refunds that two officers agree on, tills. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { differences } from '../../server/src/capabilities/payments/data/differences.ts'
import { orders } from '../../server/src/capabilities/payments/data/orders.ts'
import { refunds } from '../../server/src/capabilities/payments/data/refunds.ts'
import { strays } from '../../server/src/capabilities/payments/data/strays.ts'
import {
  billRow,
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  SUICHANG,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { send } from '../support/call.ts'
import { callbackBody, paymentOf, platformSigner, sendCallback, type Signer } from '../support/callbacks.ts'
import { agree, credited, finance, ledgerDiffers } from '../support/finance.ts'
import { staffToken } from '../support/staff.ts'

const HOUR = 3_600_000

let stage: Stage
let signer: Signer
let payer: Resident

beforeAll(async () => {
  stage = await openStage()
  signer = platformSigner(stage)
})
beforeEach(async () => {
  payer = await stage.resident()
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

describe('a refund by staff', () => {
  const propose = async (orderId: string, amount: number, leftAsSeen: number) =>
    await send(
      stage.url,
      payments.proposeRefund,
      { params: { orderId }, body: { amount, leftAsSeen, reason: 'overcharged' } },
      { token: await finance(stage) },
    )
  const look = async (no: string) =>
    (await send(stage.url, payments.findOrder, { params: { no } }, { token: await finance(stage) })).value()

  test('of a part goes back after a second officer agreed; the rest stays, and the ledger balances', async () => {
    const { opened, bill } = await credited(stage, payer)
    const { approvalId } = (await propose(opened.order.id, 500, bill.amount)).value()
    await stage.work()
    expect(await refunds.find(stage.ctx(), { orderId: opened.order.id })).toEqual([])
    const own = await send(
      stage.url,
      approvals.approve,
      { params: { approvalId }, body: {} },
      { token: await finance(stage) },
    )
    expect([own.status, own.code]).toEqual([403, 'second-person-needed'])
    expect(await agree(stage, approvalId)).toBe('DONE')
    await stage.world.advance(5_000)
    await stage.work()
    await stage.world.advance(60_000)
    await stage.work()
    expect(await look(opened.order.no)).toMatchObject({
      left: bill.amount - 500,
      received: bill.amount,
      refunds: [{ of: 'return', amount: 500, state: 'SUCCESS' }],
    })
    expect(await ledgerDiffers(stage)).toEqual([])
  })

  test('is refused when the caller believes that more or less is left, or asks for more', async () => {
    const { opened, bill } = await credited(stage, payer)
    expect((await propose(opened.order.id, 500, bill.amount - 1)).code).toBe('refund-left-changed')
    expect((await propose(opened.order.id, bill.amount + 1, bill.amount)).code).toBe('refund-above-left')
    expect((await propose('ord_00000000000000000000', 1, 1)).status).toBe(404)
  })

  test('never exceeds what was paid, although two proposals of nearly all of it were agreed to', async () => {
    const { opened, bill } = await credited(stage, payer)
    const first = (await propose(opened.order.id, bill.amount - 1, bill.amount)).value().approvalId
    const second = (await propose(opened.order.id, bill.amount - 2, bill.amount)).value().approvalId
    const states = [await agree(stage, first), await agree(stage, second)]
    expect(states).toEqual(['DONE', 'FAILED'])
    const [row] = await orders.find(stage.ctx(), { _id: opened.order.id })
    expect(row?.returns?.reduce((sum, one) => sum + one.amount, 0)).toBe(bill.amount - 1)
  })

  test('of money that is on its way to the utility has to wait', async () => {
    const bill = await issueBill(stage, payer)
    const opened = await openOrder(stage, payer, bill)
    await stage.world.fault('water.down')
    await payOnPhone(stage, payer, opened)
    await stage.work()
    expect((await propose(opened.order.id, bill.amount, bill.amount)).code).toBe('refund-not-now')
    await stage.world.clearFaults()
  })
})

describe('money in suspense', () => {
  test('has a difference of its own from the moment it is there until it went back', async () => {
    const bill = await issueBill(stage, payer)
    const opened = await openOrder(stage, payer, bill)
    await stage.world.fault('pay.callback.wrong-amount', { byFen: -1 })
    await payOnPhone(stage, payer, opened)
    await stage.work()
    const row = await orderRow(stage, opened.order)
    expect(row).toMatchObject({ state: 'SUSPENSE', suspense: 'amount-differs' })
    const [held] = await differences.find(stage.ctx(), { kind: 'suspense', ref: row._id })
    expect(held).toMatchObject({ state: 'OPEN', ours: bill.amount, theirs: bill.amount - 1, unitCode: SUICHANG })
    const token = await finance(stage)
    const params = { differenceId: held?._id ?? '' }
    const words = await send(
      stage.url,
      payments.resolveDifference,
      { params, body: { resolution: 'written-off' } },
      { token },
    )
    expect(words.code).toBe('difference-holds-money')
    const whole = { amount: bill.amount - 1, leftAsSeen: bill.amount - 1, reason: 'paid-twice' as const }
    const answer = await send(
      stage.url,
      payments.proposeRefund,
      { params: { orderId: row._id }, body: whole },
      { token },
    )
    expect(await agree(stage, answer.value().approvalId)).toBe('DONE')
    for (let n = 0; n < 3; n += 1) {
      await stage.world.advance(60_000)
      await stage.work()
    }
    expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'REFUNDED' })
    expect(await differences.findOne(stage.ctx(), { kind: 'suspense', ref: row._id })).toMatchObject({
      state: 'RESOLVED',
      resolution: 'refunded',
    })
    expect(await ledgerDiffers(stage)).toEqual([])
  })

  test('a payment for a number that we never gave out goes back when two officers agreed (payments.proposeStrayRefund)', async () => {
    const { opened } = await credited(stage, payer)
    const plain = { ...paymentOf(await orderRow(stage, opened.order)), out_trade_no: 'XLB26000000000000000009' }
    await sendCallback(stage, signer, callbackBody(signer, plain))
    for (let tries = 0; tries < 14; tries += 1) {
      await stage.world.advance(11 * 60_000)
      await stage.work(['work-callbacks'])
    }
    const [stray] = await strays.find(stage.ctx(), { no: 'XLB26000000000000000009' })
    const params = { strayId: stray?._id ?? '' }
    const answer = await send(
      stage.url,
      payments.proposeStrayRefund,
      { params, body: {} },
      { token: await finance(stage) },
    )
    expect(await agree(stage, answer.value().approvalId)).toBe('DONE')
    expect(await strays.findOne(stage.ctx(), { _id: params.strayId })).toMatchObject({ state: 'REFUNDING' })
    expect(
      (await send(stage.url, payments.proposeStrayRefund, { params, body: {} }, { token: await finance(stage) })).code,
    ).toBe('refund-not-now')
  })

  test('that came after closing is placed when two officers agreed, credited, and the ledger balances (payments.proposePlacing)', async () => {
    const bill = await issueBill(stage, payer)
    const opened = await openOrder(stage, payer, bill)
    await stage.world.fault('pay.callback.after-close')
    await payOnPhone(stage, payer, opened)
    await stage.world.advance(3 * HOUR)
    await stage.work()
    await stage.world.advance(1_000)
    await deliverCallbacks(stage)
    await stage.work()
    const order = await orderRow(stage, opened.order)
    expect(order).toMatchObject({ state: 'SUSPENSE', suspense: 'paid-after-close' })
    const params = { orderId: order._id }
    const placing = await send(
      stage.url,
      payments.proposePlacing,
      { params, body: {} },
      { token: await finance(stage) },
    )
    expect(await agree(stage, placing.value().approvalId)).toBe('DONE')
    await stage.work()
    expect(await orderRow(stage, opened.order)).toMatchObject({
      state: 'RECEIPTED',
      placed: { from: 'paid-after-close' },
    })
    expect((await billRow(stage, bill)).state).toBe('CREDITED')
    expect(await differences.findOne(stage.ctx(), { kind: 'suspense', ref: order._id })).toMatchObject({
      state: 'RESOLVED',
      resolution: 'posted',
    })
    expect(await ledgerDiffers(stage)).toEqual([])
    const again = await send(stage.url, payments.proposePlacing, { params, body: {} }, { token: await finance(stage) })
    expect(again.code).toBe('placing-not-now')
  })
})

describe('a till', () => {
  test('that holds nothing is handed in as nothing, by its cashier or by finance only (payments.handIn, payments.giveCashBack)', async () => {
    const params = { unitCode: SUICHANG }
    const token = await finance(stage)
    const answer = await send(stage.url, payments.handIn, { params, body: { counted: 0 } }, { token })
    expect(answer.value()).toMatchObject({ expected: 0, counted: 0, differs: false })
    const more = await send(stage.url, payments.handIn, { params, body: { counted: 100 } }, { token })
    expect(more.value()).toMatchObject({ expected: 0, counted: 100, differs: true })
    expect(await differences.find(stage.ctx(), { kind: 'cash-amount', place: SUICHANG })).toMatchObject([
      { ours: 0, theirs: 100 },
    ])
    const refundId = 'ref_00000000000000000000'
    const cashier = await staffToken(stage, 'suichang-cashier')
    expect(
      (await send(stage.url, payments.giveCashBack, { params: { refundId }, body: {} }, { token: cashier })).status,
    ).toBe(404)
    expect((await send(stage.url, payments.handIn, { params, body: { counted: 0 } }, { token: cashier })).code).toBe(
      'out-of-scope',
    )
  })
})
