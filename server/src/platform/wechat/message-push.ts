/**
 * WeChat's message push to us (WECHAT.md §2): the address check, plain pushes, and safe mode. Pure functions over text; the fixed vectors of
 * WeChat go through these in the tests. Promises: null for anything that is not WeChat's or not for this appid, and never half a message.
 */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

const BLOCK_BYTES = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
const KEY_PATTERN = /^[A-Za-z0-9]{43}$/

export interface Push {
  readonly timestamp: string
  readonly nonce: string
  /** `signature` of a plain push or the address check, `msg_signature` in safe mode. */
  readonly signature: string
  /** Safe mode: the sealed text is signed with the rest. */
  readonly encrypt?: string
}

/** sha1 over token, timestamp, nonce and, in safe mode, the sealed text, sorted and joined. */
export function verifyPush(token: string, push: Push): boolean {
  const parts = [token, push.timestamp, push.nonce, ...(push.encrypt === undefined ? [] : [push.encrypt])]
  const right = Buffer.from(createHash('sha1').update(parts.sort().join('')).digest('hex'))
  const given = Buffer.from(push.signature)
  return right.length === given.length && timingSafeEqual(right, given)
}

/** The message of a sealed push (AES-256-CBC, the key's first 16 bytes as IV, PKCS#7 to 32 bytes), or null when anything about it is wrong. */
export function openPush(
  at: { readonly encodingAesKey: string; readonly appid: string },
  encrypt: string,
): string | null {
  const plain = KEY_PATTERN.test(at.encodingAesKey)
    ? decrypted(Buffer.from(`${at.encodingAesKey}=`, 'base64'), Buffer.from(encrypt, 'base64'))
    : null
  if (plain === null || plain.length < RANDOM_BYTES + LENGTH_BYTES) return null
  const from = RANDOM_BYTES + LENGTH_BYTES
  const to = from + plain.readUInt32BE(RANDOM_BYTES)
  if (to > plain.length || plain.subarray(to).toString('utf8') !== at.appid) return null
  return plain.subarray(from, to).toString('utf8')
}

function decrypted(key: Buffer, sealed: Buffer): Buffer | null {
  if (sealed.length === 0 || sealed.length % BLOCK_BYTES !== 0) return null
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return unpadded(Buffer.concat([decipher.update(sealed), decipher.final()]))
}

function unpadded(bytes: Buffer): Buffer | null {
  const count = bytes.at(-1) ?? 0
  if (count < 1 || count > BLOCK_BYTES || count > bytes.length) return null
  const padding = bytes.subarray(bytes.length - count)
  return padding.every((byte) => byte === count) ? bytes.subarray(0, bytes.length - count) : null
}

/** `List` of a subscription event is an object when it has one item and an array when it has more: always an array here. */
export function listOf(list: unknown): readonly unknown[] {
  if (Array.isArray(list)) return list
  return typeof list === 'object' && list !== null ? [list] : []
}
