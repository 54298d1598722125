/**
 * Bills of a whole family, in both views: x, two payers at once, money put by, electricity by night and gas by polling,
 * and a year in one sentence. Only what a person touches is touched; what counts is what stands in the database afterwards.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPerson, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import {
  atHome,
  confirmPayment,
  creditedBills,
  expectOneReceipt,
  maskedName,
  ordersBy,
  rolesOf,
  toAccounts,
  wordsOf,
} from './bills.ts'
import { elder, lookAt, rowsOf, signIn, standard } from './people.ts'
import type { Phone } from './phone.ts'
import { setStage, until, type Stage } from './stage.ts'

const JOURNEY = 180_000
/** On a busy machine the pages are built first. */
const SETTING = 400_000
const MINUTE = 60_000

/** Payers have no water bill of their own open; a household has two; a couple and a saver have one. */
const cast = {
  standard: {
    payer: 'chen-songlin',
    household: 'wu-guihua',
    helper: 'liu-zhangshu',
    couple: 'li-aijuan',
    saver: 'yang-songlin',
  },
  elder: {
    payer: 'zheng-yaqin',
    household: 'zhu-chunmei',
    helper: 'zhong-ting',
    couple: 'ye-yuhang',
    saver: 'chen-meifeng',
  },
} as const

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
}, SETTING)
afterAll(async () => {
  await stage.end()
}, 30_000)

describe.each([standard, elder])('in the $name view', (view) => {
  const words = wordsOf(view)
  const who = cast[view.name]
  const inElder = view.name === 'elder'

  test(
    'a neighbour’s account is bound by code and full name, two bills are paid oldest first, and the owner ends it',
    async () => {
      const owner = demoPerson(who.household)
      const { accountCode } = owner.water
      const phone = await atHome(stage, who.payer, view)
      await bind(phone, owner, '张三')
      await phone.see('户号和户主姓名对不上')
      await lookAt(phone)
      expect(await rolesOf(stage, accountCode)).toEqual(['owner'])
      await phone.type(/^户主姓名/, owner.name)
      await phone.tap('绑定')
      await phone.see('绑定好了')
      await lookAt(phone)
      for (const secret of [owner.name, accountCode]) expect(await phone.kept()).not.toContain(secret)
      expect(await rolesOf(stage, accountCode)).toEqual(['owner', 'payer'])

      await phone.tap('看账单')
      await phone.see(words.payer)
      await lookAt(phone, view.picture('bills-of-others'))
      await openLatest(phone)
      await phone.see('您是帮着交的')
      for (const life of ['本期用水', owner.villageName, '最近 6 期', '读数', '全年用量'])
        expect(await phone.screen()).not.toContain(life)
      await phone.tap(words.pay)
      await phone.see('8 月份的水费还没交')
      await lookAt(phone, view.picture('older-first'))
      await phone.tap(/^2 笔一起/)
      await confirmPayment(phone)
      await phone.see(words.credited)
      const order = await expectOneReceipt(stage, who.payer)
      const paid = await creditedBills(stage, order._id)
      expect(paid.map(({ period }) => period)).toEqual(['2026-08', '2026-10'])
      expect(order.subjects.map(({ id }) => id)).toEqual(paid.map(({ _id }) => _id))

      await removedByTheOwner(owner, demoPerson(who.payer))
      await phone.reopen()
      await toAccounts(phone)
      await until('the account is gone', async () => !(await phone.screen()).includes(`${maskedName(owner)}家`))
      expect(phone.errors).toEqual([])
      await phone.close()
    },
    JOURNEY,
  )

  async function bind(phone: Phone, { water }: DemoPerson, ownerName: string): Promise<void> {
    await toAccounts(phone)
    await phone.tap('绑定户号')
    await phone.see('照纸质账单填')
    await phone.tap('水费')
    await phone.type(/^户号/, water.accountCode)
    await phone.type(/^户主姓名/, ownerName)
    await phone.tap('绑定')
  }

  /** The bill of the last period, from the list of one account's bills. */
  const openLatest = (phone: Phone) => phone.tap(inElder ? /10 月份的水费$/ : /^2026-10 期/)

  async function removedByTheOwner(owner: DemoPerson, payer: DemoPerson): Promise<void> {
    const phone = await atHome(stage, owner.key, view)
    await toAccounts(phone)
    await phone.tap(/^谁能看、谁能交，.*水费/)
    await phone.see(maskedName(payer))
    await phone.see('能交，看不到用量和历史')
    await lookAt(phone, view.picture('people-of-account'))
    await phone.tap(`移除，${maskedName(payer)}`)
    await phone.see('马上就不能交、不能看了')
    await phone.tap('移除')
    await phone.see('现在只有您自己')
    expect(await rolesOf(stage, owner.water.accountCode)).toEqual(['owner'])
    await phone.close()
  }

  test(
    'the second of two payers is told who pays, waits, and takes over after 15 minutes: paid once',
    async () => {
      const owner = demoPerson(who.couple)
      const first = await atHome(stage, who.helper, view)
      await bind(first, owner, owner.name)
      await first.tap('看账单')
      await first.see(words.payer)
      await openLatest(first)
      await first.tap(words.pay)
      await first.sheet().locator('#confirm-pay').waitFor()
      await first.kill()

      const phone = await atHome(stage, owner.key, view)
      await phone.tap(/^(看进度|看办到哪了)，.*水费/)
      await phone.see(`${maskedName(demoPerson(who.helper))}正在付这张账单`)
      await phone.see(/要是到 \d\d:\d\d 还没有付成，您可以接着付/)
      expect(await phone.screen()).not.toMatch(/微信支付 [\d.]+ 元|用微信交/)
      await lookAt(phone, view.picture('someone-pays'))
      await stage.control('clock', { advanceMs: 16 * MINUTE })
      await until('the wait is over', async () => {
        await phone.tap('返回')
        await phone.tap(/^(看进度|看办到哪了)，.*水费/)
        await phone.see(/正在付这张账单|一直没有付成/)
        return (await phone.screen()).includes('一直没有付成')
      })
      await lookAt(phone)
      await phone.tap(/^我来接着付 [\d.]+ 元/)
      await confirmPayment(phone)
      await phone.see(words.credited)
      const order = await expectOneReceipt(stage, owner.key)
      const [silent, ...others] = await ordersBy(stage, who.helper)
      expect({ state: silent?.state, others }).toEqual({ state: 'CLOSED', others: [] })
      expect(await rowsOf(stage, 'ledgerEntries').countDocuments({ orderId: silent?._id ?? '' })).toBe(0)
      expect(await creditedBills(stage, order._id)).toHaveLength(1)

      await first.reopen()
      await first.tap(/^消息/)
      expect(await first.screen()).not.toContain('已入账')
      expect([...phone.errors, ...first.errors]).toEqual([])
      await first.close()
      await phone.close()
    },
    JOURNEY,
  )

  test(
    'money is put by for the next bill with one payment, over a network that loses the answer three times',
    async () => {
      const phone = await stage.phone()
      // Home's first answer still names the view of the account's last visit, and comes when the new one is told already.
      const heard = await phone.hearLate(/\/api\/home$/, 3_000)
      await signIn(phone, /遂昌县/, demoPerson(who.saver), view)
      await heard()
      await phone.see(inElder ? '要办的事' : '待办')
      await phone.see(view.other)
      await phone.tap(/^交水费/)
      await phone.tap(/^多交一些，先存着，.*水费/)
      await phone.see('下一期账单自动先用它抵')
      await phone.tap('另存 50.00 元')
      await lookAt(phone, view.picture('put-by'))
      await phone.loseAnswers(/\/utility-accounts\/[^/]+\/pay$/, 3)
      await phone.tap(/^账单和预存一起付 [\d.]+ 元/)
      await confirmPayment(phone)
      await phone.see(words.credited)
      const order = await expectOneReceipt(stage, who.saver)
      const held = await until('the money is held', () => rowsOf(stage, 'billAdvances').findOne({ orderId: order._id }))
      expect(held).toMatchObject({ state: 'HELD', amount: 5_000 })
      expect(order.subjects.map(({ id }) => id)).toContain(held._id)
      expect(await creditedBills(stage, order._id)).toHaveLength(1)
      await phone.reopen()
      await toAccounts(phone)
      await phone.see('50.00 元，抵下一期')
      await lookAt(phone)
      expect(phone.errors).toEqual([])
      await phone.close()
    },
    JOURNEY,
  )
})
