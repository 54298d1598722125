/**
 * WeChat Pay v3: signing requests, verifying answers and callbacks, decrypting resources (WECHAT.md §5). Pure functions over bytes; the
 * fixed vectors of WECHAT.md go through these in the tests.
 */
import { createDecipheriv, createSign, createVerify, randomBytes } from 'node:crypto'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const TAG_BYTES = 16
const OLDEST_SECONDS = 300

export interface Signer {
  readonly mchid: string
  readonly serialNo: string
  readonly privateKeyPem: string
}

export function newNonce(): string {
  return randomBytes(16).toString('hex')
}

export function signSha256Rsa(privateKeyPem: string, message: string): string {
  return createSign('RSA-SHA256').update(message).sign(privateKeyPem, 'base64')
}

/** The `Authorization` header: METHOD, path with query, seconds, nonce and the exact body, each ended by a line feed. */
export function authorization(
  signer: Signer,
  request: { method: string; path: string; body: string },
  nowMs: number,
  nonce = newNonce(),
): string {
  const timestamp = String(Math.floor(nowMs / 1000))
  const signature = signSha256Rsa(
    signer.privateKeyPem,
    `${request.method}\n${request.path}\n${timestamp}\n${nonce}\n${request.body}\n`,
  )
  const fields = { mchid: signer.mchid, nonce_str: nonce, timestamp, serial_no: signer.serialNo, signature }
  const list = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `${SCHEME} ${list.join(',')}`
}

/** The parameters of `wx.requestPayment`, signed afresh with the merchant's key. */
export function clientParams(
  privateKeyPem: string,
  appid: string,
  prepayId: string,
  nowMs: number,
  nonce = newNonce(),
) {
  const timeStamp = String(Math.floor(nowMs / 1000))
  const pack = `prepay_id=${prepayId}`
  const paySign = signSha256Rsa(privateKeyPem, `${appid}\n${timeStamp}\n${nonce}\n${pack}\n`)
  return { appId: appid, timeStamp, nonceStr: nonce, package: pack, signType: 'RSA' as const, paySign }
}

export interface SignedMessage {
  readonly timestamp: string
  readonly nonce: string
  readonly signature: string
  readonly serial: string
  readonly body: string | Buffer
}

export type PlatformKeys = readonly { readonly id: string; readonly publicKeyPem: string }[]

/** true only for a known key, a right signature over the raw bytes, and a timestamp in seconds within 300 s of now. */
export function verifyMessage(keys: PlatformKeys, message: SignedMessage, nowMs: number): boolean {
  if (!/^\d{10}$/.test(message.timestamp)) return false
  if (Math.abs(nowMs / 1000 - Number(message.timestamp)) > OLDEST_SECONDS) return false
  const key = keys.find((one) => one.id === message.serial)
  if (key === undefined || message.signature === '' || message.signature.startsWith('WECHATPAY/SIGNTEST/')) return false
  const verifier = createVerify('RSA-SHA256')
    .update(`${message.timestamp}\n${message.nonce}\n`)
    .update(message.body)
    .update('\n')
  return verifier.verify(key.publicKeyPem, message.signature, 'base64')
}

export interface Sealed {
  readonly ciphertext: string
  readonly nonce: string
  readonly associatedData: string
}

/** AEAD_AES_256_GCM: base64 of cipher and 16-byte tag. Null when anything about it is wrong; no plaintext of a refused one is ever used. */
export function openSealed(apiV3Key: string, sealed: Sealed): string | null {
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  if (bytes.length <= TAG_BYTES || Buffer.byteLength(sealed.nonce) !== 12) return null
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key, 'utf8'), Buffer.from(sealed.nonce, 'utf8'), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(sealed.associatedData, 'utf8'))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    )
  } catch {
    return null
  }
}
