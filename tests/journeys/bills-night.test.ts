/**
 * Electricity, which is credited overnight, and gas, which is credited by polling; then the year, the help page, the receipt and the reminders. In both
 * views, with the letters of the elder view as large as they get: what is touched is what a person touches, what counts stands in the database.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { speakYuan } from '@xlb/shared/platform/money-words.ts'
import {
  atHome,
  confirmPayment,
  creditedBills,
  ordersBy,
  toAccounts,
  toHour,
  wordsOf,
  type PaidOrder,
} from './bills.ts'
import { accountOf, elder, lookAt, rowsOf, standard } from './people.ts'
import type { Phone } from './phone.ts'
import { letRun, setStage, until, type Stage } from './stage.ts'

const JOURNEY = 180_000
/** On a busy machine the pages are built first. */
const SETTING = 400_000
const SUICHANG = '331123'
const LARGEST = 1.65
const MOST_TAPS = 5

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
}, SETTING)
afterAll(async () => {
  await stage.end()
}, 30_000)

/** Each has one bill of each kind open. */
const readers = { standard: 'he-weijun', elder: 'wang-xiulan' } as const
const looks = { standard: { factor: 1, target: 44 }, elder: { factor: LARGEST, target: 60 } } as const

describe.each([standard, elder])('in the $name view', (view) => {
  const words = wordsOf(view)
  const key = readers[view.name]
  const { factor, target } = looks[view.name]
  const inElder = view.name === 'elder'
  const orderOf = async (utility: string): Promise<PaidOrder | undefined> =>
    (await ordersBy(stage, key)).find((one) => one.utility === utility)

  test(
    'electricity is paid in five taps, credited the next morning, gas at once; the year stands in a picture, a table and a sentence',
    async () => {
      const phone = await atHome(stage, key, view)
      await payElectricity(phone)
      await phone.tap('先回首页，有结果告诉我')
      await payGas(phone)
      await nextMorning()
      await phone.reopen()
      await phone.tap(/^消息/)
      await phone.see('电费 2026-10 期已入账')
      await lookAt(phone)
      await seeTheReceipt(phone)
      await lookBack(phone)
      await readTheHelp(phone)
      await refuseReminders(phone)
      expect(phone.errors).toEqual([])
      await phone.close()
    },
    JOURNEY,
  )

  /** Nothing runs off, nothing is cut, everything can be touched, at the largest letters of this view. */
  async function expectReadable(phone: Phone): Promise<void> {
    expect(await phone.measure(target)).toEqual({ sideways: 0, cut: [], small: [], nameless: [] })
  }

  async function payElectricity(phone: Phone): Promise<void> {
    let taps = 0
    const tap = async (name: RegExp): Promise<void> => {
      taps += 1
      await phone.tap(name)
    }
    await phone.enlarge(factor)
    await expectReadable(phone)
    await tap(inElder ? /^去交电费/ : /^去缴费，电费/)
    await phone.see('这笔钱怎么算的')
    await expectReadable(phone)
    if (inElder) await listen(phone)
    await phone.picture(view.picture('electricity'))
    await tap(words.pay)
    await confirmPayment(phone)
    expect(taps).toBeLessThanOrEqual(MOST_TAPS)
    await phone.see(words.received)
    await phone.see('供电公司夜里对账，第二天早上入账。不用再付')
    expect(await phone.screen()).not.toMatch(/失败/)
    await expectReadable(phone)
    await lookAt(phone, view.picture('by-night'))
    expect((await orderOf('electricity'))?.state).toBe('POST_RETRY')
  }

  async function listen(phone: Phone): Promise<void> {
    await phone.tap('念给我听')
    const bill = await stage.db
      .collection<{ readonly _id: string; readonly amount: number }>('bills')
      .findOne({ utility: 'electricity', ownerName: /./, readers: await personId(), shelf: 'due' })
    const heard = await until('the bill is read out', async () => {
      const said = await phone.heard()
      return said === '' ? null : said
    })
    expect(heard).toContain(`10 月份的电费，${speakYuan(bill?.amount ?? 0)}，还没交`)
  }

  const personId = async (): Promise<string> => (await accountOf(stage, SUICHANG, demoPerson(key)))?.personId ?? ''

  async function payGas(phone: Phone): Promise<void> {
    await phone.tap(inElder ? /^去交燃气费/ : /^去缴费，燃气费/)
    await phone.tap(words.pay)
    await confirmPayment(phone)
    await phone.see(words.credited)
    await until('the gas company has it', async () => (await orderOf('gas'))?.state === 'RECEIPTED')
  }

  /** Our file goes out after one o’clock, theirs comes after two. */
  async function nextMorning(): Promise<void> {
    await toHour(stage, 1)
    await letRun(stage, 'hand-in-payments')
    await toHour(stage, 2)
    await letRun(stage, 'read-power-files')
    await toHour(stage, 8)
    const order = await until('the electricity is credited', async () => {
      const found = await orderOf('electricity')
      return found?.state === 'RECEIPTED' ? found : null
    })
    expect(await creditedBills(stage, order._id)).toHaveLength(1)
    expect(await rowsOf(stage, 'receipts').countDocuments({ orderId: order._id })).toBe(1)
    const { items } = await stage.control('power/postings')
    expect(JSON.stringify(items).split(`"${order.no}`)).toHaveLength(2)
  }

  async function seeTheReceipt(phone: Phone): Promise<void> {
    await phone.tap('我的')
    await phone.tap(/^收据/)
    await phone.tap(/^电费 2026-10 期/)
    await phone.see('要发票怎么办')
    await phone.see(/不是发票.*收费单位/)
    await lookAt(phone)
    await phone.reopen()
  }

  async function lookBack(phone: Phone): Promise<void> {
    await toAccounts(phone)
    await lookAt(phone, view.picture('accounts'))
    await phone.tap(/^用量和历史，.*电费/)
    await phone.see('每期多少钱')
    await phone.seePicture(/今年/)
    await phone.see(/今年.*(元|度)/)
    for (const month of ['2026-01', '2026-10']) await phone.see(month)
    await lookAt(phone, view.picture('history'))
    await phone.tap('返回')
  }

  async function readTheHelp(phone: Phone): Promise<void> {
    await phone.tap(/^怎么交费，发票去哪里开/)
    await phone.tap('电费')
    await phone.see('要发票怎么办？')
    await phone.see(/带户号到供电营业厅开/)
    await phone.tap('念给我听')
    await until('the steps are read out', async () => (await phone.heard()).includes('怎么交电费'))
    await lookAt(phone, view.picture('help'))
    await phone.tap('返回')
  }

  async function refuseReminders(phone: Phone): Promise<void> {
    await phone.tap('到期提醒')
    await phone.see('现在关着，到期不提醒您')
    expect(await rowsOf(stage, 'billReminders').findOne({ personId: await personId() })).toMatchObject({ on: false })
    await lookAt(phone)
  }
})
