import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { createHash } from 'node:crypto'
import {
  authorization,
  control,
  fault,
  merchantConfig,
  openOrder,
  openStage,
  payCall,
  payOnPhone,
  query,
  setWorldTime,
  worldSeconds,
  type Reply,
  type Stage,
} from './support.ts'

const DAY = '2026-12-08'
let stage: Stage
const paid: string[] = []

beforeAll(async () => {
  stage = await openStage()
  // Two payments on the day, one of them half refunded, and one a moment before and after it.
  await payAt('2026-12-07T15:59:30Z')
  await payAt('2026-12-07T16:00:10Z')
  await payAt('2026-12-08T02:00:00Z')
  const body = {
    out_trade_no: paid[2],
    out_refund_no: 'R-000001',
    amount: { refund: 4000, total: 8495, currency: 'CNY' },
  }
  expect((await payCall(stage.world, 'POST', '/v3/refund/domestic/refunds', body)).status).toBe(200)
  await control(stage.world, 'clock', { advanceMs: 5_000 })
  await control(stage.world, 'callbacks/fire-due', {})
  await payAt('2026-12-08T16:00:10Z')
  await setWorldTime(stage.world, '2026-12-09T10:30:00+08:00')
})
afterAll(() => stage.close())
afterEach(() => control(stage.world, 'faults/clear', {}))

async function payAt(instant: string): Promise<void> {
  await setWorldTime(stage.world, instant)
  const { no, params } = await openOrder(stage)
  expect(await payOnPhone(stage, params)).toBe('requestPayment:ok')
  paid.push(no)
}

const ask = (query: string, kind = 'tradebill'): Promise<Reply> =>
  payCall(stage.world, 'GET', `/v3/bill/${kind}?${query}`)

async function fetchBytes(address: string, place = 0): Promise<Response> {
  const url = new URL(address)
  const timestamp = await worldSeconds(stage.world.url)
  const target = `${url.pathname}${url.search}`
  const headers = {
    Authorization: authorization(merchantConfig(stage.world, place), { method: 'GET', target, raw: '', timestamp }),
  }
  return fetch(address, { headers })
}

interface Bill {
  readonly rows: Record<string, string>[]
  readonly sums: Record<string, string>
}

/** The four parts, read by the names in the heads. */
function parse(text: string): Bill {
  const lines = text.split('\r\n')
  expect(lines.pop()).toBe('')
  const byHead = (head: string, line: string): Record<string, string> => {
    const values = line.slice(1).split(',`')
    expect(values).toHaveLength(head.split(',').length)
    return Object.fromEntries(head.split(',').map((name, at) => [name, values[at] ?? '']))
  }
  const [head = '', ...rest] = lines
  const [sumHead = '', sums = ''] = rest.splice(-2)
  for (const line of [...rest, sums]) expect(line).toMatch(/^`/)
  return { rows: rest.map((line) => byHead(head, line)), sums: byHead(sumHead, sums) }
}

async function bill(kind = 'tradebill', query = `bill_date=${DAY}&bill_type=ALL`): Promise<Bill> {
  const { body } = await ask(query, kind)
  const text = await (await fetchBytes(String(body['download_url']))).text()
  expect([body['hash_type'], body['hash_value']]).toEqual(['SHA1', createHash('sha1').update(text).digest('hex')])
  return parse(text)
}

/** When an order was paid by its own answer, as bills write it (the world's clock runs on while tests pay). */
async function paidAt(no: string): Promise<string> {
  const order = await query(stage, no)
  return String(order['success_time']).slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ')
}

describe('the trade bill', () => {
  it('has the day’s payments and refunds in yuan with back-ticks, and their sums', async () => {
    const { rows, sums } = await bill()
    expect(rows.map((row) => [row['商户订单号'], row['交易状态'], row['订单金额'], row['申请退款金额']])).toEqual([
      [paid[1], 'SUCCESS', '84.95', '0.00'],
      [paid[2], 'SUCCESS', '84.95', '0.00'],
      [paid[2], 'REFUND', '0.00', '40.00'],
    ])
    expect(rows[0]).toMatchObject({
      交易时间: await paidAt(paid[1] ?? ''),
      商户号: merchantConfig(stage.world).mchid,
      手续费: '0.51000',
      费率: '0.60%',
      微信退款单号: '0',
      货币种类: 'CNY',
    })
    expect(rows[2]).toMatchObject({
      商户退款单号: 'R-000001',
      退款状态: 'SUCCESS',
      退款类型: 'ORIGINAL',
      手续费: '-0.24000',
    })
    expect(sums).toEqual({
      总交易单数: '3',
      应结订单总金额: '169.90',
      退款总金额: '40.00',
      充值券退款总金额: '0.00',
      手续费总金额: '0.78000',
      订单总金额: '169.90',
      申请退款总金额: '40.00',
    })
  })

  it('is not there for today, before nine, for a day without money, or too long ago', async () => {
    const codeOf = async (query: string): Promise<unknown> => (await ask(query)).body['code']
    expect(await codeOf('bill_date=2026-12-09')).toBe('NO_STATEMENT_EXIST')
    expect(await codeOf('bill_date=2026-12-01')).toBe('NO_STATEMENT_EXIST')
    expect(await codeOf('bill_date=2026-01-01')).toBe('NO_STATEMENT_EXIST')
    expect(await codeOf('bill_date=yesterday')).toBe('PARAM_ERROR')
    expect(await codeOf(`bill_date=${DAY}&bill_type=SOME`)).toBe('PARAM_ERROR')
    await setWorldTime(stage.world, '2026-12-09T08:59:00+08:00')
    expect(await codeOf(`bill_date=${DAY}`)).toBe('STATEMENT_CREATING')
    await setWorldTime(stage.world, '2026-12-09T10:30:00+08:00')
    await fault(stage.world, 'pay.bill.not-ready', { times: 1 })
    expect(await codeOf(`bill_date=${DAY}`)).toBe('STATEMENT_CREATING')
  })

  it('is fetched by its own merchant within five minutes; those bytes carry no signature', async () => {
    const { body } = await ask(`bill_date=${DAY}`)
    const address = String(body['download_url'])
    const right = await fetchBytes(address)
    expect([right.status, right.headers.get('wechatpay-signature')]).toEqual([200, null])
    expect((await fetchBytes(address, 1)).status).toBe(400)
    expect((await fetch(address)).status).toBe(401)
    await control(stage.world, 'clock', { advanceMs: 5 * 60_000 + 1_000 })
    expect((await fetchBytes(address)).status).toBe(400)
  })

  it('lies by the menu: a row missing, a row too many, another amount, other bytes', async () => {
    const told = async (): Promise<unknown[]> => {
      const { rows, sums } = await bill()
      return [rows.length, sums['订单总金额'], sums['申请退款总金额']]
    }
    for (const [id, wanted] of [
      ['missing-row', [2, '84.95', '40.00']],
      ['extra-row', [4, '254.85', '40.00']],
      ['other-amount', [3, '169.90', '40.01']],
    ] as const) {
      await fault(stage.world, `pay.bill.${id}`, { times: 1 })
      expect(await told()).toEqual(wanted)
    }
    const { body } = await ask(`bill_date=${DAY}`)
    await fault(stage.world, 'pay.bill.corrupt', { times: 1 })
    const text = await (await fetchBytes(String(body['download_url']))).text()
    expect(createHash('sha1').update(text).digest('hex')).not.toBe(body['hash_value'])
  })
})

describe('the fund flow bill', () => {
  it('has money and fees as separate rows and a balance that adds up over the days', async () => {
    const before = await bill('fundflowbill', 'bill_date=2026-12-07')
    const { rows, sums } = await bill('fundflowbill', `bill_date=${DAY}&account_type=BASIC`)
    expect(rows.map((row) => [row['业务类型'], row['收支类型'], row['收支金额(元)']])).toEqual([
      ['交易', '收入', '84.95'],
      ['扣除交易手续费', '支出', '0.51'],
      ['交易', '收入', '84.95'],
      ['扣除交易手续费', '支出', '0.51'],
      ['退款', '支出', '40.00'],
      ['退还交易手续费', '收入', '0.24'],
    ])
    expect(before.rows.at(-1)?.['账户结余(元)']).toBe('84.44')
    expect(rows.at(-1)?.['账户结余(元)']).toBe('213.56')
    expect(sums).toEqual({ 资金流水总笔数: '6', 收入笔数: '3', 收入金额: '170.14', 支出笔数: '3', 支出金额: '41.02' })
  })
})
