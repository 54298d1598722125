/** What the journeys of bills share: how each view calls things, accounts and their bills, and the county's nights. */
import { expect } from '@jest/globals'
import { demoPerson, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { rowsOf, signIn, type View } from './people.ts'
import type { Phone } from './phone.ts'
import { until, type Stage } from './stage.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const CHINA = 8 * HOUR

export interface BillWords {
  readonly pay: RegExp
  readonly credited: RegExp
  readonly received: RegExp
  readonly payer: string
}

export const wordsOf = ({ name }: View): BillWords =>
  name === 'standard'
    ? { pay: /^微信支付 [\d.]+ 元/, credited: /已经入账|已入账/, received: /钱收到了|已收款/, payer: '缴费人' }
    : { pay: /^用微信交 [\d.]+ 元/, credited: /交好了|已经入账/, received: /钱收到了/, payer: '帮着交' }

/** As the pages write it. */
export const maskedName = ({ name }: DemoPerson): string =>
  name.length < 3 ? `${name.slice(0, 1)}*` : `${name.slice(0, 1)}*${name.slice(-1)}`

/** Home stands when somebody of 遂昌 is signed in. */
export async function atHome(stage: Stage, key: string, view: View): Promise<Phone> {
  const phone = await stage.phone()
  await signIn(phone, /遂昌县/, demoPerson(key), view)
  await phone.see(/要办的事|待办/)
  return phone
}

export async function confirmPayment(phone: Phone): Promise<void> {
  await phone.sheet().locator('#confirm-pay').tap()
}

/** From Home to the page of all accounts. */
export async function toAccounts(phone: Phone): Promise<void> {
  await phone.tap('我的')
  await phone.tap(/^缴费户号/)
  await phone.see('绑定户号')
}

export interface Account {
  readonly _id: string
  readonly people: readonly { readonly personId: string; readonly role: string }[]
}

export const accountWith = async (stage: Stage, code: string): Promise<Account> => {
  const found = await stage.db.collection<Account>('utilityAccounts').findOne({ code })
  if (found === null) throw new Error(`no account ${code}`)
  return found
}

export const rolesOf = async (stage: Stage, code: string): Promise<string[]> =>
  (await accountWith(stage, code)).people.map(({ role }) => role).sort()

export interface PaidOrder {
  readonly _id: string
  readonly no: string
  readonly utility: string
  readonly state: string
  readonly amount: number
  readonly receivedAmount: number
  readonly subjects: readonly { readonly id: string; readonly amount: number }[]
}

export const ordersBy = async (stage: Stage, key: string): Promise<PaidOrder[]> =>
  await stage.db
    .collection<PaidOrder>('orders')
    .find({ openid: demoPerson(key).openid })
    .sort({ _id: 1 })
    .toArray()

/** One order of this person, with its receipt; received is what was asked for, and the ledger has it. */
export async function expectOneReceipt(stage: Stage, key: string): Promise<PaidOrder> {
  const order = await until('the order has its receipt', async () =>
    (await ordersBy(stage, key)).find(({ state }) => state === 'RECEIPTED'),
  )
  expect(await ordersBy(stage, key)).toHaveLength(1)
  expect(order.receivedAmount).toBe(order.amount)
  expect(order.subjects.reduce((sum, { amount }) => sum + amount, 0)).toBe(order.amount)
  expect(await rowsOf(stage, 'receipts').countDocuments({ orderId: order._id })).toBe(1)
  return order
}

interface Bill {
  readonly _id: string
  readonly period: string
  readonly state: string
}

/** The bills of an order, oldest period first, once all of them are credited: they follow the order. */
export async function creditedBills(stage: Stage, orderId: string): Promise<Bill[]> {
  const bills = stage.db.collection<Bill>('bills')
  return await until('the bills are credited', async () => {
    const found = await bills.find({ orderId }).sort({ period: 1 }).toArray()
    return found.length > 0 && found.every(({ state }) => state === 'CREDITED') ? found : null
  })
}

/** Moves all clocks to a few minutes past the next such hour in the county. */
export async function toHour(stage: Pick<Stage, 'control'>, hour: number): Promise<void> {
  const { now } = await stage.control('clock')
  const local = Date.parse(String(now)) + CHINA
  const today = Math.floor(local / DAY) * DAY + hour * HOUR
  const at = today > local ? today : today + DAY
  await stage.control('clock', { advanceMs: at - local + HOUR / 6 })
}
