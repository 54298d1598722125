/** The electricity company: files by night. A wrong file is refused as a whole, a payments file is sent byte-equal, and a posting waits for its result. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { utilityFileRows } from '../../server/src/capabilities/bills/data/utility-files.ts'
import {
  billRow,
  lookAtBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  signedInAgain,
  SUICHANG,
  worldList,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { countRows } from '../support/snapshot.ts'
import { hasBoth, issuePower, meter, skipOldNews, toLocal, type Metered, postedOn } from '../support/utilities.ts'

let stage: Stage
let who: Resident
let at: Metered

beforeAll(async () => {
  stage = await openStage()
  // The desk's "night now" closes the day of now: between midnight and 02:00 that of yesterday is still to come, and would come after it.
  await toLocal(stage, 9, 0)
  await skipOldNews(stage)
})
beforeEach(async () => {
  do who = await stage.resident()
  while (!hasBoth(who))
  at = await meter(stage, who, 'electricity')
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const READ = ['read-power-files']
const issueOnly = async (usageKWh = 200): Promise<string> => {
  const body = { tenant: SUICHANG, accountCode: at.code, usageKWh }
  const issued = await stage.world.control('power/issue', body)
  return typeof issued === 'object' && issued !== null && 'billNo' in issued ? String(issued.billNo) : ''
}
const arrived = (billNo: string): Promise<BillRow | null> =>
  bills.findOne(stage.ctx(), { billNo, current: true, utility: 'electricity', accountCode: at.code })
const night = async (): Promise<void> => {
  await stage.world.control('power/night', {})
  await stage.work(READ)
}
/** The company's files are read, then the money takes its next step. */
const morning = async (): Promise<void> => {
  await stage.work(READ)
  await stage.work(['drive-orders'])
}
const alarms = (kind: string) => countRows('alarms', { kind })

async function paid(usageKWh = 200) {
  const bill = await issuePower(stage, who, at, usageKWh)
  const opened = await openOrder(stage, who, bill)
  await payOnPhone(stage, who, opened)
  await stage.work()
  return { bill, opened }
}

describe('the files of a night', () => {
  test('bring bills that the published tariff explains exactly', async () => {
    const seen = await lookAtBill(stage, who, await issuePower(stage, who, at))
    expect(seen).toMatchObject({ utility: 'electricity', unit: 'kWh', tariff: { status: 'exact' }, differs: false })
    expect(seen.lines.reduce((sum, line) => sum + line.usage, 0)).toBe(seen.usage)
  })

  test.each([
    ['whose sum is wrong', 'power.sum-wrong', { byFen: 1 }],
    ['with a broken line', 'power.line-broken', {}],
  ])(
    '%s: nothing of it is taken, somebody is told, and the right one under the next number is',
    async (_what, fault, params) => {
      const before = await alarms('utility-file-broken')
      await stage.world.fault(fault, { ...params, correctedAfterMs: 600_000 }, 1)
      const billNo = await issueOnly()
      await night()
      expect(await arrived(billNo)).toBeNull()
      expect(await alarms('utility-file-broken')).toBe(before + 1)
      await stage.world.advance(600_000)
      await stage.work(READ)
      expect(await arrived(billNo)).toMatchObject({ state: 'ISSUED' })
      await stage.work(READ)
      expect(await alarms('utility-file-broken')).toBe(before + 1)
    },
  )

  test('told twice change nothing, and what one file lacked comes with the next', async () => {
    await stage.world.fault('power.file-twice', {}, 1)
    const first = await issueOnly()
    await night()
    expect(await countRows('bills', { billNo: first })).toBe(1)
    await stage.world.fault('power.file-missing', {}, 1)
    const second = await issueOnly()
    await night()
    expect(await arrived(second)).toBeNull()
    await night()
    expect(await arrived(second)).not.toBeNull()
  })

  test('read by two workers at once are each remembered, once', async () => {
    const taken = async () =>
      (await utilityFileRows.find(stage.ctx(), { state: 'TAKEN', kind: 'bills' })).map(({ name }) => name)
    const before = await taken()
    const billNo = await issueOnly()
    await stage.world.control('power/night', {})
    await Promise.all([stage.work(READ), stage.work(READ)])
    const names = await taken()
    expect(names).toHaveLength(before.length + 1)
    expect(new Set(names).size).toBe(names.length)
    expect(await countRows('bills', { billNo })).toBe(1)
  })

  test('of a company that is down are read later', async () => {
    const billNo = await issueOnly()
    await stage.world.control('power/night', {})
    await stage.world.fault('power.down', { drop: true })
    await stage.work(READ)
    expect(await arrived(billNo)).toBeNull()
    await stage.world.clearFaults()
    await stage.work(READ)
    expect(await arrived(billNo)).not.toBeNull()
  })
})

describe('a payment', () => {
  test('waits as received until the night, goes out in one file, and is credited by its result', async () => {
    const { bill, opened } = await paid()
    const order = await orderRow(stage, opened.order)
    expect(order).toMatchObject({ state: 'POST_RETRY', mchid: '1999000011', creditedAt: null })
    // The next step is when the results can be there, not before.
    expect((order.nextStepAt ?? 0) - stage.ctx().clock.now()).toBeGreaterThan(3_600_000)
    await stage.work(['hand-in-payments'])
    expect(await countRows('utilityFiles', { kind: 'payments', postingNos: opened.order.no })).toBe(0)
    await toLocal(stage, 1, 30)
    await stage.work(['hand-in-payments'])
    expect(await countRows('utilityFiles', { kind: 'payments', postingNos: opened.order.no, state: 'HANDED' })).toBe(1)
    await toLocal(stage, 2, 30)
    await morning()
    expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
    await stage.work()
    expect((await billRow(stage, bill)).state).toBe('CREDITED')
    const booked = (await worldList(stage, 'power/postings')).filter((one) => one['billNo'] === bill.billNo)
    expect(booked).toMatchObject([{ postingNo: opened.order.no, asked: 1, amountFen: bill.amount }])
    const day = dayOf((await orderRow(stage, opened.order)).creditedAt ?? '')
    expect(await postedOn(stage, 'electricity', day)).toBeNull()
    await toLocal(stage, 2, 30)
    await stage.work(READ)
    expect(await postedOn(stage, 'electricity', day)).toContainEqual({
      ref: opened.order.no,
      amount: bill.amount,
    })
  })

  test('whose file the company may not have heard is sent again with the same bytes, and booked once', async () => {
    const { bill, opened } = await paid()
    await toLocal(stage, 1, 30)
    await stage.world.fault('power.down', { drop: true })
    await stage.work(['hand-in-payments'])
    const [kept] = await utilityFileRows.find(stage.ctx(), { state: 'WRITTEN' })
    expect(kept?.postingNos).toContain(opened.order.no)
    await stage.world.clearFaults()
    await stage.work(['hand-in-payments'])
    await stage.work(['hand-in-payments'])
    const [handed] = await utilityFileRows.find(stage.ctx(), { utility: 'electricity', name: kept?.name ?? '' })
    expect(handed).toMatchObject({ state: 'HANDED', sha256: kept?.sha256 })
    await toLocal(stage, 2, 30)
    await morning()
    expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
    expect((await worldList(stage, 'power/postings')).filter((one) => one['billNo'] === bill.billNo)).toHaveLength(1)
  })

  test('that the company refuses goes back by itself, and the bill is due again', async () => {
    const { bill, opened } = await paid()
    await stage.world.fault('power.refused-lines', { each: 1 }, 1)
    await toLocal(stage, 1, 30)
    await stage.work(['hand-in-payments'])
    await toLocal(stage, 2, 30)
    await morning()
    await stage.work()
    expect(['REFUNDING', 'REFUNDED']).toContain((await orderRow(stage, opened.order)).state)
    expect(['ISSUED', 'OVERDUE']).toContain((await billRow(stage, bill)).state)
  })

  test('of a bill that was read again before the night is posted with the new figure, and the difference is carried', async () => {
    const { bill, opened } = await paid(200)
    await stage.world.control('power/reread', { tenant: SUICHANG, billNo: bill.billNo, usageKWh: 180 })
    await night()
    const difference = (await billRow(stage, bill)).adjusted?.amount ?? 0
    expect(difference).toBeLessThan(bill.amount)
    await toLocal(stage, 1, 30)
    await stage.work(['hand-in-payments'])
    await toLocal(stage, 2, 30)
    await morning()
    await toLocal(stage, 1, 30)
    await stage.work(['hand-in-payments'])
    await toLocal(stage, 2, 30)
    await morning()
    await stage.work()
    expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
    expect(
      await countRows('billAdjustments', { billId: bill._id, state: 'OPEN', difference: difference - bill.amount }),
    ).toBe(1)
  })
})

test('an overdue bill costs one in a thousand a day, frozen in the order until its end, and the utility is posted the bill alone', async () => {
  const bill = await issuePower(stage, who, at)
  const days = Math.ceil((Date.parse(`${bill.dueOn}T16:00:00Z`) - stage.ctx().clock.now()) / 86_400_000) + 3
  await stage.world.advance(days * 86_400_000)
  who = await signedInAgain(stage, who)
  const seen = await lookAtBill(stage, who, bill)
  const late = Math.round(
    (new Date(`${dayOf(stage.ctx().clock.now())}T00:00:00Z`).getTime() - Date.parse(`${bill.dueOn}T00:00:00Z`)) /
      86_400_000,
  )
  expect(seen.penalty.amount).toBe(Math.round((bill.amount * 10 * late) / 10_000))
  expect(seen.toPay).toBe(bill.amount + seen.penalty.amount)
  const { order } = await openOrder(stage, who, bill)
  expect(order.amount).toBe(bill.amount + seen.penalty.amount)
})
