/** The gas company: a posting is a job. Each of its moods, and that nothing is posted twice. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import {
  billRow,
  lookAtBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  worldList,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { countRows } from '../support/snapshot.ts'
import { hasBoth, issueGas, meter, skipOldNews, postedOn } from '../support/utilities.ts'

let stage: Stage
let who: Resident
let bill: BillRow
let opened: Opened

beforeAll(async () => {
  stage = await openStage()
  await skipOldNews(stage)
})
beforeEach(async () => {
  do who = await stage.resident()
  while (!hasBoth(who))
  bill = await issueGas(stage, who, await meter(stage, who, 'gas'))
  opened = await openOrder(stage, who, bill)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const postingsOf = async (of: BillRow) =>
  (await worldList(stage, 'gas/postings')).filter((one) => one['billNo'] === of.billNo)
const pay = async (): Promise<void> => {
  await payOnPhone(stage, who, opened)
  await stage.work()
}
const later = async (ms: number): Promise<void> => {
  await stage.world.advance(ms)
  await stage.work()
}

test('a bill is explained by the gas tariff, an assumption, and matches the company’s figure', async () => {
  const seen = await lookAtBill(stage, who, bill)
  expect(seen).toMatchObject({
    utility: 'gas',
    unit: 'm3',
    tariff: { status: 'assumption' },
    differs: false,
    peak: null,
  })
  expect(seen.lines.map((line) => line.kind)).toEqual(['tier'])
})

test('the money is received while the job runs, and credited when it is done: one posting', async () => {
  await pay()
  expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'POST_RETRY', mchid: '1999000021' })
  expect((await billRow(stage, bill)).state).toBe('RECEIVED')
  await later(4_000)
  expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
  expect((await billRow(stage, bill)).state).toBe('CREDITED')
  expect(await postingsOf(bill)).toMatchObject([{ postingNo: opened.order.no, state: 'done', asked: 1 }])
})

test('a job that was lost is asked for by our number, and is not sent again', async () => {
  await stage.world.fault('gas.job-lost', {}, 1)
  await pay()
  await later(4_000)
  expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
  expect(await postingsOf(bill)).toMatchObject([{ state: 'done', asked: 1 }])
})

test('a slow job keeps the money as received, for as long as it takes', async () => {
  await stage.world.fault('gas.job-slow', { delayMs: 40 * 60_000 }, 1)
  await pay()
  await later(5 * 60_000)
  expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'POST_RETRY', creditedAt: null })
  await later(40 * 60_000)
  expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
})

test('a company that is down is asked again, and posts once', async () => {
  await stage.world.fault('gas.down', { drop: true })
  await pay()
  await later(60_000)
  expect((await orderRow(stage, opened.order)).state).toBe('POST_RETRY')
  await stage.world.clearFaults()
  await later(10 * 60_000)
  await later(10_000)
  expect((await orderRow(stage, opened.order)).state).toBe('RECEIPTED')
  expect(await postingsOf(bill)).toHaveLength(1)
})

test('a refusal sends the money back by itself, and the bill is due again', async () => {
  await stage.world.fault('gas.refusing', {}, 1)
  await pay()
  await later(4_000)
  await later(10_000)
  expect(['REFUNDING', 'REFUNDED']).toContain((await orderRow(stage, opened.order)).state)
  expect((await billRow(stage, bill)).state).toBe('ISSUED')
  expect(await countRows('utilityPostings', { postingNo: opened.order.no, state: 'REFUSED' })).toBe(1)
})

test('a posting that the company booked twice by mistake shows in its statement of the day', async () => {
  await stage.world.fault('gas.twice', {}, 1)
  await pay()
  await later(4_000)
  const day = dayOf((await orderRow(stage, opened.order)).creditedAt ?? '')
  expect(await postedOn(stage, 'gas', day)).toBeNull()
  await later(2 * 24 * 3_600_000)
  const told = await postedOn(stage, 'gas', day)
  expect(told?.find(({ ref }) => ref === opened.order.no)).toEqual({ ref: opened.order.no, amount: 2 * bill.amount })
})
