/** The gate of the v3 API: checks the merchant's signature on the raw request, signs every answer, adds the Request-Id. */
import { randomBytes } from 'node:crypto'
import { signingKeyOf, type Merchant } from '../keys.ts'
import { dropped, json, type Answer, type Asked, type Handler } from '../platform/http.ts'
import type { World } from '../state.ts'
import { lines, nonce, signText, verifyText } from './crypto.ts'
import { PayRefused, refusals } from './error.ts'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048 '
const SKEW_SECONDS = 300

/** Thrown where the answer gets lost on its way. */
export class AnswerLost extends Error {}

export interface PayAnswer {
  readonly status: number
  readonly body?: unknown
  /** Instead of a body: bytes that go out unsigned. */
  readonly text?: string
}

export type PayHandler = (merchant: Merchant, asked: Asked) => PayAnswer | Promise<PayAnswer>

interface Credentials {
  readonly mchid: string
  readonly nonce: string
  readonly timestamp: string
  readonly serialNo: string
  readonly signature: string
}

function credentialsFrom(header: string): Credentials | undefined {
  if (!header.startsWith(SCHEME)) return undefined
  const parts = new Map<string, string>()
  for (const part of header.slice(SCHEME.length).split(',')) {
    const at = part.indexOf('=')
    parts.set(
      part.slice(0, at).trim(),
      part
        .slice(at + 1)
        .trim()
        .replaceAll('"', ''),
    )
  }
  const read = (name: string): string => parts.get(name) ?? ''
  return {
    mchid: read('mchid'),
    nonce: read('nonce_str'),
    timestamp: read('timestamp'),
    serialNo: read('serial_no'),
    signature: read('signature'),
  }
}

function merchantOf(world: World, asked: Asked): Merchant | undefined {
  const given = credentialsFrom(asked.headers['authorization'] ?? '')
  return world.keys.merchants.find((one) => one.mchid === given?.mchid)
}

function isGenuine(world: World, merchant: Merchant, asked: Asked): boolean {
  const given = credentialsFrom(asked.headers['authorization'] ?? '')
  if (given?.serialNo !== merchant.serialNo || !/^\d{1,11}$/.test(given.timestamp)) return false
  if (Math.abs(world.clock.now() / 1000 - Number(given.timestamp)) > SKEW_SECONDS) return false
  const text = lines(asked.method, asked.target, given.timestamp, given.nonce, asked.raw)
  return verifyText(text, given.signature, merchant.merchantKey.publicKeyPem)
}

function signatureHeaders(world: World, merchant: Merchant, body: string): Record<string, string> {
  const key = signingKeyOf(merchant)
  const timestamp = String(Math.floor(world.clock.now() / 1000))
  const once = nonce()
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': once,
    'Wechatpay-Serial': key.id,
    'Wechatpay-Signature': signText(lines(timestamp, once, body), key.privateKeyPem),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

function signed(world: World, merchant: Merchant | undefined, answer: PayAnswer, digits: string): Answer {
  const headers = { 'Request-Id': `08${randomBytes(12).toString('hex').toUpperCase()}-${digits}` }
  const { status } = answer
  if (answer.text !== undefined)
    return { status, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: answer.text }
  if (answer.body === undefined) {
    return { status, headers: { ...headers, ...(merchant ? signatureHeaders(world, merchant, '') : {}) } }
  }
  const body = JSON.stringify(answer.body)
  const base = json(status, answer.body)
  return {
    ...base,
    headers: { ...base.headers, ...headers, ...(merchant ? signatureHeaders(world, merchant, body) : {}) },
    body,
  }
}

function refusedAnswer(error: PayRefused): PayAnswer {
  const { status, code, message } = error.refusal
  const detail = error.field === undefined ? {} : { detail: { ...error.field, location: 'body' } }
  return { status, body: { code, message, ...detail } }
}

/** Binds a handler behind the gate. */
export function behindGate(world: World, handle: PayHandler): Handler {
  return async (asked) => {
    const merchant = merchantOf(world, asked)
    try {
      if (merchant === undefined || !isGenuine(world, merchant, asked)) throw new PayRefused(refusals.sign)
      return signed(world, merchant, await handle(merchant, asked), '0')
    } catch (error) {
      if (error instanceof AnswerLost) return dropped
      if (error instanceof PayRefused) return signed(world, merchant, refusedAnswer(error), error.refusal.digits)
      throw error
    }
  }
}
