/** Two payers of one bill: told, taken over after asking the provider, and cash at the desk beside a phone. (bills.takeOver, bills.counterBills, bills.payCash) */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { ledger } from '../../server/src/capabilities/payments/data/ledger.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import {
  billRow,
  deliverCallbacks,
  lookAtBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  shareBill,
  worldList,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { newKey, send, type Extras } from '../support/call.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'
import {
  DESK,
  nothingDiffers,
  payCash,
  postingsOf,
  statesOf,
  twoBills,
  type TwoBills,
} from '../support/several-bills.ts'

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

describe('two payers', () => {
  let other: Resident
  const takeOver = (who: Resident, bill: BillRow) =>
    send(stage.url, contract.takeOver, { params: { billId: bill._id }, body: {} }, { token: who.token })

  beforeEach(async () => {
    other = await stage.resident()
    await shareBill(stage, older, other)
  })

  test('the name of who is paying is told to the owner, not to a payer', async () => {
    const mine = { token: other.token }
    await send(stage.url, contract.pay, { params: { billId: older._id }, body: {} }, mine)
    const owner = await lookAtBill(stage, payer, older)
    expect(owner.paying?.canTakeOver).toBe(false)
    expect(owner.paying?.name).toContain('*')
    expect(owner.paying?.name).not.toBe(other.person.name)
    const third = await stage.resident()
    await shareBill(stage, older, third)
    expect((await lookAtBill(stage, third, older)).paying).toMatchObject({ name: null })
    expect((await lookAtBill(stage, other, older)).paying).toBeNull()
  })

  test('before fifteen minutes nothing is taken over; after them the old order is closed at the provider first', async () => {
    const { order } = await openOrder(stage, payer, older)
    expect((await takeOver(other, older)).error).toMatchObject({ code: 'someone-is-paying', params: { minutes: 15 } })
    await stage.world.advance(15 * 60_000 + 1_000)
    const mine = (await takeOver(other, older)).value()
    expect(mine.order.id).not.toBe(order.id)
    expect((await orderRow(stage, order)).state).toBe('CLOSED')
    const atProvider = (await worldList(stage, 'orders')).find((one) => one['outTradeNo'] === order.no)
    expect(atProvider).toMatchObject({ state: 'CLOSED' })
    expect(await billRow(stage, older)).toMatchObject({
      state: 'PAYING',
      payingPersonId: other.personId,
      orderId: mine.order.id,
    })
    await stage.work()
    expect((await billRow(stage, older)).orderId).toBe(mine.order.id)
    await nothingDiffers(stage)
  })

  test('who had paid after all keeps it: the other is told that it is paid', async () => {
    const order = await openOrder(stage, payer, older)
    await stage.world.fault('pay.callback.lost')
    await payOnPhone(stage, payer, order)
    await stage.world.advance(16 * 60_000)
    expect((await takeOver(other, older)).code).toBe('bill-already-paid')
    await stage.work()
    expect((await billRow(stage, older)).state).toBe('CREDITED')
  })

  test('while the provider is silent nothing is taken over', async () => {
    await openOrder(stage, payer, older)
    await stage.world.advance(16 * 60_000)
    await stage.world.fault('pay.query.5xx')
    expect((await takeOver(other, older)).code).toBe('still-closing')
    expect((await billRow(stage, older)).payingPersonId).toBe(payer.personId)
  })

  test('two take over at once: one of them has the bill', async () => {
    const third = await stage.resident()
    await shareBill(stage, older, third)
    await openOrder(stage, payer, older)
    await stage.world.advance(16 * 60_000)
    const answers = await Promise.all([takeOver(other, older), takeOver(third, older)])
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    await stage.work()
    await nothingDiffers(stage)
  })
})

describe('cash at the desk', () => {
  const desk = () => staffToken(stage, 'suichang-cashier')
  const ask = (token: string | undefined, tendered: number, billIds = [older._id], extras: Extras = {}) =>
    payCash(stage, older, tendered, { billIds, ...(token === undefined ? {} : { token }), ...extras })

  test('knows cashiers only', async () => {
    expect((await ask(undefined, older.amount)).status).toBe(401)
    expect((await ask(payer.token, older.amount)).status).toBe(401)
    expect((await ask(await staffToken(stage, 'suichang-finance'), older.amount)).code).toBe('forbidden')
    const query = { utility: 'water' as const, code: older.accountCode }
    expect((await send(stage.url, contract.counterBills, { query }, {})).status).toBe(401)
    const none = { utility: 'water' as const, code: 'NOSUCH000' }
    expect((await send(stage.url, contract.counterBills, { query: none }, { token: await desk() })).status).toBe(404)
  })

  test('shows what is due with a masked name, oldest first', async () => {
    const query = { utility: 'water' as const, code: older.accountCode }
    const seen = (await send(stage.url, contract.counterBills, { query }, { token: await desk() })).value()
    expect(seen.items.map(({ id }) => id)).toEqual([older._id, newer._id])
    expect(JSON.stringify(seen)).not.toContain(payer.person.name)
  })

  test('too little cash, or a later bill first, takes nothing', async () => {
    const before = await fingerprints(['staffSessions', 'idempotencyKeys', 'bills'])
    const token = await desk()
    expect((await ask(token, older.amount - 1)).code).toBe('too-little-cash')
    expect((await ask(token, newer.amount, [newer._id])).code).toBe('older-first')
    expect(await statesOf(stage, two)).toEqual(['ISSUED', 'ISSUED'])
    expect(Object.keys(before).length).toBeGreaterThan(0)
  })

  test('is credited with the same ledger, and a repeat tells the same change', async () => {
    const [token, key] = [await desk(), newKey()]
    const first = (await ask(token, older.amount + 345, [older._id], { key })).value()
    expect(first).toMatchObject({ change: 345, order: { amount: older.amount } })
    expect((await ask(token, older.amount + 345, [older._id], { key })).value()).toEqual(
      expect.objectContaining({ change: 345 }),
    )
    await stage.work()
    expect((await billRow(stage, older)).state).toBe('CREDITED')
    await nothingDiffers(stage)
  })

  const inTill = async () =>
    (await ledger.find(stage.ctx(), { till: DESK }))
      .flatMap(({ lines }) => lines)
      .reduce((sum, one) => sum + (one.account === `cash:${DESK}` ? one.amount : 0), 0)

  test('lies in the till, and at no provider, until it is handed in', async () => {
    const token = await desk()
    const before = await inTill()
    const { order } = (await ask(token, older.amount)).value()
    await stage.work()
    const entries = await ledger.find(stage.ctx(), { orderId: order.id })
    const accounts = entries.flatMap(({ lines }) => lines.map(({ account }) => account))
    expect(accounts).toContain(`cash:${DESK}`)
    expect(accounts.filter((account) => account.startsWith('provider:'))).toEqual([])
    expect(await inTill()).toBe(before + older.amount)
    const counted = before + older.amount
    const handed = await send(stage.url, payments.handIn, { params: { unitCode: DESK }, body: { counted } }, { token })
    expect(handed.value()).toMatchObject({ expected: counted, counted, differs: false })
    expect(await inTill()).toBe(0)
    await nothingDiffers(stage)
  })

  test('scenario 6: paid in WeChat and in cash within a second: one is credited, the other ends in suspense and goes back by itself', async () => {
    const order = await openOrder(stage, payer, older)
    await stage.world.fault('pay.callback.after-close')
    await stage.world.pay(payer.phone, order.pay)
    const cash = (await ask(await desk(), older.amount)).value()
    await stage.world.advance(1_000)
    await deliverCallbacks(stage)
    await stage.work()
    expect(await orderRow(stage, order.order)).toMatchObject({ state: expect.stringMatching(/SUSPENSE|REFUNDING/) })
    expect((await billRow(stage, older)).orderId).toBe(cash.order.id)
    expect((await orderRow(stage, cash.order)).state).toBe('RECEIPTED')
    await stage.world.advance(25 * 3_600_000)
    await stage.work()
    await stage.world.advance(3_000)
    await deliverCallbacks(stage)
    await stage.work()
    expect(await orderRow(stage, order.order)).toMatchObject({ state: 'REFUNDED' })
    expect(await postingsOf(stage, older)).toHaveLength(1)
    await nothingDiffers(stage)
  })

  test('cash that comes a moment after the phone paid is not taken', async () => {
    const order = await openOrder(stage, payer, older)
    await stage.world.fault('pay.callback.lost')
    await payOnPhone(stage, payer, order)
    expect((await ask(await desk(), older.amount)).code).toBe('bill-already-paid')
    await stage.work()
    expect((await billRow(stage, older)).state).toBe('CREDITED')
    await nothingDiffers(stage)
  })

  test('cash and a tap at once: one of them has the bill', async () => {
    const token = await desk()
    const tap = send(stage.url, contract.pay, { params: { billId: older._id }, body: {} }, { token: payer.token })
    const [cash] = await Promise.all([ask(token, older.amount), tap])
    await stage.work()
    expect(await countRows('orders', { 'subjects.id': older._id, state: 'RECEIPTED' })).toBe(
      cash.status === 200 ? 1 : 0,
    )
    await nothingDiffers(stage)
  })
})
