/**
 * From the first visit to a credited bill on the build that WeChat would run, touching only what a finger touches, against the whole product. What
 * each screen costs (P11, P12, P13) is counted on the way.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { openProduct } from '../support/weapp/product.ts'
import type { Product } from '../support/weapp/product.ts'
import { costsOf, FIRST_RENDER, TAP, countOf } from '../support/weapp/costs.ts'
import type { Weapp } from '../support/weapp/launch.ts'

const FIRST_SCREEN = { requests: 3, bytes: 8 * 1024 }

const payer = demoPeople.find(
  (one) => one.countyCode === '331123' && !one.water.stopped && one.water.openPeriods.length === 1,
)
const key = payer?.key ?? ''

/** What the database holds of a payment, as far as it is looked at here. */
interface Order {
  readonly _id: string
  readonly subjects: readonly { readonly id: string }[]
  readonly receivedAmount: number
}
interface Bill {
  readonly _id: string
}

let product: Product
let phone: Weapp
const { expectSound, expectWithin, ofThisPage } = costsOf(() => phone)

beforeAll(async () => {
  product = await openProduct()
  phone = await product.phoneOf(key)
}, 180_000)
afterAll(async () => {
  phone.kill()
  await product.stop()
}, 60_000)

describe('a resident pays a water bill in the mini-program', () => {
  test('first visit: Home works without an account and leads to the sign-in', async () => {
    expectWithin(ofThisPage(), FIRST_RENDER)
    expectSound()
    await phone.tap('微信登录')
    expect(phone.currentPage().route).toBe('capabilities/accounts/pages/sign-in/index')
    expectSound()
  })

  test('choosing the county costs one small update', async () => {
    phone.counting.reset()
    await phone.tap('遂昌县')
    expectWithin(countOf(phone.counting.total()), TAP)
  })

  test('signing in shows the bill as the first thing to do', async () => {
    await phone.tap('微信登录')
    await phone.waitFor('待缴')
    expect(phone.currentPage().route).toBe('pages/home/index')
    expect(phone.text()).toContain('前缴')
    expectSound()
  })

  test('a start with a session takes one request in a row and little data', async () => {
    const { storage } = phone
    phone.kill()
    phone = await product.phoneOf(key, { storage })
    await phone.waitFor('待缴')
    const asked = phone.network.lines
    expectWithin({ requests: asked.length, bytes: asked.reduce((sum, one) => sum + one.bytes, 0) }, FIRST_SCREEN)
    expect(asked.map((one) => one.method)).not.toContain('POST')
    expectWithin(ofThisPage(), FIRST_RENDER)
  })

  test('the bill says what it is made of and whose figure it is', async () => {
    // Home shows every utility, the first to fall due first; this is about the water.
    await phone.tap('去缴费，水费')
    await phone.waitFor('第一阶梯')
    expect(phone.currentPage().route).toBe('capabilities/bills/pages/detail/index')
    expect(phone.text()).toContain('来源')
    expectWithin(ofThisPage(), FIRST_RENDER)
    expectSound()
  })

  test('opening the table under the chart draws its rows in one update', async () => {
    phone.counting.reset()
    await phone.tap('看表格')
    expectWithin(countOf(phone.counting.total()), { calls: 1, bytes: 3 * 1024 })
    expectSound()
  })

  test('paying leads to “confirming”, and the end comes by itself', async () => {
    await phone.tap('微信支付')
    expect(phone.calls.filter((one) => one.name === 'requestPayment')).toHaveLength(1)
    expectSound()
    phone.counting.reset()
    const from = Date.now()
    await phone.waitFor('已经入账，交好了', 45_000)
    // A clock that counts and a question every few seconds: five updates a second at most.
    expect(phone.counting.total().calls).toBeLessThanOrEqual(5 * Math.ceil((Date.now() - from) / 1000))
    expectSound()
  }, 60_000)

  test('MongoDB holds one order with its receipt, and the bill is credited', async () => {
    const orders = await product.db.collection<Order>('orders').find().toArray()
    expect(orders).toMatchObject([{ state: 'RECEIPTED', suspense: null, refund: null }])
    const [order] = orders
    const bill = await product.db.collection<Bill>('bills').findOne({ _id: order?.subjects[0]?.id ?? '' })
    expect(bill).toMatchObject({ state: 'CREDITED', amount: order?.receivedAmount })
    const receipts = await product.db.collection('receipts').find().toArray()
    expect(receipts).toMatchObject([{ orderId: order?._id, amount: order?.receivedAmount }])
  })

  test('nothing of the payment is left waiting on the phone', () => {
    expect([...phone.storage.keys()].filter((name) => name.includes('pending:'))).toEqual([])
  })

  test('the receipt arrives in Messages and opens from there', async () => {
    await phone.open('/pages/messages/index')
    await phone.waitFor(() => {
      void phone.pullDown()
      return phone.text().includes('收据')
    }, 30_000)
    expectSound()
    await phone.tap('收据')
    await phone.waitFor('订单号')
    expect(phone.currentPage().route).toBe('capabilities/payments/pages/receipt/index')
    expectSound()
  })

  test('without a network the paid bills stay readable, with the time of the copy', async () => {
    await phone.open('/capabilities/bills/pages/list/index')
    await phone.tap('已缴')
    await phone.waitFor('2026-10 期')
    await phone.back()
    phone.network.setOnline(false)
    await new Promise((resolve) => setTimeout(resolve, 2500))
    await phone.open('/capabilities/bills/pages/list/index')
    await phone.tap('已缴')
    await phone.waitFor(/这是 \d{4}-\d\d-\d\d \d\d:\d\d 的内容/, 10_000)
    expect(phone.text()).toContain('2026-10 期')
    expectSound()
    phone.network.setOnline(true)
    await phone.waitFor(() => !phone.text().includes('的内容'), 10_000)
  }, 40_000)

  test('signing out leaves nothing of the person on the phone', async () => {
    await phone.open('/pages/me/index')
    await phone.tap('退出登录')
    await phone.tap('退出')
    await phone.waitFor('登录')
    expect([...phone.storage.keys()].sort()).toEqual(['xlb:tenant', 'xlb:view'])
  })
})
