import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { charge } from '../../world/src/water/tariff.ts'
import { control, fault, get, listed, openStage, waterCall, type Json, type Reply, type Stage } from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
afterEach(() => control(stage.world, 'faults/clear', {}))

const feed = async (since = '', place = 0): Promise<{ items: Json[]; next: string }> => {
  const { body } = await waterCall(stage.world, 'GET', `/bills?since=${since}&limit=500`, undefined, place)
  return { items: Array.isArray(body['items']) ? body['items'] : [], next: String(body['next']) }
}
const openBill = async (key: string): Promise<Json> => {
  const code = demoPerson(key).water.accountCode
  const { items } = await feed()
  return items.find((one) => one['accountCode'] === code && one['status'] === 'OPEN') ?? {}
}
const keyOfOpen = (place: number): string => {
  const open = demoPeople.filter(
    (one) => one.countyCode === '331123' && one.water.openPeriods.length === 1 && !one.water.stopped,
  )
  return open[place]?.key ?? ''
}
const posting = (bill: Json, postingNo: string, more: Json = {}): Promise<Reply> =>
  waterCall(stage.world, 'POST', '/postings', {
    postingNo,
    billNo: bill['billNo'],
    accountCode: bill['accountCode'],
    amountFen: bill['amountFen'],
    paidAt: '2026-11-26T01:12:00.000Z',
    ...more,
  })

describe('the door of the water company', () => {
  it('is closed without a signature, and with the other county’s', async () => {
    expect((await get(`${stage.world.url}/water/v1/bills`)).status).toBe(401)
    const [first, second] = stage.world.config.water
    const mixed = { 'X-Client': first?.clientId ?? '', 'X-Timestamp': '1', 'X-Signature': second?.secret ?? '' }
    expect((await get(`${stage.world.url}/water/v1/bills`, mixed)).status).toBe(401)
  })

  it('shows each county its own accounts and bills only', async () => {
    const code = demoPerson('wang-xiulan').water.accountCode
    expect((await waterCall(stage.world, 'GET', `/accounts/${code}`)).body).toEqual({
      code,
      ownerName: '王秀兰',
      address: expect.stringMatching(/^云峰街道长濂村/),
      villageCode: '331123002204',
      status: 'ACTIVE',
      householdSize: 4,
    })
    expect((await waterCall(stage.world, 'GET', `/accounts/${code}`, undefined, 1)).status).toBe(404)
    const [ours, theirs] = [await feed(''), await feed('', 1)]
    expect([ours.items.length, theirs.items.length]).toEqual([24 * 6, 12 * 6])
    expect(theirs.items.every((one) => String(one['accountCode']).startsWith('331124'))).toBe(true)
  })
})

describe('what the company charges', () => {
  it('follows the published figures: tiers by the year, sewage on all, one rounding a bill', async () => {
    expect(charge({ usageM3: 30, yearToDateBeforeM3: 200, householdSize: 3, ownSewagePrice: false }).amountFen).toBe(
      9210,
    )
    expect(charge({ usageM3: 1, yearToDateBeforeM3: 0, householdSize: 3, ownSewagePrice: false }).amountFen).toBe(265)
    expect(await openBill('wang-xiulan')).toMatchObject({
      period: '2026-10',
      from: '2026-09-01',
      to: '2026-10-31',
      usageM3: 29,
      yearToDateBeforeM3: 196,
      amountFen: 8495,
      lines: [
        { tier: 1, usageM3: 20 },
        { tier: 2, usageM3: 9 },
        { kind: 'sewage', usageM3: 29 },
      ],
      dueOn: '2026-12-05',
    })
  })

  it('differs from the published tariff by more than a fen on one account of each county, and adds up everywhere', async () => {
    const bills = [...(await feed('')).items, ...(await feed('', 1)).items]
    const sums = bills.map((bill) => {
      const lines: Json[] = Array.isArray(bill['lines']) ? bill['lines'] : []
      return lines.reduce((sum, line) => sum + Number(line['amountTenthFen']), 0)
    })
    expect(sums.map((sum) => Math.round(sum / 10))).toEqual(bills.map((bill) => bill['amountFen']))
    const own = bills.filter((bill) => JSON.stringify(bill['lines']).includes('"priceTenthFen":900'))
    expect(new Set(own.map((bill) => bill['accountCode'])).size).toBe(2)
  })
})

describe('posting', () => {
  it('is done once: the same number answers the same, another number is refused, the bill moves to the feed’s end', async () => {
    const before = await feed()
    const bill = await openBill('wang-xiulan')
    const first = await posting(bill, 'P-000001')
    expect(first).toMatchObject({ status: 200, body: { postingNo: 'P-000001', status: 'POSTED' } })
    const again = await Promise.all(Array.from({ length: 5 }, () => posting(bill, 'P-000001')))
    for (const one of again) expect(one.body).toEqual(first.body)
    expect(await posting(bill, 'P-000002')).toMatchObject({ status: 409, body: { code: 'BILL_ALREADY_PAID' } })
    const found = await waterCall(stage.world, 'GET', '/postings/P-000001')
    expect(found.body).toEqual(first.body)
    const { items } = await feed(before.next)
    expect(items).toMatchObject([{ billNo: bill['billNo'], status: 'PAID', paidOn: '2026-11-26' }])
  })

  it('refuses a wrong amount, an unknown bill, a stopped account, a bad body', async () => {
    const bill = await openBill(keyOfOpen(1))
    const refused = async (asked: Promise<Reply>): Promise<unknown[]> => {
      const { status, body } = await asked
      return [status, body['code']]
    }
    expect(await refused(posting(bill, 'P-000010', { amountFen: 1 }))).toEqual([422, 'AMOUNT_DIFFERS'])
    expect(await refused(posting(bill, 'P-000011', { billNo: 'nothing' }))).toEqual([404, 'BILL_NOT_FOUND'])
    expect(await refused(posting(bill, 'P-000012', { amountFen: 0.5 }))).toEqual([400, 'BODY_INVALID'])
    const stopped = demoPeople.find((one) => one.water.stopped)?.key ?? ''
    expect(await refused(posting(await openBill(stopped), 'P-000013'))).toEqual([409, 'ACCOUNT_STOPPED'])
    expect(await refused(waterCall(stage.world, 'GET', '/postings/P-000010'))).toEqual([404, 'POSTING_NOT_FOUND'])
  })

  it('can be reversed, which opens the bill again', async () => {
    const bill = await openBill(keyOfOpen(2))
    await posting(bill, 'P-000020')
    const reversal = { postingNo: 'P-000020', reason: '重复入账' }
    const first = await waterCall(stage.world, 'POST', '/reversals', reversal)
    const again = await waterCall(stage.world, 'POST', '/reversals', reversal)
    expect([first.body['status'], again.body]).toEqual(['REVERSED', first.body])
    expect((await posting(bill, 'P-000020')).body['code']).toBe('POSTING_REVERSED')
    expect((await posting(bill, 'P-000021')).status).toBe(200)
  })

  it('can be done while the answer is lost: asking by number finds it', async () => {
    const bill = await openBill(keyOfOpen(3))
    await fault(stage.world, 'water.answer-lost', { times: 1 })
    await expect(posting(bill, 'P-000030')).rejects.toThrow('fetch failed')
    expect((await waterCall(stage.world, 'GET', '/postings/P-000030')).body).toMatchObject({ status: 'POSTED' })
    expect((await posting(bill, 'P-000030')).status).toBe(200)
    const rows = (await listed(stage.world, 'postings')).filter((one) => one['billNo'] === bill['billNo'])
    expect(rows).toHaveLength(1)
  })

  it('can be refused or unreachable', async () => {
    const bill = await openBill(keyOfOpen(4))
    await fault(stage.world, 'water.refusing', { times: 1 })
    expect((await posting(bill, 'P-000040')).status).toBe(409)
    await fault(stage.world, 'water.down', { times: 1, params: { drop: true } })
    await expect(posting(bill, 'P-000040')).rejects.toThrow('fetch failed')
    expect((await posting(bill, 'P-000040')).status).toBe(200)
  })
})

describe('a new reading and a new bill', () => {
  it('come at the feed’s end, the reading as the next revision', async () => {
    const bill = await openBill(keyOfOpen(5))
    const { next } = await feed()
    const reread = { tenant: '331123', billNo: bill['billNo'], usageM3: 3 }
    expect((await control(stage.world, 'bills/reread', reread)).body).toMatchObject({ revision: 2, usageM3: 3 })
    const issue = { tenant: '331123', accountCode: bill['accountCode'], usageM3: 12 }
    expect((await control(stage.world, 'bills/issue', issue)).body).toMatchObject({ period: '2026-12', usageM3: 12 })
    const { items } = await feed(next)
    expect(items.map((one) => [one['period'], one['revision']])).toEqual([
      ['2026-10', 2],
      ['2026-12', 1],
    ])
    expect((await posting(bill, 'P-000050')).body['code']).toBe('AMOUNT_DIFFERS')
    expect((await control(stage.world, 'bills/issue', { ...issue, period: '2026-10' })).status).toBe(422)
  })
})
