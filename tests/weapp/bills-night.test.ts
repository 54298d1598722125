/**
 * On the build that WeChat would run: electricity, which is received at once and credited the next morning, and a bill that two people begin to pay. Only what a
 * finger touches is touched; what counts stands in the database.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { toHour } from '../journeys/bills.ts'
import { letRun, until } from '../journeys/stage.ts'
import { costsOf } from '../support/weapp/costs.ts'
import type { Weapp } from '../support/weapp/launch.ts'
import { openProduct, signedIn, type Product } from '../support/weapp/product.ts'

interface Order {
  readonly _id: string
  readonly state: string
  readonly openid: string
  readonly utility: string
}

/** Has one bill of each kind open. */
const reader = demoPerson('he-weijun')
const owner = demoPeople.find(
  (one) =>
    one.countyCode === '331123' &&
    !one.water.stopped &&
    one.water.openPeriods.length === 1 &&
    one.key !== reader.key &&
    one.key !== 'wang-xiulan',
)
const MINUTE = 60_000

let product: Product
let phone: Weapp
const { expectSound } = costsOf(() => phone)

beforeAll(async () => {
  product = await openProduct()
}, 180_000)
afterAll(async () => {
  phone.kill()
  await product.stop()
}, 60_000)

const orderBy = async (key: string, utility: string): Promise<Order | null> =>
  await product.db.collection<Order>('orders').findOne({ openid: demoPerson(key).openid, utility })
const receipts = async (order: Order | null) =>
  await product.db.collection('receipts').countDocuments({ orderId: order?._id ?? '' })

describe('electricity', () => {
  test('is received at once, and says that it is credited the next morning', async () => {
    phone = await signedIn(product, reader.key)
    await phone.tap('去缴费，电费')
    await phone.waitFor('这笔钱怎么算的')
    await phone.tap('微信支付')
    await phone.waitFor('供电公司夜里对账，第二天早上入账。不用再付', 45_000)
    expect(phone.text()).not.toContain('失败')
    expectSound()
    expect(await orderBy(reader.key, 'electricity')).toMatchObject({ state: 'POST_RETRY' })
  }, 60_000)

  test('is credited after the night’s files, with one receipt, told in Messages', async () => {
    await toHour(product, 1)
    await letRun(product, 'hand-in-payments')
    await toHour(product, 2)
    await letRun(product, 'read-power-files')
    await toHour(product, 8)
    const order = await until('the electricity is credited', async () => {
      const found = await orderBy(reader.key, 'electricity')
      return found?.state === 'RECEIPTED' ? found : null
    })
    expect(await receipts(order)).toBe(1)
    const { storage } = phone
    phone.kill()
    phone = await product.phoneOf(reader.key, { storage })
    await phone.open('/pages/messages/index')
    await phone.waitFor('电费 2026-10 期已入账', 30_000)
    expectSound()
  }, 120_000)
})

describe('a bill that two people begin to pay', () => {
  test('is taken over after 15 minutes by the second, and paid once', async () => {
    if (owner === undefined) throw new Error('no owner with one bill')
    await phone.open('/capabilities/bills/pages/bind/index')
    await phone.tap('水费')
    await phone.input('户号', owner.water.accountCode)
    await phone.input('户主姓名', owner.name)
    await phone.tap('绑定')
    await phone.waitFor('绑定好了')
    const bill = await product.db
      .collection<{ readonly _id: string; readonly utilityAccountId: string }>('bills')
      .findOne({ accountCode: owner.water.accountCode, shelf: 'due' })
    await phone.open(`/capabilities/bills/pages/detail/index?billId=${bill?._id ?? ''}`)
    await phone.waitFor('您是帮着交的')
    if (phone.person !== null) phone.person.decision = 'leave'
    await phone.tap('微信支付')
    await until('the payment sheet stands', () =>
      Promise.resolve(phone.calls.some((one) => one.name === 'requestPayment')),
    )
    phone.kill()

    phone = await signedIn(product, owner.key)
    await phone.tap('看进度，水费')
    await phone.waitFor('正在付这张账单')
    expect(phone.tappable().some((one) => one.startsWith('微信支付'))).toBe(false)
    expectSound()
    await product.control('clock', { advanceMs: 16 * MINUTE })
    const { storage } = phone
    phone.kill()
    phone = await product.phoneOf(owner.key, { storage })
    await phone.tap('看进度，水费')
    await phone.waitFor('一直没有付成', 30_000)
    expectSound()
    await phone.tap('我来接着付')
    await phone.waitFor('已经入账，交好了', 60_000)
    const order = await orderBy(owner.key, 'water')
    expect(order).toMatchObject({ state: 'RECEIPTED' })
    expect(await receipts(order)).toBe(1)
    const silent = await orderBy(reader.key, 'water')
    expect(silent).toMatchObject({ state: 'CLOSED' })
    expect(await product.db.collection('ledgerEntries').countDocuments({ orderId: silent?._id ?? '' })).toBe(0)
  }, 180_000)
})
