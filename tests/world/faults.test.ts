import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import { retryAfterMs } from '../../world/src/pay/delivery.ts'
import {
  closing,
  control,
  CREATE,
  fault,
  header,
  listed,
  merchantConfig,
  newNo,
  opened,
  openOrder,
  openStage,
  orderBody,
  payCall,
  payOnPhone,
  query,
  until,
  waterCall,
  type Json,
  type Stage,
} from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
beforeEach(() => {
  stage.merchant.heard.length = 0
  stage.merchant.answers.length = 0
})
afterEach(async () => {
  await control(stage.world, 'faults/clear', {})
  await control(stage.world, 'callbacks/fire-due', { all: true }) // nothing of this test is heard in the next
  await control(stage.world, 'clock', { offsetMs: 0 })
})

const callbackOf = async (no: string): Promise<Json> =>
  (await listed(stage.world, 'callbacks')).find((one) => one['no'] === no) ?? {}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const paid = async (): Promise<string> => {
  const { no, params } = await openOrder(stage)
  expect(await payOnPhone(stage, params)).toBe('requestPayment:ok')
  return no
}
const heardOne = async (): Promise<(typeof stage.merchant.heard)[number]> => {
  await until(() => stage.merchant.heard.length > 0)
  const [first] = stage.merchant.heard
  if (first === undefined) throw new Error('nothing heard')
  return first
}
const isGenuine = (heard: (typeof stage.merchant.heard)[number]): boolean => {
  const text = Formatter.response(header(heard, 'wechatpay-timestamp'), header(heard, 'wechatpay-nonce'), heard.raw)
  const key = Rsa.from(merchantConfig(stage.world).platformPublicKeyPem, Rsa.KEY_TYPE_PUBLIC)
  return Rsa.verify(text, header(heard, 'wechatpay-signature'), key)
}

describe('the callback', () => {
  it('can be lost: the payment stands, nothing is heard, until someone fires it by hand', async () => {
    await fault(stage.world, 'pay.callback.lost', { times: 1 })
    const no = await paid()
    await pause(300)
    expect(stage.merchant.heard).toHaveLength(0)
    expect(await query(stage, no)).toMatchObject({ trade_state: 'SUCCESS' })
    const { id } = await callbackOf(no)
    await control(stage.world, `callbacks/${String(id)}/fire`, {})
    expect(stage.merchant.heard).toHaveLength(1)
  })

  it('can come forty minutes late and three times, each copy freshly signed', async () => {
    await fault(stage.world, 'pay.callback.late', { times: 1 })
    await fault(stage.world, 'pay.callback.duplicate', { times: 1, params: { n: 3 } })
    await paid()
    await control(stage.world, 'clock', { advanceMs: 39 * 60_000 })
    await pause(300)
    expect(stage.merchant.heard).toHaveLength(0)
    await control(stage.world, 'clock', { advanceMs: 60_000 })
    await until(() => stage.merchant.heard.length === 3)
    expect(new Set(stage.merchant.heard.map((one) => header(one, 'wechatpay-nonce'))).size).toBe(3)
    expect(stage.merchant.heard.every(isGenuine)).toBe(true)
  })

  it('is tried again by the timetable until it is answered with 200', async () => {
    stage.merchant.answers.push(500, 404)
    const no = await paid()
    await until(() => stage.merchant.heard.length === 1)
    await control(stage.world, 'clock', { advanceMs: 15_000 })
    await until(() => stage.merchant.heard.length === 2)
    await control(stage.world, 'clock', { advanceMs: 15_000 })
    await until(async () => (await callbackOf(no))['state'] === 'delivered')
    const stamps = stage.merchant.heard.map((one) => header(one, 'wechatpay-timestamp'))
    expect(new Set(stamps).size).toBe(3)
    expect(stage.merchant.heard.every(isGenuine)).toBe(true)
    expect(retryAfterMs.map((ms) => ms / 1000)).toEqual([
      15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600,
    ])
  })

  it('can tell of another amount, another currency, another merchant', async () => {
    const merchant = merchantConfig(stage.world)
    const tell = async (id: string, params: Json = {}): Promise<{ told: Json; shown: Json }> => {
      stage.merchant.heard.length = 0
      await fault(stage.world, id, { times: 1, params })
      const no = await paid()
      return { told: opened(await heardOne(), merchant), shown: await query(stage, no) }
    }
    const amount = await tell('pay.callback.wrong-amount')
    expect([amount.told['amount'], amount.shown['amount']]).toMatchObject([{ total: 8494 }, { total: 8494 }])
    const lie = await tell('pay.callback.wrong-amount', { byFen: -1, onlyCallback: true })
    expect([lie.told['amount'], lie.shown['amount']]).toMatchObject([{ total: 8494 }, { total: 8495 }])
    expect((await tell('pay.callback.wrong-currency')).told['amount']).toMatchObject({ currency: 'USD' })
    expect((await tell('pay.callback.other-merchant')).told['mchid']).toBe(merchantConfig(stage.world, 1).mchid)
  })

  it('can be preceded by a signature probe that must not be believed', async () => {
    await fault(stage.world, 'pay.callback.signtest', { times: 1 })
    stage.merchant.answers.push(401)
    await paid()
    await until(() => stage.merchant.heard.length === 2)
    const signatures = stage.merchant.heard.map((one) => header(one, 'wechatpay-signature'))
    expect(signatures.map((one) => one.startsWith('WECHATPAY/SIGNTEST/'))).toEqual([true, false])
  })

  it('can carry an old timestamp and a spoilt tag', async () => {
    await fault(stage.world, 'pay.callback.old-timestamp', { times: 1 })
    await paid()
    const old = await heardOne()
    expect(Date.now() / 1000 - Number(header(old, 'wechatpay-timestamp'))).toBeGreaterThan(300)
    expect(isGenuine(old)).toBe(true)
    stage.merchant.heard.length = 0
    await fault(stage.world, 'pay.callback.corrupt-tag', { times: 1 })
    await paid()
    const spoilt = await heardOne()
    expect(isGenuine(spoilt)).toBe(true)
    expect(() => opened(spoilt, merchantConfig(stage.world))).toThrow()
  })

  it('can arrive after the order was closed', async () => {
    await fault(stage.world, 'pay.callback.after-close', { times: 1 })
    const no = await paid()
    expect(await query(stage, no)).toMatchObject({ trade_state: 'NOTPAY' })
    const closed = await payCall(stage.world, 'POST', closing(no), { mchid: merchantConfig(stage.world).mchid })
    expect(closed.status).toBe(204)
    expect(opened(await heardOne(), merchantConfig(stage.world))).toMatchObject({
      out_trade_no: no,
      trade_state: 'SUCCESS',
    })
    expect(await query(stage, no)).toMatchObject({ trade_state: 'SUCCESS' })
  })
})

describe('the provider', () => {
  it('can fail a create before or after making the order, and lose the answer', async () => {
    const raw = JSON.stringify(orderBody(stage, newNo()))
    await fault(stage.world, 'pay.create.5xx', { times: 1, params: { made: true } })
    expect(await payCall(stage.world, 'POST', CREATE, raw)).toMatchObject({
      status: 500,
      body: { code: 'SYSTEM_ERROR' },
    })
    await fault(stage.world, 'pay.create.lost-answer', { times: 1 })
    await expect(payCall(stage.world, 'POST', CREATE, raw)).rejects.toThrow('fetch failed')
    expect((await payCall(stage.world, 'POST', CREATE, raw)).status).toBe(200)
    await fault(stage.world, 'pay.create.rate', { times: 1 })
    expect((await payCall(stage.world, 'POST', CREATE, raw)).status).toBe(429)
  })

  it('can say NOTPAY until the callback is through', async () => {
    await fault(stage.world, 'pay.query.notpay-until-callback')
    await fault(stage.world, 'pay.callback.lost', { times: 1 })
    const no = await paid()
    expect(await query(stage, no)).toMatchObject({ trade_state: 'NOTPAY' })
    await control(stage.world, 'callbacks/fire-due', { all: true })
    expect(await query(stage, no)).toMatchObject({ trade_state: 'SUCCESS' })
  })

  it('can tell the phone the opposite of what happened', async () => {
    await fault(stage.world, 'pay.client.told-fail', { times: 1 })
    const first = await openOrder(stage)
    expect(await payOnPhone(stage, first.params)).toBe('requestPayment:fail 网络异常')
    expect(await query(stage, first.no)).toMatchObject({ trade_state: 'SUCCESS' })
    await fault(stage.world, 'pay.client.told-ok-unpaid', { times: 1 })
    const second = await openOrder(stage)
    expect(await payOnPhone(stage, second.params)).toBe('requestPayment:ok')
    expect(await query(stage, second.no)).toMatchObject({ trade_state: 'NOTPAY' })
  })

  it('signs with a new key after a rotation and writes both into the server’s configuration', async () => {
    const before = merchantConfig(stage.world)
    await control(stage.world, 'keys/rotate', {})
    const after = merchantConfig(stage.world)
    expect(after.platformPublicKeys.map(({ id }) => id)).toEqual([
      before.platformPublicKeyId,
      after.platformPublicKeyId,
    ])
    await paid()
    const heard = await heardOne()
    expect([header(heard, 'wechatpay-serial'), isGenuine(heard)]).toEqual([after.platformPublicKeyId, true])
  })
})

describe('the menu', () => {
  it('switches a counted fault off by itself', async () => {
    await fault(stage.world, 'water.down', { times: 2 })
    const statuses: number[] = []
    for (let at = 0; at < 3; at += 1) statuses.push((await waterCall(stage.world, 'GET', '/bills')).status)
    expect(statuses).toEqual([503, 503, 200])
  })

  it('refuses an unknown fault and a parameter it does not have', async () => {
    expect((await fault(stage.world, 'pay.nothing')).status).toBe(422)
    expect((await fault(stage.world, 'water.down', { params: { ms: 5 } })).status).toBe(422)
    expect((await control(stage.world, 'faults', { id: 'water.down' })).status).toBe(400)
  })

  it('is closed to foreign pages', async () => {
    const response = await fetch(`${stage.world.url}/control/api/faults`, {
      headers: { Origin: 'https://example.org' },
    })
    expect(response.status).toBe(403)
  })
})
