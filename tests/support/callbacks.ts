/**
 * Callbacks as WeChat Pay sends them, made by the test: sealed with the merchant's APIv3 key and signed with a platform key that was put beside
 * the world's (two stand side by side while one is changed). The crypto is written here a second time, not borrowed from the server.
 */
import { createCipheriv, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Merchant } from '../../server/src/platform/config/config.ts'
import type { OrderRow } from '../../server/src/capabilities/payments/data/orders.ts'
import { SUICHANG, type TestApp } from './app.ts'
import { fieldsIn } from './json.ts'

export interface Signer {
  readonly merchant: Merchant
  readonly serial: string
  readonly privateKeyPem: string
}

/** A platform key of the test's own for the county's merchant. */
export function platformSigner(app: TestApp, tenant = SUICHANG): Signer {
  const merchant = app.house.config.providers.merchants.find((one) => one.tenant === tenant)
  if (merchant === undefined) throw new Error('no merchant is configured')
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const serial = `PUB_KEY_ID_TEST${randomBytes(6).toString('hex')}`
  merchant.platformPublicKeys.push({
    id: serial,
    publicKeyPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
  })
  return { merchant, serial, privateKeyPem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
}

/** The decrypted text of a payment that fits its order exactly. */
export function paymentOf(
  order: OrderRow,
  transactionId = `4200${randomBytes(12).toString('hex')}`,
): Record<string, unknown> {
  return {
    appid: 'wxd1a0000000000001',
    mchid: order.mchid,
    out_trade_no: order.no,
    transaction_id: transactionId,
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    bank_type: 'OTHERS',
    success_time: '2026-11-26T09:12:00+08:00',
    payer: { openid: order.openid },
    amount: { total: order.amount, payer_total: order.amount, currency: 'CNY', payer_currency: 'CNY' },
  }
}

export interface Sealed {
  readonly ciphertext: string
  readonly nonce: string
  readonly associated_data: string
}

export function seal(apiV3Key: string, plain: string, associated = 'transaction'): Sealed {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associated))
  const bytes = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { ciphertext: bytes.toString('base64'), nonce, associated_data: associated }
}

/** The body of a callback around a sealed resource. */
export function envelope(sealed: Sealed, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: `EV-${randomBytes(10).toString('hex')}`,
    create_time: '2026-11-26T09:12:01+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM', ...sealed },
    ...more,
  })
}

/** A whole callback body for this plain text. */
export function callbackBody(
  signer: Signer,
  plain: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return envelope(seal(signer.merchant.apiV3Key, JSON.stringify(plain)), more)
}

export interface Signing {
  readonly timestamp?: string
  readonly serial?: string
  readonly signature?: string
}

export function signedHeaders(
  app: TestApp,
  signer: Signer,
  body: string,
  signing: Signing = {},
): Record<string, string> {
  const timestamp = signing.timestamp ?? String(Math.floor(app.ctx().clock.now() / 1000))
  const nonce = randomBytes(16).toString('hex')
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n${body}\n`)
    .sign(signer.privateKeyPem, 'base64')
  return {
    'content-type': 'application/json',
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': signing.serial ?? signer.serial,
    'wechatpay-signature': signing.signature ?? signature,
  }
}

/** Sends exactly these bytes with exactly these headers; answers status and code. */
export async function sendCallback(
  app: TestApp,
  signer: Signer,
  body: string,
  headers: Readonly<Record<string, string>> = signedHeaders(app, signer, body),
  kind: 'paid' | 'refunded' = 'paid',
): Promise<{ status: number; code: string }> {
  const answer = await fetch(`${app.url}/api/payments/wechat/${signer.merchant.mchid}/${kind}`, {
    method: 'POST',
    headers,
    body,
  })
  const content = fieldsIn(await answer.json())
  return { status: answer.status, code: String(fieldsIn(content['error'])['code'] ?? content['code']) }
}
