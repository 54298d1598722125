/**
 * A tap that stopped between taking its bill and writing its order, at a process of its own (frozen there, and woken later): whoever takes the bill
 * meanwhile has it, and the tap finds its order ended before it began. (bills.pay, bills.payCash)
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { forestallOrder } from '../../server/src/capabilities/payments/index.ts'
import { billRow, openOrder, openStage, orderRow, shareBill, type Resident, type Stage } from '../support/builders.ts'
import { send } from '../support/call.ts'
import { secondApi, type SecondApi } from '../support/second-api.ts'
import { nothingDiffers, payCash, payNow, postingsOf, twoBills } from '../support/several-bills.ts'
import { staffToken } from '../support/staff.ts'

let stage: Stage
let other: SecondApi
let payer: Resident
let bill: BillRow

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  const two = await twoBills(stage)
  payer = two.payer
  bill = two.older
  other = await secondApi(stage.house, { XLB_PAUSE_AT: 'bill-taken' })
})
afterEach(async () => {
  await other.stop()
})
afterAll(() => stage.stop())

const tapAt = (url: string, who: Resident) =>
  send(url, contract.pay, { params: { billId: bill._id }, body: {} }, { token: who.token })

/** The bill is taken, its order is not written: the process stands still. */
async function frozenTap() {
  const answer = tapAt(other.url, payer)
  answer.catch(() => undefined) // a killed process answers nobody
  const isTaken = async () => (await billRow(stage, bill)).state === 'PAYING'
  for (let tries = 0; !(await isTaken()) && tries < 200; tries += 1) await sleep(25)
  const { orderId } = await billRow(stage, bill)
  expect(orderId).toEqual(expect.stringMatching(/^ord_/))
  return {
    orderId: orderId ?? '',
    async goesOn() {
      other.signal('SIGCONT')
      return await answer
    },
  }
}

test('cash lies on the desk: it is taken, and the tap that wakes opens nothing beside it', async () => {
  const tap = await frozenTap()
  const cash = (await payCash(stage, bill, bill.amount, { token: await staffToken(stage, 'suichang-cashier') })).value()
  expect(await orderRow(stage, { id: tap.orderId })).toMatchObject({ state: 'CLOSED', subjects: [], payerPersonId: '' })
  expect((await tap.goesOn()).code).toBe('changed-meanwhile')
  await stage.work()
  expect(await billRow(stage, bill)).toMatchObject({ state: 'CREDITED', orderId: cash.order.id })
  expect(await postingsOf(stage, bill)).toHaveLength(1)
  await nothingDiffers(stage)
})

test('a minute passes: the bill is due again, the tap that wakes opens nothing, and another pays it', async () => {
  const tap = await frozenTap()
  await stage.world.advance(61_000)
  await stage.work(['release-lapsed-bills'])
  expect(await billRow(stage, bill)).toMatchObject({ state: 'ISSUED', orderId: null })
  const second = await stage.resident()
  await shareBill(stage, bill, second)
  expect((await tap.goesOn()).code).toBe('changed-meanwhile')
  const order = await openOrder(stage, second, bill)
  await payNow(stage, second, order)
  expect(await billRow(stage, bill)).toMatchObject({ state: 'CREDITED', orderId: order.order.id })
  await nothingDiffers(stage)
})

test('whoever freed it died before the bill was let go: the order’s own event lets it go', async () => {
  const tap = await frozenTap()
  other.signal('SIGKILL')
  await forestallOrder(stage.ctx(), tap.orderId, 'bills')
  expect((await billRow(stage, bill)).state).toBe('PAYING')
  await stage.work()
  expect(await billRow(stage, bill)).toMatchObject({ state: 'ISSUED', orderId: null })
  expect((await tapAt(stage.url, payer)).status).toBe(200)
  await nothingDiffers(stage)
})
