/** Hostile inputs 11–18 of HARDENING.md: what is sent to the provider's door. Refused ones leave the database as it was, byte for byte. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { OrderRow } from '../../server/src/capabilities/payments/data/orders.ts'
import { issueBill, openOrder, openStage, orderRow, SONGYANG, type Opened, type Stage } from '../support/builders.ts'
import {
  callbackBody,
  envelope,
  paymentOf,
  platformSigner,
  seal,
  sendCallback,
  signedHeaders,
  type Sealed,
  type Signer,
  type Signing,
} from '../support/callbacks.ts'
import { rawRequest } from '../support/raw.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

let stage: Stage
let signer: Signer
let opened: Opened
let order: OrderRow

beforeAll(async () => {
  stage = await openStage()
  signer = platformSigner(stage)
  await freshOrder()
})
afterAll(() => stage.stop())

/** An order that waits for its payer. What is refused leaves it as it is, for the next test too. */
async function freshOrder(): Promise<void> {
  const payer = await stage.resident()
  opened = await openOrder(stage, payer, await issueBill(stage, payer))
  order = await orderRow(stage, opened.order)
}

const seconds = (): number => Math.floor(stage.ctx().clock.now() / 1000)
const refused = { status: 401, code: 'signature-refused' }
const unreadable = { status: 400, code: 'callback-unreadable' }

async function unchanged<T>(act: () => Promise<T>): Promise<T> {
  const before = await fingerprints()
  const result = await act()
  expect(await fingerprints()).toEqual(before)
  return result
}

const sent = (body: string, signing: Signing = {}) =>
  sendCallback(stage, signer, body, signedHeaders(stage, signer, body, signing))

describe('11: a body that was changed after it was signed', () => {
  test.each([
    ['one figure', (body: string) => body.replace('2026-11-26T09:12:01', '2026-11-26T09:12:02')],
    ['one more byte at the end', (body: string) => `${body} `],
    ['one byte less', (body: string) => body.slice(0, -1)],
    ['another event id', (body: string) => body.replace('"id":"EV-', '"id":"EW-')],
    ['nothing at all', () => ''],
    ['written anew with the same meaning', (body: string) => JSON.stringify(JSON.parse(body), null, 1)],
  ])('%s is refused', async (_what, change) => {
    const body = callbackBody(signer, paymentOf(order))
    const headers = signedHeaders(stage, signer, body)
    expect(await unchanged(() => sendCallback(stage, signer, change(body), headers))).toEqual(refused)
  })
})

describe('12: a valid callback fifty times at once', () => {
  beforeEach(freshOrder)

  test('is fifty times 200, one stored event, one receipt, one event of each kind in the outbox', async () => {
    const body = callbackBody(signer, paymentOf(order))
    const headers = signedHeaders(stage, signer, body)
    const answers = await Promise.all(Array.from({ length: 50 }, () => sendCallback(stage, signer, body, headers)))
    expect(answers).toEqual(answers.map(() => ({ status: 200, code: 'SUCCESS' })))
    await stage.work()
    expect(await countRows('providerEvents', { 'payment.no': order.no })).toBe(1)
    expect(await countRows('receipts', { orderId: order._id })).toBe(1)
    for (const name of ['payments.paid', 'payments.credited', 'payments.receipted'])
      expect([name, await countRows('outbox', { recordId: order._id, name })]).toEqual([name, 1])
  })
})

describe('13: a callback out of its time', () => {
  test.each([
    ['301 seconds ago', () => String(seconds() - 302)],
    ['301 seconds ahead', () => String(seconds() + 302)],
    ['in milliseconds', () => String(seconds() * 1000)],
    ['missing', () => ''],
    ['negative', () => `-${String(seconds())}`],
    ['with a fraction', () => `${String(seconds())}.5`],
    ['in words', () => 'now'],
    ['as a date', () => new Date(stage.ctx().clock.now()).toISOString()],
  ])('%s is refused, although its signature is right', async (_what, timestamp) => {
    expect(await unchanged(() => sent(callbackBody(signer, paymentOf(order)), { timestamp: timestamp() }))).toEqual(
      refused,
    )
  })

  test('within 300 seconds on either side it is taken', async () => {
    await freshOrder()
    for (const off of [-290, 290]) {
      const body = callbackBody(signer, paymentOf(order))
      expect((await sent(body, { timestamp: String(seconds() + off) })).status).toBe(200)
    }
    await stage.work()
  })
})

describe('14: a key or a signature that is none', () => {
  const refusals = async (): Promise<number> => {
    const text = await stage.house.metrics.registry.getSingleMetricAsString('xlb_request_seconds')
    return Number(
      /xlb_request_seconds_count\{route="payments\.payCallback",status="401"\} (\d+)/.exec(text)?.[1] ?? '0',
    )
  }

  test.each([
    ['an unknown serial', { serial: 'PUB_KEY_ID_0000' }],
    ['the serial of the merchant’s own certificate', { serial: 'SERIAL' }],
    ['no serial', { serial: '' }],
    ['no signature', { signature: '' }],
    ['a signature that is no base64', { signature: '%%%' }],
    ['the probe’s signature', { signature: 'WECHATPAY/SIGNTEST/abcd' }],
  ])('%s is refused, and counted once', async (_what, signing: Signing) => {
    const before = await refusals()
    const serial = signing.serial === 'SERIAL' ? { serial: signer.merchant.serialNo } : signing
    expect(await unchanged(() => sent(callbackBody(signer, paymentOf(order)), serial))).toEqual(refused)
    expect(await refusals()).toBe(before + 1)
  })

  test('the probe in front of a right signature is refused too', async () => {
    const body = callbackBody(signer, paymentOf(order))
    const headers = signedHeaders(stage, signer, body)
    const probe = { ...headers, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${headers['wechatpay-signature'] ?? ''}` }
    expect(await unchanged(() => sendCallback(stage, signer, body, probe))).toEqual(refused)
  })
})

describe('15 and 16: a right signature over wrong money', () => {
  beforeEach(freshOrder)

  test.each([
    ['15: one fen less', 'amount-differs', () => ({ amount: { total: order.amount - 1, currency: 'CNY' } })],
    ['15: another currency', 'currency-differs', () => ({ amount: { total: order.amount, currency: 'USD' } })],
    ['16: the merchant of another county', 'merchant-differs', () => ({ mchid: '1999000002' })],
    ['16: another appid', 'merchant-differs', () => ({ appid: 'wx0000000000000000' })],
  ])('%s: stored and answered 200, held in suspense, no service given', async (_what, reason, change) => {
    expect((await sent(callbackBody(signer, { ...paymentOf(order), ...change() }))).status).toBe(200)
    await stage.work()
    expect(await orderRow(stage, opened.order)).toMatchObject({
      state: 'SUSPENSE',
      suspense: reason,
      receiptId: null,
      postingRef: null,
    })
    expect(await countRows('receipts', { orderId: order._id })).toBe(0)
  })

  test('16: another county’s merchant cannot speak for our order at its own door', async () => {
    const foreign = platformSigner(stage, SONGYANG)
    const body = callbackBody(foreign, paymentOf(order))
    expect((await sendCallback(stage, foreign, body)).status).toBe(200)
    await stage.work()
    expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'PENDING', transactionId: null })
  })
})

describe('17: a seal that does not hold', () => {
  const bytesOf = (sealed: Sealed): Buffer => Buffer.from(sealed.ciphertext, 'base64')
  const base64 = (bytes: Buffer): string => bytes.toString('base64')

  test.each([
    ['a tag cut to 4 bytes', (one: Sealed) => ({ ciphertext: base64(bytesOf(one).subarray(0, -12)) })],
    [
      'a tag with one bit changed',
      (one: Sealed) => ({
        ciphertext: base64(
          Buffer.concat([bytesOf(one).subarray(0, -1), Buffer.from([(bytesOf(one).at(-1) ?? 0) ^ 1])]),
        ),
      }),
    ],
    ['a ciphertext below 16 bytes', (one: Sealed) => ({ ciphertext: base64(bytesOf(one).subarray(0, 15)) })],
    ['no ciphertext', () => ({ ciphertext: '' })],
    ['a ciphertext that is no text', () => ({ ciphertext: 1 })],
    ['wrong associated data', () => ({ associated_data: 'refund' })],
    ['no associated data', () => ({ associated_data: '' })],
    ['associated data that is an object', () => ({ associated_data: { $ne: null } })],
    ['another nonce', () => ({ nonce: '0'.repeat(12) })],
    ['a nonce that is too short', () => ({ nonce: '0' })],
    ['another algorithm', () => ({ algorithm: 'AEAD_AES_128_GCM' })],
  ])('%s is a 400, never a 500, and nothing of it is used', async (_what, change) => {
    const sealed = seal(signer.merchant.apiV3Key, JSON.stringify(paymentOf(order)))
    const resource = { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ...sealed, ...change(sealed) }
    expect(await unchanged(() => sent(envelope(sealed, { resource })))).toEqual(unreadable)
  })

  test.each([
    [
      'with another county’s key',
      () => seal(stage.house.config.providers.merchants[1]?.apiV3Key ?? '', JSON.stringify(paymentOf(order))),
    ],
    ['around something that is no JSON', () => seal(signer.merchant.apiV3Key, 'SUCCESS')],
    [
      'around a payment without its number',
      () => seal(signer.merchant.apiV3Key, JSON.stringify({ ...paymentOf(order), out_trade_no: { $ne: null } })),
    ],
    [
      'around a payment that did not succeed',
      () => seal(signer.merchant.apiV3Key, JSON.stringify({ ...paymentOf(order), trade_state: 'PAYERROR' })),
    ],
  ])('sealed %s it is a 400', async (_what, sealed) => {
    expect(await unchanged(() => sent(envelope(sealed())))).toEqual(unreadable)
  })

  test.each([
    ['no resource', { resource: null }],
    ['an event of another kind', { event_type: 'TRANSACTION.FAIL' }],
    ['no id', { id: '' }],
    ['an id that is an object', { id: { $gt: '' } }],
    ['an id of 65 characters', { id: 'E'.repeat(65) }],
  ])('an envelope with %s is a 400', async (_what, change) => {
    expect(await unchanged(() => sent(callbackBody(signer, paymentOf(order), change)))).toEqual(unreadable)
  })
})

describe('18: bytes that mean the same and are not the same', () => {
  beforeEach(freshOrder)

  /** Signed as it stands, whatever it looks like: only the raw bytes count. */
  async function takenAsItStands(write: (body: string) => string): Promise<void> {
    const body = write(callbackBody(signer, paymentOf(order)))
    expect(await sent(body)).toEqual({ status: 200, code: 'SUCCESS' })
    await stage.work()
    expect(await orderRow(stage, opened.order)).toMatchObject({ state: 'RECEIPTED' })
  }

  test.each([
    ['a trailing line feed', (body: string) => `${body}\n`],
    ['CRLF between its parts', (body: string) => body.replaceAll(',"', ',\r\n"')],
    ['an escaped quote in a text', (body: string) => body.replace('"支付成功"', '"\\u0022支付\\u6210功"')],
    ['a key given twice', (body: string) => body.replace('{"id"', '{"summary":"x","id"')],
  ])('%s is verified as it was sent, and taken', async (_what, write) => {
    await takenAsItStands(write)
  })

  test('a byte order mark is verified as it was sent, and is no JSON', async () => {
    expect(await unchanged(() => sent(`\uFEFF${callbackBody(signer, paymentOf(order))}`))).toEqual(unreadable)
  })

  test.each([
    ['without its trailing line feed', (body: string) => `${body}\n`, (body: string) => body],
    ['with a trailing line feed it did not have', (body: string) => body, (body: string) => `${body}\n`],
    [
      'with LF for CRLF',
      (body: string) => body.replaceAll(',"', ',\r\n"'),
      (body: string) => body.replaceAll(',"', ',\n"'),
    ],
    ['with its escapes undone', (body: string) => body.replace('支付成功', '\\u652f付成功'), (body: string) => body],
    ['with a byte order mark it did not have', (body: string) => body, (body: string) => `\uFEFF${body}`],
  ])('%s it is refused', async (_what, signedAs, sentAs) => {
    const body = callbackBody(signer, paymentOf(order))
    const headers = signedHeaders(stage, signer, signedAs(body))
    expect(await unchanged(() => sendCallback(stage, signer, sentAs(body), headers))).toEqual(refused)
  })
})

describe('the provider’s door', () => {
  test('takes no query, no other method, and not more than a megabyte', async () => {
    const path = `/api/payments/wechat/${signer.merchant.mchid}/paid`
    const body = callbackBody(signer, paymentOf(order))
    const headers = signedHeaders(stage, signer, body)
    const before = await fingerprints()
    expect((await rawRequest(stage.url, { method: 'POST', path: `${path}?a[$ne]=1`, headers, body })).status).toBe(400)
    expect((await rawRequest(stage.url, { method: 'GET', path, headers })).status).toBe(404)
    expect(
      (await rawRequest(stage.url, { method: 'POST', path, headers, body: Buffer.alloc(1_048_577, 'x') })).status,
    ).toBe(413)
    expect(await fingerprints()).toEqual(before)
  })
})
