import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import {
  authorization,
  byNo,
  closing,
  control,
  CREATE,
  fault,
  listed,
  merchantConfig,
  newNo,
  openOrder,
  openStage,
  orderBody,
  payCall,
  payOnPhone,
  post,
  query,
  until,
  type Json,
  type Reply,
  type Stage,
} from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** The documented number of a refusal: the digits after the last dash of Request-Id. */
const digits = (reply: Reply): string => (reply.headers.get('request-id') ?? '').split('-').at(-1) ?? ''
const create = (body: unknown): Promise<Reply> => payCall(stage.world, 'POST', CREATE, body)
const mchid = (): string => merchantConfig(stage.world).mchid

describe('the signature at the gate', () => {
  const knock = (timestamp: string, raw: string, signed = raw): Promise<Reply> => {
    const signing = { method: 'POST', target: CREATE, raw: signed, timestamp }
    const headers = { Authorization: authorization(merchantConfig(stage.world), signing) }
    return post(`${stage.world.url}${CREATE}`, raw, headers)
  }
  const seconds = (shift: number): string => String(Math.floor(Date.now() / 1000) + shift)

  it('is refused without, in milliseconds, older than five minutes, and over other bytes', async () => {
    const raw = JSON.stringify(orderBody(stage, newNo()))
    const replies = await Promise.all([
      post(`${stage.world.url}${CREATE}`, raw),
      knock(String(Date.now()), raw),
      knock(seconds(-301), raw),
      knock(seconds(0), raw, `${raw} `),
    ])
    expect(replies.map(({ status, body }) => [status, body['code']])).toEqual(Array(4).fill([401, 'SIGN_ERROR']))
  })
})

describe('creating an order', () => {
  it('answers the same prepay_id to the same bytes and refuses other ones', async () => {
    const no = newNo()
    const raw = JSON.stringify(orderBody(stage, no))
    const first = await create(raw)
    const again = await create(raw)
    expect(again.body).toEqual(first.body)
    expect(digits(first)).toBe('0')
    const other = await create(orderBody(stage, no, { amount: { total: 8494, currency: 'CNY' } }))
    const respaced = await create(raw.replace(':', ': '))
    expect([other.status, digits(other), digits(respaced)]).toEqual([400, '268498688', '268498688'])
  })

  it('keeps a prepay_id for two hours and then gives a new one', async () => {
    const raw = JSON.stringify(orderBody(stage, newNo()))
    const first = await create(raw)
    await control(stage.world, 'clock', { offsetMs: 7_200_000 + 5_000 })
    const signing = { method: 'POST', target: CREATE, raw, timestamp: String(Math.floor(Date.now() / 1000) + 7_205) }
    const headers = { Authorization: authorization(merchantConfig(stage.world), signing) }
    const later = await post(`${stage.world.url}${CREATE}`, raw, headers)
    await control(stage.world, 'clock', { offsetMs: 0 })
    expect(later.status).toBe(200)
    expect(later.body['prepay_id']).not.toBe(first.body['prepay_id'])
  })

  it('names each wrong thing by its documented number', async () => {
    const wrong = async (more: Json): Promise<[number, string]> => {
      const reply = await create(orderBody(stage, newNo(), more))
      return [reply.status, digits(reply)]
    }
    expect(await wrong({ payer: { openid: 'oDEMOnobody' } })).toEqual([400, '268501013'])
    expect(await wrong({ payer: {} })).toEqual([400, '268501013'])
    expect(await wrong({ appid: 'wx0000000000000000' })).toEqual([400, '268445527'])
    expect(await wrong({ colour: 'red' })).toEqual([400, '270924358'])
    expect(await wrong({ mchid: merchantConfig(stage.world, 1).mchid })).toEqual([403, '0'])
  })

  it('refuses a total of 0 with PARAM_ERROR and the field', async () => {
    const reply = await create(orderBody(stage, newNo(), { amount: { total: 0, currency: 'CNY' } }))
    expect(reply).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR', detail: { field: '/body/amount/total' } } })
  })

  it('refuses a repeat of a paid and of a closed order', async () => {
    const paid = await openOrder(stage)
    await payOnPhone(stage, paid.params)
    const closed = await openOrder(stage)
    await payCall(stage.world, 'POST', closing(closed.no), { mchid: mchid() })
    expect(digits(await create(orderBody(stage, paid.no)))).toBe('268449538')
    expect(digits(await create(orderBody(stage, closed.no)))).toBe('268447914')
  })
})

describe('asking and closing', () => {
  it('says ORDER_NOT_EXIST for an unknown one and NOTPAY for a fresh one', async () => {
    const unknown = await payCall(stage.world, 'GET', byNo('T000000', mchid()))
    expect(unknown).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_EXIST' } })
    const { no } = await openOrder(stage)
    expect(await query(stage, no)).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 8495 } })
  })

  it('finds a paid order by its transaction id, and does not close it', async () => {
    const { no, params } = await openOrder(stage)
    await payOnPhone(stage, params)
    const shown = await query(stage, no)
    const target = `/v3/pay/transactions/id/${String(shown['transaction_id'])}?mchid=${mchid()}`
    expect((await payCall(stage.world, 'GET', target)).body).toEqual(shown)
    const refused = await payCall(stage.world, 'POST', closing(no), { mchid: mchid() })
    expect([refused.status, digits(refused)]).toEqual([400, '268449538'])
  })

  it('shows nothing of another merchant', async () => {
    const reply = await payCall(stage.world, 'GET', byNo('T000000', merchantConfig(stage.world, 1).mchid))
    expect(reply).toMatchObject({ status: 403, body: { code: 'NO_AUTH' } })
  })
})

describe('the phone', () => {
  it('refuses a signature without the prepay_id prefix and another person’s order', async () => {
    const { params } = await openOrder(stage)
    const bare = { ...params, package: String(params['package']).replace('prepay_id=', '') }
    expect(await payOnPhone(stage, bare)).toBe('requestPayment:fail 缺少参数prepay_id')
    expect(await payOnPhone(stage, { ...params, nonceStr: 'other' })).toBe('requestPayment:fail 支付验证签名失败')
    const other = demoPerson('he-weijun').key
    expect(await payOnPhone(stage, params, 'pay', other)).toBe('requestPayment:fail 下单账号与支付账号不一致')
    expect(await payOnPhone(stage, params, 'cancel')).toBe('requestPayment:fail cancel')
  })

  it('does not pay twice', async () => {
    const { no, params } = await openOrder(stage)
    const said = await Promise.all([payOnPhone(stage, params), payOnPhone(stage, params)])
    expect(said.sort()).toEqual(['requestPayment:fail 该订单已支付', 'requestPayment:ok'])
    const callbacks = await listed(stage.world, 'callbacks')
    expect(callbacks.filter((one) => one['no'] === no)).toHaveLength(1)
  })
})

describe('refunds', () => {
  const REFUNDS = '/v3/refund/domestic/refunds'
  const refund = (no: string, out: string, amount: number): Promise<Reply> =>
    payCall(stage.world, 'POST', REFUNDS, {
      out_trade_no: no,
      out_refund_no: out,
      notify_url: stage.merchant.url,
      amount: { refund: amount, total: 8495, currency: 'CNY' },
    })
  const paidOrder = async (): Promise<string> => {
    const { no, params } = await openOrder(stage)
    await payOnPhone(stage, params)
    return no
  }

  it('is accepted first and done later, and a retry with the same number answers with the same refund', async () => {
    const no = await paidOrder()
    const first = await refund(no, `R${no}`, 8495)
    expect(first.body).toMatchObject({ status: 'PROCESSING' })
    expect((await refund(no, `R${no}`, 8495)).body['refund_id']).toBe(first.body['refund_id'])
    expect(await refund(no, `R${no}`, 8000)).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } })
    await until(async () => (await query(stage, no))['trade_state'] === 'REFUND')
    const shown = await payCall(stage.world, 'GET', `${REFUNDS}/R${no}`)
    expect(shown.body).toMatchObject({ status: 'SUCCESS', out_refund_no: `R${no}` })
    const told = async (): Promise<boolean> =>
      (await listed(stage.world, 'callbacks')).some((one) => one['no'] === `R${no}` && one['state'] === 'delivered')
    await until(told)
  })

  it('never gives back more than was paid, nor two parts within a minute', async () => {
    const no = await paidOrder()
    expect((await refund(no, `A${no}`, 5000)).status).toBe(200)
    expect(await refund(no, `B${no}`, 3496)).toMatchObject({ status: 403, body: { code: 'NOT_ENOUGH' } })
    expect(await refund(no, `C${no}`, 100)).toMatchObject({ status: 429, body: { code: 'FREQUENCY_LIMITED' } })
  })

  it('says RESOURCE_NOT_EXISTS for an unknown refund and for an unpaid order', async () => {
    const missing = await payCall(stage.world, 'GET', `${REFUNDS}/R000000`)
    expect(missing).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_EXISTS' } })
    const { no } = await openOrder(stage)
    expect(await refund(no, `R${no}`, 1)).toMatchObject({ status: 404, body: { code: 'RESOURCE_NOT_EXISTS' } })
  })

  it('ends abnormal or closed when the menu says so', async () => {
    for (const [id, status] of [
      ['pay.refund.abnormal', 'ABNORMAL'],
      ['pay.refund.closed', 'CLOSED'],
    ] as const) {
      const no = await paidOrder()
      await fault(stage.world, id, { times: 1 })
      await refund(no, `R${no}`, 8495)
      const ended = async (): Promise<boolean> =>
        (await listed(stage.world, 'callbacks')).some(
          (one) => one['eventType'] === `REFUND.${status}` && one['no'] === `R${no}`,
        )
      await until(ended)
      expect((await payCall(stage.world, 'GET', `${REFUNDS}/R${no}`)).body).toMatchObject({ status })
    }
  })
})
