/**
 * Bills of a household and of those it pays for, on the build that WeChat would run, against the whole product: a neighbour's account is bound, paid and
 * given back, the owner sees who pays and who looks. What each screen costs (P11, P12) is counted on the way.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'
import { costsOf, TAP, countOf } from '../support/weapp/costs.ts'
import type { Weapp } from '../support/weapp/launch.ts'
import { openProduct, signedIn } from '../support/weapp/product.ts'
import type { Product } from '../support/weapp/product.ts'

/** Pays; has water, electricity and gas of her own. */
const payer = 'wang-xiulan'
/** The neighbour: two water bills stand open. */
const neighbour = demoPeople.find(
  (one) => one.countyCode === '331123' && !one.water.stopped && one.water.openPeriods.length === 2,
)
const code = neighbour?.water.accountCode ?? ''
const ownerName = neighbour?.name ?? ''

interface Order {
  readonly _id: string
  readonly subjects: readonly { readonly id: string; readonly amount: number }[]
  readonly receivedAmount: number
}
interface Account {
  readonly _id: string
  readonly people: readonly { readonly personId: string; readonly role: string }[]
}
interface Credit {
  readonly _id: string
  readonly left: number
}
interface Bill {
  readonly _id: string
  readonly amount: number
}

let product: Product
let phone: Weapp
const { expectSound, expectWithin, openCounted } = costsOf(() => phone)

beforeAll(async () => {
  product = await openProduct()
  phone = await signedIn(product, payer)
}, 180_000)
afterAll(async () => {
  phone.kill()
  await product.stop()
}, 60_000)

const page = (name: string): string => `/capabilities/bills/pages/${name}/index`
/** A row of the list is found by the amount that is printed on it. */
async function printed(bill: Readonly<Record<string, unknown>>): Promise<string> {
  const found = await product.db.collection<Bill>('bills').findOne({ ...bill, current: true, period: '2026-10' })
  return formatYuan(found?.amount ?? 0)
}
const ownElectricity = demoPowerAccounts.find(({ personKey }) => personKey === payer)?.accountCode ?? ''
const kept = (): string => JSON.stringify([...phone.storage.entries()])
const account = () => product.db.collection<Account>('utilityAccounts').findOne({ code })

describe('every bill of the household', () => {
  test('stands by account, with whose it is and what all of it costs', async () => {
    await openCounted(page('list'), '户主')
    const words = phone.text()
    for (const one of ['水费', '电费', '燃气费', '户号', '一共要缴，3 笔']) expect(words).toContain(one)
  })

  test('the page of one utility shows its bills first and hides no other', async () => {
    await openCounted(page('electricity'), '户主')
    expect(phone.text()).toMatch(/电费.*还有别的账单.*水费/)
    await phone.tap(await printed({ accountCode: ownElectricity }))
    await phone.waitFor('这笔钱怎么算的')
    expect(phone.text()).toMatch(/本期用电 \d+ 度/)
    expect(phone.text()).not.toMatch(/立方米|m³/)
    expectSound()
  })

  test('a year stands beside the year before, in one sentence, a picture and a table', async () => {
    await phone.tap('全年用量和钱数')
    await phone.waitFor('每期多少钱')
    expect(phone.text()).toMatch(/今年.*账单|今年比/)
    expectSound()
  })
})

describe('a neighbour’s account', () => {
  test('a wrong name is no match and nothing else', async () => {
    await openCounted(page('bind'), '照纸质账单填')
    await phone.tap('绑定')
    await phone.waitFor('请先点一下交什么费')
    phone.counting.reset()
    await phone.tap('水费')
    expectWithin(countOf(phone.counting.total()), TAP)
    await phone.input('户号', code)
    await phone.input('户主姓名', '张三')
    await phone.tap('绑定')
    await phone.waitFor('户号和户主姓名对不上')
    expect((await account())?.people.map(({ role }) => role)).toEqual(['owner'])
    expectSound()
  })

  test('the full name binds it, and neither name nor code stays on the phone', async () => {
    await phone.input('户主姓名', ownerName)
    await phone.tap('绑定')
    await phone.waitFor('绑定好了')
    expect(kept()).not.toContain(ownerName)
    expect(kept()).not.toContain(code)
    expect((await account())?.people.map(({ role }) => role).sort()).toEqual(['owner', 'payer'])
    expectSound()
  })

  test('whoever only pays sees what is due and nothing of how the household lives', async () => {
    await phone.tap('看账单')
    await phone.waitFor('缴费人')
    await phone.tap(await printed({ accountCode: code }))
    await phone.waitFor('您是帮着交的')
    for (const one of ['本期用水', neighbour?.villageName ?? '', '最近 6 期', '读数'])
      expect(phone.text()).not.toContain(one)
    expectSound()
  })

  test('a later bill alone is refused with both ways on, and one tap pays both, oldest first', async () => {
    await phone.tap('微信支付')
    await phone.waitFor('8 月份的水费还没交')
    expect(phone.tappable()).toContain('先只交 8 月份的')
    expectSound()
    await phone.tap('2 笔一起缴')
    await phone.waitFor('已经入账，交好了', 45_000)
    expectSound()
    const orders = await product.db.collection<Order>('orders').find().toArray()
    expect(orders).toMatchObject([{ state: 'RECEIPTED', suspense: null, refund: null }])
    const [order] = orders
    expect(order?.subjects).toHaveLength(2)
    expect(order?.receivedAmount).toBe(order?.subjects.reduce((sum, { amount }) => sum + amount, 0))
    const bills = await product.db
      .collection<Bill>('bills')
      .find({ orderId: order?._id ?? '' })
      .toArray()
    expect(bills).toMatchObject([{ state: 'CREDITED' }, { state: 'CREDITED' }])
    expect([...phone.storage.keys()].filter((name) => name.includes('pending:'))).toEqual([])
  }, 60_000)

  test('one tap on the paid page lets WeChat remind once more; refusing takes nothing away', async () => {
    const left = async () => (await product.db.collection<Credit>('messageCredits').findOne({}))?.left
    const asked = '下次快到期，微信里提醒我'
    await phone.waitFor('点一次，微信会问您一次')
    await phone.tap(asked)
    await phone.waitFor('记下了，快到期时微信里提醒您')
    expect(await left()).toBe(1)
    if (phone.person !== null) phone.person.allowsMessages = false
    await phone.tap(asked)
    await phone.waitFor('好的，微信里不提醒')
    expect(await left()).toBe(1)
    expectSound()
  })

  test('reminders go off and on with one tap each', async () => {
    await openCounted(page('accounts'), '帮着交的')
    expect(phone.text()).toContain('现在开着')
    await phone.tap('到期提醒')
    await phone.waitFor('现在关着')
    await phone.tap('到期提醒')
    await phone.waitFor('现在开着')
    expectSound()
  })
})

describe('the owner', () => {
  test('sees who pays, lets them look until a day, takes it back, and removes them', async () => {
    phone.kill()
    phone = await signedIn(product, neighbour?.key ?? '')
    const accountId = (await account())?._id ?? ''
    await openCounted(`${page('people')}?accountId=${accountId}`, '王*兰')
    expect(phone.text()).toContain('能交，看不到用量和历史')
    await phone.tap('让这个人看用量和历史，王*兰')
    await phone.tap('三个月')
    await phone.waitFor('能看到哪天')
    await phone.tap('不让看了，王*兰')
    await phone.tap('不让看了')
    await phone.waitFor('能交，看不到用量和历史')
    await phone.tap('移除，王*兰')
    await phone.waitFor('马上就不能交')
    await phone.tap('移除')
    await phone.waitFor(() => !phone.text().includes('王*兰'))
    expect((await account())?.people.map(({ role }) => role)).toEqual(['owner'])
    expectSound()
  }, 60_000)

  test('moves house with two taps; nobody belongs to the account any more', async () => {
    const accountId = (await account())?._id ?? ''
    await openCounted(`${page('moving')}?accountId=${accountId}`, '收据都还在')
    await phone.tap('搬走了，全部解绑')
    await phone.tap('确定，全部解绑')
    await phone.waitFor('办好了')
    expect((await account())?.people).toEqual([])
    expectSound()
  })
})
