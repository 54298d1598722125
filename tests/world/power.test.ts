import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { clientSignature } from '../../world/src/platform/client-signature.ts'
import { dayAfter, nameOf, paymentsOf, records, sha256, type Payment, type PaymentsFile } from './power-text.ts'
import {
  control,
  fault,
  get,
  listed,
  openStage,
  setWorldTime,
  signedCall,
  worldSeconds,
  type Json,
  type Reply,
  type Stage,
} from './support.ts'

const DAY = '2026-11-26'
let stage: Stage
let day = DAY
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
/** Each test has a fresh world on a day of its own making: the nights of one do not reach another. */
const begin = async (): Promise<void> => {
  await control(stage.world, 'clock', { offsetMs: 0 })
  const now = String((await get(`${stage.world.url}/control/api/clock`)).body['now'])
  day = new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10)
  await setWorldTime(stage.world, `${day}T12:00:00+08:00`)
  await control(stage.world, 'reset', {})
}
afterEach(() => control(stage.world, 'faults/clear', {}))

const client = (place = 0) => {
  const found = stage.world.config.power[place]
  if (found === undefined) throw new RangeError('no such power client')
  return found
}
const call = (method: 'GET' | 'POST', path: string, body?: string, more: Record<string, string> = {}): Promise<Reply> =>
  signedCall(client(), method, path, body, more)
const list = async (of?: string): Promise<Json[]> => {
  const { body } = await call('GET', `/files${of === undefined ? '' : `?day=${of}`}`)
  const items: Json[] = Array.isArray(body['items']) ? body['items'] : []
  return items
}
const names = async (of: string): Promise<unknown[]> => (await list(of)).map((one) => one['name'])
/** A file's text, as a client downloads it. */
const download = async (name: unknown): Promise<string> => {
  const { origin } = new URL(client().baseUrl)
  const timestamp = await worldSeconds(origin)
  const signature = clientSignature(client().secret, 'GET', `/power/files/${String(name)}`, timestamp, '')
  const headers = { 'X-Client': client().clientId, 'X-Timestamp': timestamp, 'X-Signature': signature }
  return (await fetch(`${client().baseUrl}/files/${String(name)}`, { headers })).text()
}
const wang = demoPowerAccounts[0]
const paymentsFile = (payments: readonly Payment[], sumOff = 0): PaymentsFile => paymentsOf(day, payments, sumOff)
const handIn = ({ name, text }: PaymentsFile): Promise<Reply> =>
  call('POST', '/files', text, { 'X-File-Name': name, 'X-File-Sha256': sha256(text) })
const night = (): Promise<Reply> => control(stage.world, 'power/night', {})
const openBill = async (place: number): Promise<Payment> => {
  const open = demoPowerAccounts.filter(
    (one) => one.countyCode === '331123' && !one.stopped && one.openPeriods.length === 1,
  )
  const bills = await listed(stage.world, 'power/bills')
  const bill = bills.find((one) => one['accountCode'] === open[place]?.accountCode && one['status'] === 'OPEN') ?? {}
  return {
    no: `P-${String(bill['billNo'])}`,
    billNo: String(bill['billNo']),
    accountCode: String(bill['accountCode']),
    amountFen: Number(bill['amountFen']),
  }
}

describe('the files of the night', () => {
  it('begin with yesterday’s: every account, every bill so far; each county its own, with hash, count and sum', async () => {
    await begin()
    expect((await get(`${stage.world.url}/power/files`)).status).toBe(401)
    const files = await list(dayAfter(day, -1))
    expect(files.map((one) => one['kind'])).toEqual(['bills', 'accounts'])
    for (const file of files) {
      const text = await download(file['name'])
      expect([sha256(text), Buffer.byteLength(text)]).toEqual([file['sha256'], file['bytes']])
      const rows = records(text)
      const sum = file['kind'] === 'bills' ? rows.reduce((total, row) => total + Number(row[13]), 0) : 0
      expect(text.trimEnd().split('\n').at(-1)).toBe(`T|${String(rows.length)}|${String(sum)}`)
      expect(rows).toHaveLength(file['kind'] === 'bills' ? 24 * 12 : 24)
    }
    const { body } = await signedCall(client(1), 'GET', `/files/${String(files[0]?.['name'])}`)
    expect(body).toMatchObject({ code: 'FILE_NOT_FOUND' })
  })

  it('tell of 王秀兰 one open bill, whole to the last field', async () => {
    await begin()
    const accounts = records(await download(nameOf('accounts', dayAfter(day, -1))))
    const { name, villageCode } = demoPerson('wang-xiulan')
    expect(accounts[0]).toEqual([wang?.accountCode, name, '云峰街道长濂村588号', villageCode, 'ACTIVE', '4', 'FLAT'])
    const bills = records(await download(nameOf('bills', dayAfter(day, -1))))
    const open = bills.filter((row) => row[2] === wang?.accountCode && row[16] === 'OPEN')
    const before = (wang?.usage ?? []).slice(2, 11).reduce((sum, one) => sum + one.usageKWh, 0)
    expect(open).toEqual([
      [
        ...[
          'ISSUED',
          `DF202610${String(wang?.accountCode)}`,
          wang?.accountCode,
          '2026-10',
          '1',
          '2026-10-01',
          '2026-10-31',
        ],
        ...[expect.any(String), expect.any(String), '215', '', '', String(before), '11567', '2026-11-03', '2026-11-28'],
        ...['OPEN', '', '1:ALL:215:538:115670'],
      ],
    ])
    expect(before).toBe(1_859)
  })

  it('come at two o’clock by the world’s clock, empty where nothing happened, and tell of issues and re-reads once', async () => {
    await begin()
    const { accountCode, billNo } = await openBill(1)
    await control(stage.world, 'power/issue', { tenant: '331123', accountCode, usageKWh: 120, period: '2026-11' })
    await control(stage.world, 'power/reread', { tenant: '331123', billNo, usageKWh: 99 })
    await setWorldTime(stage.world, `${dayAfter(day)}T01:59:00+08:00`)
    expect(await list(day)).toEqual([])
    await setWorldTime(stage.world, `${dayAfter(day, 2)}T03:00:00+08:00`)
    const told = records(await download(nameOf('bills', day)))
    expect(told.map((row) => [row[0], row[1], row[4], row[9], row[16]])).toEqual([
      ['ISSUED', expect.stringContaining('DF202611'), '1', '120', 'OPEN'],
      ['SUPERSEDED', billNo, '1', expect.any(String), 'SUPERSEDED'],
      ['REREAD', billNo, '2', '99', 'OPEN'],
    ])
    expect(await download(nameOf('bills', dayAfter(day)))).toMatch(/^H\|XLB-POWER\|1\|BILLS\|331123\|.*\nT\|0\|0\n$/)
  })

  it('catch up with a long jump without losing a change', async () => {
    await begin()
    const { accountCode } = await openBill(2)
    await control(stage.world, 'power/issue', { tenant: '331123', accountCode, usageKWh: 77 })
    await setWorldTime(stage.world, `${dayAfter(day, 200)}T12:00:00+08:00`)
    const files = (await list()).filter((one) => one['kind'] === 'bills')
    expect(files).toHaveLength(61)
    const told = await Promise.all(files.slice(1).map((one) => download(one['name'])))
    expect(told.flatMap(records).map((row) => row[9])).toEqual(['77'])
  })
})

describe('our payments of the day', () => {
  it('are refused whole when a line, the count, the sum, the hash or the name is wrong', async () => {
    await begin()
    const file = paymentsFile([await openBill(0)])
    expect((await handIn({ ...file, name: 'payments-331124-20261126-001.txt' })).body['code']).toBe('FILE_NAME_INVALID')
    const lying = { 'X-File-Name': file.name, 'X-File-Sha256': sha256('other') }
    expect((await call('POST', '/files', file.text, lying)).body['code']).toBe('HASH_DIFFERS')
    const bad = async (text: string): Promise<unknown[]> => {
      const { status, body } = await handIn({ ...file, text })
      return [status, body['line'], body['issue']]
    }
    expect(await bad(file.text.trimEnd())).toEqual([422, 3, 'no line feed at the end'])
    expect(await bad(file.text.replace('|PAY|', '|GIVE|'))).toEqual([422, 2, 'bad record'])
    expect(await bad(file.text.replace('T|1|', 'T|2|'))).toEqual([422, 3, 'wrong count'])
    expect(await bad(file.text.replace('331123', '331124'))).toEqual([422, 1, 'bad header'])
    expect(await bad(paymentsFile([await openBill(0)], 1).text)).toEqual([422, 3, 'wrong sum'])
    await night()
    expect((await names(day)).join()).not.toContain('results')
  })

  it('are booked by night, each number once; the results file and the next bills tell', async () => {
    await begin()
    const [first, second] = [await openBill(0), await openBill(1)]
    const file = paymentsFile([first, { ...second, amountFen: second.amountFen + 1 }, { ...first, no: 'P-000099' }])
    const taken = await handIn(file)
    expect(taken).toMatchObject({ status: 202, body: { name: file.name, lines: 3, accepted: true } })
    expect((await handIn(file)).body).toEqual(taken.body)
    expect((await handIn({ ...file, text: paymentsFile([first]).text })).status).toBe(409)
    expect(await listed(stage.world, 'power/postings')).toEqual([])
    expect((await night()).body['files']).toContain(nameOf('results', day))
    const results = await download(nameOf('results', day))
    expect(results.split('\n')[0]).toMatch(new RegExp(`\\|${file.name}$`))
    expect(records(results).map((row) => [row[0], row[2], row[3]])).toEqual([
      [first.no, 'POSTED', ''],
      [second.no, 'REFUSED', 'AMOUNT_DIFFERS'],
      ['P-000099', 'REFUSED', 'BILL_ALREADY_PAID'],
    ])
    expect(records(await download(nameOf('bills', day))).map((row) => [row[0], row[1], row[16], row[17]])).toEqual([
      ['PAID', first.billNo, 'PAID', day],
    ])
    await handIn(paymentsFile([first, second]))
    await night()
    const again = records(await download(nameOf('results', day, 2)))
    expect(again.map((row) => row[2])).toEqual(['POSTED', 'POSTED'])
    expect(again[0]?.[7]).toBe(records(results)[0]?.[7])
    expect(await listed(stage.world, 'power/postings')).toHaveLength(2)
  })

  it('can be taken back, which opens the bill again', async () => {
    await begin()
    const bill = await openBill(3)
    await handIn(paymentsFile([bill]))
    await night()
    await handIn(paymentsFile([{ ...bill, kind: 'REVERSE', amountFen: -bill.amountFen }]))
    await night()
    expect(records(await download(nameOf('results', day, 2)))[0]?.slice(1, 4)).toEqual(['REVERSE', 'REVERSED', ''])
    expect(records(await download(nameOf('bills', day, 2)))[0]?.[0]).toBe('REOPENED')
    await handIn(paymentsFile([bill]))
    await night()
    expect(records(await download(nameOf('results', day, 3)))[0]?.[3]).toBe('POSTING_REVERSED')
  })

  it('of a stopped account and an unknown bill are refused', async () => {
    await begin()
    const stopped = demoPowerAccounts.find((one) => one.stopped)?.accountCode ?? ''
    const bills = await listed(stage.world, 'power/bills')
    const bill = bills.find((one) => one['accountCode'] === stopped && one['status'] === 'OPEN') ?? {}
    const of = {
      no: 'P-STOPPED',
      billNo: String(bill['billNo']),
      accountCode: stopped,
      amountFen: Number(bill['amountFen']),
    }
    await handIn(paymentsFile([of, { ...of, no: 'P-UNKNOWN', billNo: 'DF1' }]))
    await night()
    const reasons = records(await download(nameOf('results', day))).map((row) => row[3])
    expect(reasons).toEqual(['ACCOUNT_STOPPED', 'BILL_NOT_FOUND'])
  })
})

describe('the company on a bad night', () => {
  it('forgets the bills file, and tells everything the night after', async () => {
    await begin()
    const { accountCode } = await openBill(0)
    await control(stage.world, 'power/issue', { tenant: '331123', accountCode, usageKWh: 66 })
    await fault(stage.world, 'power.file-missing', { times: 2 })
    await night()
    expect(await names(day)).toEqual([nameOf('accounts', day)])
    await night()
    expect(records(await download(nameOf('bills', day))).map((row) => row[9])).toEqual(['66'])
  })

  it('is late with a file', async () => {
    await begin()
    await fault(stage.world, 'power.file-late', { times: 2, params: { delayMs: 3_600_000 } })
    await night()
    expect(await names(day)).toEqual([nameOf('accounts', day)])
    await control(stage.world, 'clock', { advanceMs: 3_700_000 })
    expect(await names(day)).toContain(nameOf('bills', day))
  })

  it('adds up wrongly or breaks a line, and corrects it an hour later', async () => {
    for (const id of ['power.sum-wrong', 'power.line-broken']) {
      await begin()
      const { accountCode } = await openBill(0)
      await control(stage.world, 'power/issue', { tenant: '331123', accountCode, usageKWh: 66 })
      await fault(stage.world, id, { times: 1 })
      await night()
      const wrong = await download(nameOf('bills', day))
      await control(stage.world, 'clock', { advanceMs: 3_700_000 })
      const right = await download(nameOf('bills', day, 2))
      expect(right.split('\n').slice(1)).not.toEqual(wrong.split('\n').slice(1))
      expect(records(right)[0]).toHaveLength(19)
    }
  })

  it('gives the same file twice, spoils the results instead of the bills, refuses lines, is down', async () => {
    await begin()
    const bills = await Promise.all([0, 1, 2, 3].map(openBill))
    await handIn(paymentsFile(bills))
    await fault(stage.world, 'power.refused-lines', { times: 1, params: { each: 2 } })
    await fault(stage.world, 'power.file-twice', { times: 1, params: { results: true } })
    await night()
    const [one, two] = [await download(nameOf('results', day)), await download(nameOf('results', day, 2))]
    expect(two).toBe(one)
    expect(records(one).map((row) => row[2])).toEqual(['REFUSED', 'POSTED', 'REFUSED', 'POSTED'])
    await fault(stage.world, 'power.down', { times: 1 })
    expect((await call('GET', '/files')).status).toBe(503)
  })
})
