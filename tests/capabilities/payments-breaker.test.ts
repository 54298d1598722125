/** HARDENING drill 6, in small: while a provider is down, whoever asks is answered at once in plain words, nothing is lost, and everything comes right by itself. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { home } from '@xlb/shared/home/contract.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { orders } from '../../server/src/capabilities/payments/data/orders.ts'
import {
  billRow,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  settleOlder,
  worldList,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { newKey, send } from '../support/call.ts'

const REST_MS = 5_000
let stage: Stage
let payer: Resident
let bill: BillRow

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  payer = await stage.resident()
  bill = await issueBill(stage, payer)
  await settleOlder(stage, bill.utilityAccountId, bill.tenant, bill._id)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const pay = () =>
  send(stage.url, contract.pay, { params: { billId: bill._id }, body: {} }, { token: payer.token, key: newKey() })
const timed = async (job: () => Promise<{ status: number; code: string }>) => {
  const begun = performance.now()
  const { status, code } = await job()
  return { status, code, ms: performance.now() - begun }
}
const isOpen = async (provider: string): Promise<boolean> =>
  (await stage.house.metrics.registry.metrics()).includes(`xlb_provider_open{provider="${provider}"} 1`)

test('one payer waits out the deadline of a payment company that hangs, the next are answered at once, others notice nothing', async () => {
  await stage.world.fault('pay.create.slow', { delayMs: 60_000 })
  const waited = await timed(pay)
  expect(waited).toMatchObject({ status: 503, code: 'provider-unreachable' })
  expect(waited.ms).toBeLessThan(10_000)
  expect(await isOpen('wechat-pay')).toBe(true)
  for (let taps = 0; taps < 3; taps += 1) {
    const at = await timed(pay)
    expect(at).toMatchObject({ status: 503, code: 'provider-unreachable' })
    expect(at.ms).toBeLessThan(waited.ms / 2)
  }
  const other = await timed(() => send(stage.url, home.get, {}, { token: payer.token }))
  expect([other.status, other.ms < waited.ms / 2]).toEqual([200, true])
  await stage.world.clearFaults()
  await stage.world.advance(REST_MS)
  expect((await pay()).value().order.state).toBe('PENDING')
  expect(await isOpen('wechat-pay')).toBe(false)
})

test('a silent order loses no question while the company is down: it stays due, and is asked as soon as it answers', async () => {
  const opened = await openOrder(stage, payer, bill)
  await stage.world.fault('pay.callback.lost', {}, 1)
  await stage.world.pay(payer.phone, opened.pay)
  await stage.world.fault('pay.query.slow', { delayMs: 60_000 })
  const { nextAskAt } = await orderRow(stage, opened.order)
  await stage.world.advance((nextAskAt ?? 0) - stage.ctx().clock.now())
  await stage.work(['ask-silent-orders'])
  expect(await isOpen('wechat-pay')).toBe(true)
  const asked = await orderRow(stage, opened.order)
  await orders.update(stage.ctx(), { _id: asked._id }, { $set: { nextAskAt: stage.ctx().clock.now() } })
  const due = await orderRow(stage, opened.order)
  await stage.work(['ask-silent-orders'])
  expect(await orderRow(stage, opened.order)).toEqual(due)
  await stage.world.clearFaults()
  await stage.world.advance(REST_MS)
  await stage.work()
  expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
})

test('money that came while the water company is down is posted later, once, and binding answers at once meanwhile', async () => {
  const opened = await openOrder(stage, payer, bill)
  await stage.world.fault('water.down')
  await stage.world.pay(payer.phone, opened.pay)
  await stage.world.control('callbacks/fire-due', {})
  await stage.work()
  for (let tries = 0; tries < 2; tries += 1) {
    await stage.world.advance(40_000)
    await stage.work(['drive-orders'])
  }
  expect((await orderRow(stage, opened.order)).state).toBe('POST_RETRY')
  expect(await isOpen(`water-${bill.tenant}`)).toBe(true)
  const other = await stage.resident()
  const body = { utility: 'water' as const, code: '9999999999', ownerName: other.person.name }
  // Whoever asked the company now would wait for its deadline of five seconds.
  await stage.world.fault('water.slow', { delayMs: 60_000 })
  const bind = await timed(() => send(stage.url, contract.bind, { body }, { token: other.token }))
  expect(bind).toMatchObject({ status: 503, code: 'utility-unreachable' })
  expect(bind.ms).toBeLessThan(2_500)
  await stage.world.clearFaults()
  await stage.world.advance(10 * 60_000)
  await stage.work()
  expect((await billRow(stage, bill)).state).toBe('CREDITED')
  expect((await worldList(stage, 'postings')).filter((one) => one['billNo'] === bill.billNo)).toHaveLength(1)
})
