import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { demoGasAccounts } from '@xlb/shared/demo/gas.ts'
import {
  control,
  fault,
  get,
  listed,
  openStage,
  signedCall,
  waterCall,
  type Json,
  type Reply,
  type Stage,
} from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
afterEach(async () => {
  await control(stage.world, 'faults/clear', {})
  await control(stage.world, 'clock', { offsetMs: 0 })
})

const call = (method: 'GET' | 'POST', path: string, body?: unknown, place = 0): Promise<Reply> => {
  const client = stage.world.config.gas[place]
  if (client === undefined) throw new RangeError('no such gas client')
  return signedCall(client, method, path, body)
}
const feed = async (since = '', place = 0): Promise<{ items: Json[]; next: string }> => {
  const { body } = await call('GET', `/bills?since=${since}&limit=500`, undefined, place)
  return { items: Array.isArray(body['items']) ? body['items'] : [], next: String(body['next']) }
}
const free = demoGasAccounts.filter(
  (one) => one.countyCode === '331123' && !one.stopped && one.openPeriods.length === 1,
)
const openBill = async (accountCode = free.shift()?.accountCode): Promise<Json> => {
  const { items } = await feed()
  return items.find((one) => one['accountCode'] === accountCode && one['status'] === 'OPEN') ?? {}
}
const post = (bill: Json, postingNo: string, more: Json = {}): Promise<Reply> => {
  const { billNo, accountCode, amountFen } = bill
  return call('POST', '/postings', {
    postingNo,
    billNo,
    accountCode,
    amountFen,
    paidAt: '2026-11-26T01:12:00.000Z',
    ...more,
  })
}
const soon = (): Promise<Reply> => control(stage.world, 'clock', { advanceMs: 3_000 })
const job = async (jobId: unknown): Promise<Json> => (await call('GET', `/jobs/${String(jobId)}`)).body
const outcome = async (bill: Json, postingNo: string, more: Json = {}): Promise<Json> => {
  const taken = await post(bill, postingNo, more)
  await soon()
  return job(taken.body['jobId'])
}

describe('the gas company', () => {
  it('is closed without a signature and shows each county its own', async () => {
    expect((await get(`${stage.world.url}/gas/bills`)).status).toBe(401)
    const { accountCode } = demoGasAccounts[0] ?? { accountCode: '' }
    expect(accountCode).toMatch(/^[A-Z]{3}\d+$/)
    expect((await call('GET', `/accounts/${accountCode}`)).body).toEqual({
      code: accountCode,
      ownerName: '王秀兰',
      address: '云峰街道长濂村588号',
      villageCode: '331123002204',
      status: 'ACTIVE',
      householdSize: 4,
    })
    expect((await call('GET', `/accounts/${accountCode}`, undefined, 1)).status).toBe(404)
    const [ours, theirs] = [await feed(), await feed('', 1)]
    const counts = ['331123', '331124'].map((code) => demoGasAccounts.filter((one) => one.countyCode === code).length)
    expect([ours.items.length, theirs.items.length]).toEqual(counts.map((count) => count * 6))
    expect((await call('GET', '/bills?since=7')).status).toBe(400)
  })

  it('sends bills that add up; 王秀兰 has one open bill', async () => {
    const { items } = await feed()
    const open = items.filter((one) => one['accountCode'] === 'SCR4200587' && one['status'] === 'OPEN')
    expect(open).toMatchObject([
      { period: '2026-10', usageM3: 23, yearToDateBeforeM3: 108, amountFen: 8_280, dueOn: '2026-12-03' },
    ])
    for (const bill of items) {
      const lines: Json[] = Array.isArray(bill['lines']) ? bill['lines'] : []
      const tenths = lines.reduce((sum, line) => sum + Number(line['amountTenthFen']), 0)
      expect(Math.round(tenths / 10)).toBe(bill['amountFen'])
    }
  })

  it('takes a posting as a job: running, then done; the same number is the same job', async () => {
    const bill = await openBill()
    const { next } = await feed()
    const first = await post(bill, 'G-000001')
    expect(first).toMatchObject({ status: 202, body: { postingNo: 'G-000001', state: 'running' } })
    expect(await job(first.body['jobId'])).toMatchObject({ state: 'running', amountFen: bill['amountFen'] })
    expect((await post(bill, 'G-000001')).body).toEqual(first.body)
    expect((await post(bill, 'G-000001', { amountFen: 1 })).body['code']).toBe('POSTING_NO_REUSED')
    await soon()
    const done = await job(first.body['jobId'])
    expect(done).toMatchObject({
      state: 'done',
      companyRef: expect.stringMatching(/^RQ/),
      postedAt: expect.any(String),
    })
    expect((await call('GET', '/postings/G-000001')).body).toMatchObject({
      state: 'done',
      companyRef: done['companyRef'],
    })
    expect((await feed(next)).items).toMatchObject([{ billNo: bill['billNo'], status: 'PAID', paidOn: '2026-11-26' }])
    expect(await outcome(bill, 'G-000002')).toMatchObject({ state: 'refused', reason: 'BILL_ALREADY_PAID' })
  })

  it('refuses a wrong amount, an unknown bill, a stopped account and a bad body', async () => {
    const bill = await openBill()
    expect(await outcome(bill, 'G-000010', { amountFen: 1 })).toMatchObject({
      state: 'refused',
      reason: 'AMOUNT_DIFFERS',
    })
    expect(await outcome(bill, 'G-000011', { billNo: 'none' })).toMatchObject({ reason: 'BILL_NOT_FOUND' })
    const stopped = await openBill(demoGasAccounts.find((one) => one.stopped)?.accountCode)
    expect(await outcome(stopped, 'G-000012')).toMatchObject({ reason: 'ACCOUNT_STOPPED' })
    expect((await post(bill, 'G-000013', { amountFen: 0.5 })).status).toBe(400)
    expect((await call('GET', '/postings/G-000013')).status).toBe(404)
  })

  it('can lose a job: only the posting’s number finds it', async () => {
    const bill = await openBill()
    await fault(stage.world, 'gas.job-lost', { times: 1 })
    const { body } = await post(bill, 'G-000020')
    await soon()
    expect(await job(body['jobId'])).toMatchObject({ code: 'JOB_NOT_FOUND' })
    expect((await call('GET', '/postings/G-000020')).body).toMatchObject({ state: 'done' })
  })

  it('can be slow to decide, refuse, and be down', async () => {
    const bill = await openBill()
    await fault(stage.world, 'gas.job-slow', { times: 1, params: { delayMs: 60_000 } })
    expect(await outcome(bill, 'G-000030')).toMatchObject({ state: 'running' })
    await fault(stage.world, 'gas.refusing', { times: 1 })
    await control(stage.world, 'clock', { advanceMs: 60_000 })
    expect((await call('GET', '/postings/G-000030')).body).toMatchObject({
      state: 'refused',
      reason: 'POSTING_REFUSED',
    })
    await fault(stage.world, 'gas.down', { times: 1, params: { drop: true } })
    await expect(call('GET', '/bills')).rejects.toThrow('fetch failed')
  })

  it('takes a posting back, which opens the bill again', async () => {
    const bill = await openBill()
    await post(bill, 'G-000040')
    expect((await call('POST', '/reversals', { postingNo: 'G-000040', reason: '重复' })).body['code']).toBe(
      'POSTING_NOT_DONE',
    )
    await soon()
    const first = await call('POST', '/reversals', { postingNo: 'G-000040', reason: '重复' })
    expect(first.body).toMatchObject({ state: 'reversed', reversedAt: expect.any(String) })
    expect((await call('POST', '/reversals', { postingNo: 'G-000040', reason: '重复' })).body).toEqual(first.body)
    expect(await outcome(bill, 'G-000041')).toMatchObject({ state: 'done' })
  })

  it('issues and reads again at the control desk', async () => {
    const bill = await openBill()
    const { next } = await feed()
    await control(stage.world, 'gas/reread', { tenant: '331123', billNo: bill['billNo'], usageM3: 3 })
    await control(stage.world, 'gas/issue', { tenant: '331123', accountCode: bill['accountCode'], usageM3: 12 })
    expect((await feed(next)).items.map((one) => [one['period'], one['revision'], one['usageM3']])).toEqual([
      ['2026-10', 2, 3],
      ['2026-12', 1, 12],
    ])
    const twice = await control(stage.world, 'gas/issue', { tenant: '331123', accountCode: 'none', usageM3: 12 })
    expect(twice.status).toBe(422)
  })
})

describe('a company’s statement of the day', () => {
  const localDay = async (): Promise<string> => {
    const now = String((await get(`${stage.world.url}/control/api/clock`)).body['now'])
    return new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10)
  }
  const nextMorning = (): Promise<Reply> => control(stage.world, 'clock', { advanceMs: 30 * 3_600_000 })

  it('lists what gas booked, twice what it booked twice, and is ready the next morning', async () => {
    await control(stage.world, 'reset', {})
    const [once, doubled] = [await openBill(), await openBill()]
    expect(await outcome(once, 'G-000050')).toMatchObject({ state: 'done' })
    await fault(stage.world, 'gas.twice', { times: 1 })
    expect(await outcome(doubled, 'G-000051')).toMatchObject({ state: 'done' })
    const day = await localDay()
    expect((await call('GET', `/statements/${day}`)).body['code']).toBe('STATEMENT_NOT_READY')
    await nextMorning()
    const { body } = await call('GET', `/statements/${day}`)
    const items: Json[] = Array.isArray(body['items']) ? body['items'] : []
    expect(items.map((one) => one['postingNo'])).toEqual(['G-000050', 'G-000051', 'G-000051'])
    expect(new Set(items.map((one) => one['companyRef'])).size).toBe(3)
    expect([body['count'], body['sumFen']]).toEqual([3, Number(once['amountFen']) + 2 * Number(doubled['amountFen'])])
  })

  it('lists what water booked, and lies by the menu', async () => {
    const bills = (await waterCall(stage.world, 'GET', '/bills?limit=500')).body['items']
    const items: Json[] = Array.isArray(bills) ? bills : []
    const open = items.find((one) => one['accountCode'] === '3311230020420587' && one['status'] === 'OPEN') ?? {}
    const { billNo, accountCode, amountFen } = open
    const body = { postingNo: 'W-000001', billNo, accountCode, amountFen, paidAt: '2026-11-26T01:12:00.000Z' }
    await waterCall(stage.world, 'POST', '/postings', body)
    await waterCall(stage.world, 'POST', '/reversals', { postingNo: 'W-000001', reason: '重复' })
    const day = await localDay()
    await nextMorning()
    const told = async (): Promise<unknown[]> => {
      const { body: answer } = await waterCall(stage.world, 'GET', `/statements/${day}`)
      return [answer['count'], answer['sumFen']]
    }
    expect(await told()).toEqual([2, 0])
    for (const [id, wanted] of [
      ['missing-row', [1, -8495]],
      ['extra-row', [3, 8495]],
      ['other-amount', [2, 1]],
      ['not-ready', [undefined, undefined]],
    ] as const) {
      await fault(stage.world, `utility.statement.${id}`, { times: 1 })
      expect(await told()).toEqual(wanted)
    }
    expect(await listed(stage.world, 'postings')).toMatchObject([{ postingNo: 'W-000001', status: 'REVERSED' }])
  })
})
