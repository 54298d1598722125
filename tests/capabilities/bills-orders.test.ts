/** Orders of several bills: oldest first, together, one posting a bill; what is refused goes back alone. (bills.payAccount) */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  deliverCallbacks,
  issueBill,
  openStage,
  orderRow,
  signedInAgain,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { fieldsOf, newKey, send, sendAny, type Extras } from '../support/call.ts'
import { countRows } from '../support/snapshot.ts'
import {
  nothingDiffers,
  openBoth,
  payAll,
  payNow,
  postingsOf,
  statesOf,
  twoBills,
  type TwoBills,
} from '../support/several-bills.ts'
import { postedOn } from '../support/utilities.ts'

let stage: Stage
let two: TwoBills
let payer: Resident
let older: BillRow
let newer: BillRow

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  two = await twoBills(stage)
  payer = two.payer
  older = two.older
  newer = two.newer
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const both = () => [newer._id, older._id]

describe('paying several bills is refused', () => {
  test('without a session, with a key, an empty list, thirteen bills, or a price', async () => {
    const params = { accountId: older.utilityAccountId }
    const ask = (body: unknown, extras: Extras) => sendAny(stage.url, contract.payAccount, { params, body }, extras)
    expect((await ask({ billIds: both() }, {})).status).toBe(401)
    expect((await ask({ billIds: both() }, { token: payer.token, key: '' })).code).toBe('idempotency-key-missing')
    const refused = async (body: object) => fieldsOf(await ask(body, { token: payer.token }))
    expect(await refused({ billIds: [] })).toEqual(['body.billIds: too-small'])
    expect(await refused({ billIds: Array.from({ length: 13 }, () => newId('bil')) })).toEqual([
      'body.billIds: too-big',
    ])
    expect(await refused({ billIds: both(), amount: 1 })).toEqual(['body.amount: unknown-field'])
    expect(await refused({ billIds: both(), advance: 0.5 })).toHaveLength(1)
  })

  test('with 404 for a bill of another account, an unknown one, and by a stranger', async () => {
    const other = await stage.resident()
    const theirs = await issueBill(stage, other)
    for (const id of [theirs._id, newId('bil')])
      expect((await payAll(stage, two, payer, [older._id, id])).status).toBe(404)
    expect((await payAll(stage, two, other, both())).status).toBe(404)
    expect(await countRows('orders', { 'subjects.id': older._id })).toBe(0)
  })

  test('with 409 when an older one is passed over: both are offered, in both ways to pay', async () => {
    const params = { older: older._id, asked: newer._id, olderPeriod: older.period, askedPeriod: newer.period }
    expect((await payAll(stage, two, payer, [newer._id])).error).toMatchObject({ code: 'older-first', params })
    const single = await send(
      stage.url,
      contract.pay,
      { params: { billId: newer._id }, body: {} },
      { token: payer.token },
    )
    expect(single.error).toMatchObject({ code: 'older-first', params })
    expect(await statesOf(stage, two)).toEqual(['ISSUED', 'ISSUED'])
  })
})

describe('an order of two bills', () => {
  test('is one order at one price, takes both, and a second tap finds it', async () => {
    const key = newKey()
    const first = (await payAll(stage, two, payer, both(), { key })).value()
    const again = (await payAll(stage, two, payer, both(), { key })).value()
    const third = (await payAll(stage, two, payer, both())).value()
    expect(first.order).toMatchObject({ amount: older.amount + newer.amount, title: `水费 ${older.period} 等 2 期` })
    expect([again.order.id, third.order.id]).toEqual([first.order.id, first.order.id])
    expect(await statesOf(stage, two)).toEqual(['PAYING', 'PAYING'])
    expect(await countRows('orders', { 'subjects.id': older._id })).toBe(1)
  })

  test('twenty taps at once, on both and on the older one, make one order a bill', async () => {
    await Promise.all([
      ...Array.from({ length: 10 }, () => payAll(stage, two, payer, both())),
      ...Array.from({ length: 10 }, () =>
        send(stage.url, contract.pay, { params: { billId: older._id }, body: {} }, { token: payer.token }),
      ),
    ])
    expect(await countRows('orders', { 'subjects.id': older._id })).toBe(1)
    expect(await countRows('orders', { 'subjects.id': newer._id })).toBeLessThanOrEqual(1)
    await stage.work()
    await nothingDiffers(stage)
  })

  test('is credited together, one posting a bill under its own number, one receipt with both lines', async () => {
    const order = await openBoth(stage, two)
    await payNow(stage, payer, order)
    expect(await statesOf(stage, two)).toEqual(['CREDITED', 'CREDITED'])
    expect(await postingsOf(stage, older)).toMatchObject([
      { postingNo: `${order.order.no}-1`, amountFen: older.amount },
    ])
    expect(await postingsOf(stage, newer)).toMatchObject([
      { postingNo: `${order.order.no}-2`, amountFen: newer.amount },
    ])
    const { receiptId } = await orderRow(stage, order.order)
    const receipt = await send(
      stage.url,
      payments.receipt,
      { params: { receiptId: receiptId ?? '' } },
      { token: payer.token },
    )
    expect(receipt.value().lines.map((line) => line.amount)).toEqual([older.amount, newer.amount])
    await nothingDiffers(stage)
  })

  test('unpaid lets both go together', async () => {
    await openBoth(stage, two)
    await stage.world.advance(2 * 3_600_000 + 70_000)
    await stage.work()
    expect(await statesOf(stage, two)).toEqual(['ISSUED', 'ISSUED'])
    await nothingDiffers(stage)
  })

  test('of which one bill is refused: that part goes back and the bill is due again, the other is credited', async () => {
    const order = await openBoth(stage, two)
    await stage.world.fault('water.refusing', {}, 1)
    await payNow(stage, payer, order)
    await stage.world.advance(3_000)
    await deliverCallbacks(stage)
    await stage.work()
    const states = await statesOf(stage, two)
    expect([...states].sort()).toEqual(['CREDITED', 'ISSUED'])
    const [refused, credited] = states[0] === 'ISSUED' ? [older, newer] : [newer, older]
    expect(await postingsOf(stage, refused)).toEqual([])
    expect(await postingsOf(stage, credited)).toHaveLength(1)
    expect(await countRows('refunds', { orderId: order.order.id, amount: refused.amount, state: 'SUCCESS' })).toBe(1)
    await nothingDiffers(stage)
    const day = dayOf((await orderRow(stage, order.order)).creditedAt ?? '')
    await stage.world.advance(2 * 24 * 3_600_000)
    // For the three-way match an order counts whole: what is not posted is its remainder.
    expect(await postedOn(stage, 'water', day)).toContainEqual({
      ref: order.order.no,
      amount: order.order.amount,
    })
  })

  test('all of whose bills are refused goes back whole', async () => {
    const order = await openBoth(stage, two)
    await stage.world.fault('water.refusing')
    await payNow(stage, payer, order)
    await stage.world.advance(3_000)
    await deliverCallbacks(stage)
    await stage.work()
    expect((await orderRow(stage, order.order)).state).toBe('REFUNDED')
    expect(await statesOf(stage, two)).toEqual(['ISSUED', 'ISSUED'])
    await nothingDiffers(stage)
  })
})

test('a resident comes back after the order’s end and pays at the price of that day', async () => {
  await openBoth(stage, two)
  await stage.world.advance(2 * 3_600_000 + 70_000)
  await stage.work()
  payer = await signedInAgain(stage, payer)
  expect((await payAll(stage, two, payer, both())).value().order.amount).toBe(older.amount + newer.amount)
})
