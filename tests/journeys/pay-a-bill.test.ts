/**
 * A person's way to a paid water bill, in both views: only what a person touches is touched, and what counts is what stands in the database afterwards.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoGasAccounts } from '@xlb/shared/demo/gas.ts'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import type { Phone } from './phone.ts'
import { setStage, until, type Stage } from './stage.ts'

const MINUTES = 60_000
const SIX_HOURS = 6 * 60 * MINUTES

/** People of 遂昌 with exactly the latest bill open, one for each journey. */
/** Whose Home shows the water bill: it has room for three cards. */
const people = demoPeople.filter(
  (one) =>
    one.countyCode === '331123' &&
    !one.water.stopped &&
    one.water.openPeriods.length === 1 &&
    [...demoGasAccounts, ...demoPowerAccounts]
      .filter(({ personKey }) => personKey === one.key)
      .reduce((sum, { openPeriods }) => sum + openPeriods.length, 0) <= 2,
)

interface View {
  readonly name: 'standard' | 'elder'
  readonly words: string
  readonly goPay: string
  readonly pay: RegExp
  readonly seeReceipt: string
  readonly credited: RegExp
  readonly picture: (name: string) => string
}

const views: readonly View[] = [
  {
    name: 'standard',
    words: '标准版',
    goPay: '去缴费，水费',
    pay: /微信支付 [\d.]+ 元/,
    seeReceipt: '查看收据',
    credited: /已经入账|已入账/,
    picture: (name) => name,
  },
  {
    name: 'elder',
    words: '长辈版',
    goPay: '去交水费',
    pay: /用微信交 [\d.]+ 元/,
    seeReceipt: '看收据',
    credited: /交好了|已经入账/,
    picture: (name) => `${name}-elder`,
  },
]

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
}, 180_000)
afterAll(async () => {
  await stage.end()
}, 30_000)

async function signIn(phone: Phone, view: View, key: string): Promise<void> {
  await phone.tap('微信登录')
  await phone.tap(/遂昌县/)
  await phone.tap(new RegExp(view.words))
  await phone.tap('微信登录')
  await phone.sheet().locator(`#phone-${key}`).tap()
  await phone.see(/要办的事|待办/)
}

async function payTheBill(phone: Phone, view: View): Promise<void> {
  await phone.tap(new RegExp(view.goPay))
  await phone.tap(view.pay)
}

interface Row {
  readonly _id: string
  readonly state?: string
  readonly no?: string
  readonly receivedAmount?: number
  readonly amount?: number
}
const rows = (name: string) => stage.db.collection<Row & Record<string, unknown>>(name)

const ordersOf = (key: string) => {
  const openid = demoPeople.find((one) => one.key === key)?.openid
  return rows('orders').find({ openid }).toArray()
}

/** What must stand in the database when a bill is paid: one of everything. */
async function expectPaidOnce(key: string): Promise<void> {
  const order = await until('the order has its receipt', async () =>
    (await ordersOf(key)).find((one) => one.state === 'RECEIPTED'),
  )
  const orderId = order._id
  const bill = await until('the bill is credited', () => rows('bills').findOne({ orderId, state: 'CREDITED' }))
  await until('the message is there', () => rows('messages').findOne({ source: `payments.receipted:${orderId}` }))
  await until('the ledger is booked', async () => (await rows('ledgerEntries').countDocuments({ orderId })) === 2)
  expect(await ordersOf(key)).toHaveLength(1)
  expect(await rows('receipts').countDocuments({ orderId })).toBe(1)
  expect(order.receivedAmount).toBe(bill.amount)
  expect(JSON.stringify(await stage.control('postings')).split(`"postingNo":"${String(order.no)}"`)).toHaveLength(2)
}

describe.each(views)('in the $name view', (view) => {
  const at = views.indexOf(view) * 3
  const person = (offset: number): string => people[at + offset]?.key ?? ''

  test('the first visit ends with a credited bill and its receipt', async () => {
    const key = view.name === 'standard' ? 'wang-xiulan' : person(0)
    const phone = await stage.phone()
    await phone.see('微信登录')
    await phone.picture(view.picture('first-visit'))
    await signIn(phone, view, key)
    await phone.picture(view.picture('home'))
    expect(await phone.faults()).toEqual([])
    await phone.tap(new RegExp(view.goPay))
    await phone.see(/这笔钱怎么算的/)
    await phone.picture(view.picture('bill'))
    expect(await phone.faults()).toEqual([])
    await phone.tap(view.pay)
    await phone.sheet().locator('#confirm-pay').tap()
    await expectPaidOnce(key)
    await phone.see(view.credited)
    await phone.picture(view.picture('paid'))
    expect(await phone.faults()).toEqual([])
    await phone.tap(new RegExp(view.seeReceipt))
    await phone.see(/SJ\d{18}/)
    await phone.picture(view.picture('receipt'))
    expect(await phone.faults()).toEqual([])
    await phone.reopen()
    await phone.tap(/消息/)
    await phone.see(/水费 2026-10 期已入账/)
    await phone.picture(view.picture('messages'))
    expect(await phone.faults()).toEqual([])
    expect(phone.errors).toEqual([])
    await phone.close()
  }, 120_000)

  test('WeChat is killed during payment and the callback comes three times 40 minutes later: paid once, never called failed', async () => {
    const key = person(1)
    const phone = await stage.phone()
    await signIn(phone, view, key)
    await stage.control('faults', { id: 'pay.query.notpay-until-callback', on: true })
    await stage.control('faults', { id: 'pay.callback.late', on: true, params: { delayMs: 40 * MINUTES } })
    await stage.control('faults', { id: 'pay.callback.duplicate', on: true, params: { n: 3 } })
    await payTheBill(phone, view)
    await phone.sheet().locator('#confirm-pay').tap()
    await phone.kill()
    await phone.reopen()
    await phone.tap(/看进度|看办到哪了/)
    await phone.see(/正在确认，请不要再付一次/)
    await phone.tap('看付款结果')
    await phone.see(/正在向微信支付确认|正在.*确认/)
    expect(await phone.screen()).not.toMatch(/失败/)
    await phone.picture(view.picture('confirming'))
    expect(await phone.faults()).toEqual([])
    expect((await ordersOf(key)).map((one) => one.state)).toEqual(['PENDING'])
    await stage.control('clock', { advanceMs: 41 * MINUTES })
    await expectPaidOnce(key)
    await stage.control('faults/clear', {})
    await phone.see(view.credited)
    expect(phone.errors).toEqual([])
    await phone.close()
  }, 120_000)

  test('the utility is down: received is not credited, and one posting follows when it is back', async () => {
    const key = person(2)
    const phone = await stage.phone()
    await signIn(phone, view, key)
    await stage.control('faults', { id: 'water.down', on: true })
    await payTheBill(phone, view)
    await phone.sheet().locator('#confirm-pay').tap()
    await until('the posting waits', async () => (await ordersOf(key)).some((one) => one.state === 'POST_RETRY'))
    await phone.see(/已收款|钱收到了/)
    expect(await phone.screen()).not.toMatch(/失败/)
    await phone.picture(view.picture('received'))
    expect(await phone.faults()).toEqual([])
    // Back first: a try in between would fail, and the next one be hours away.
    await stage.control('faults/clear', {})
    await stage.control('clock', { advanceMs: SIX_HOURS })
    await expectPaidOnce(key)
    await phone.close()
  }, 120_000)
})
