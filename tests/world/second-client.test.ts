import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import {
  byNo,
  closing,
  CREATE,
  header,
  merchantConfig,
  newNo,
  opened,
  openStage,
  orderBody,
  payOnPhone,
  payParams,
  plugin,
  until,
  type Json,
  type Stage,
} from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const request = async (
  target: string,
  method: 'GET' | 'POST',
  data?: Json,
): Promise<{ status: number; data: Json }> => {
  const { status, data: answer } = await plugin(stage.world).request(target.slice(1), method, data)
  return { status, data: answer }
}

describe('wechatpay-axios-plugin as a second client', () => {
  it('creates, pays, hears the signed callback, opens it, queries and refunds with its own crypto', async () => {
    const merchant = merchantConfig(stage.world)
    const no = newNo()
    const made = await request(CREATE, 'POST', orderBody(stage, no))
    expect(made).toMatchObject({ status: 200, data: { prepay_id: expect.stringMatching(/^wx/) } })
    expect(await payOnPhone(stage, payParams(merchant, String(made.data['prepay_id'])))).toBe('requestPayment:ok')
    await until(() => stage.merchant.heard.length === 1)
    const [heard] = stage.merchant.heard
    if (heard === undefined) throw new Error('nothing heard')
    const text = Formatter.response(header(heard, 'wechatpay-timestamp'), header(heard, 'wechatpay-nonce'), heard.raw)
    expect(header(heard, 'wechatpay-serial')).toBe(merchant.platformPublicKeyId)
    const key = Rsa.from(merchant.platformPublicKeyPem, Rsa.KEY_TYPE_PUBLIC)
    expect(Rsa.verify(text, header(heard, 'wechatpay-signature'), key)).toBe(true)
    expect(Rsa.verify(`${text} `, header(heard, 'wechatpay-signature'), key)).toBe(false)
    const shown = await request(byNo(no, merchant.mchid), 'GET')
    expect(opened(heard, merchant)).toEqual(shown.data)
    expect(shown.data).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 8495, currency: 'CNY' } })
    const refund = { out_trade_no: no, out_refund_no: `R${no}`, amount: { refund: 8495, total: 8495, currency: 'CNY' } }
    expect(await request('/v3/refund/domestic/refunds', 'POST', refund)).toMatchObject({
      status: 200,
      data: { status: 'PROCESSING', amount: { refund: 8495 } },
    })
    expect((await request(`/v3/refund/domestic/refunds/R${no}`, 'GET')).status).toBe(200)
  })

  it('closes an order twice with 204 and then cannot pay it', async () => {
    const merchant = merchantConfig(stage.world)
    const no = newNo()
    const made = await request(CREATE, 'POST', orderBody(stage, no))
    const first = await request(closing(no), 'POST', { mchid: merchant.mchid })
    const second = await request(closing(no), 'POST', { mchid: merchant.mchid })
    expect([first.status, second.status]).toEqual([204, 204])
    const said = await payOnPhone(stage, payParams(merchant, String(made.data['prepay_id'])))
    expect(said).toBe('requestPayment:fail 该订单已关闭')
  })

  it('is refused with 401 SIGN_ERROR when it signs with another key', async () => {
    const other = merchantConfig(stage.world, 1)
    const impostor = { ...merchantConfig(stage.world), privateKeyPem: other.privateKeyPem }
    const asked = plugin(stage.world, impostor).request(CREATE.slice(1), 'POST', orderBody(stage, newNo()))
    await expect(asked).rejects.toMatchObject({ response: { status: 401, data: { code: 'SIGN_ERROR' } } })
  })
})
