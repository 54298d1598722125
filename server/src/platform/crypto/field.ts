/**
 * Fields that the database must not be able to read: sealed with AES-256-GCM, and found again by a blind index (HMAC-SHA256). Every text
 * names its algorithm and its key, so that a change of either is a rotation. What is sealed for one place opens nowhere else.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, type KeyObject } from 'node:crypto'

/** Both keys of one id. */
export interface FieldKey {
  readonly kid: string
  readonly sealing: KeyObject
  readonly blinding: KeyObject
}

/** The first key seals, all of them open. */
export type FieldKeys = readonly [FieldKey, ...FieldKey[]]

/** Where a sealed text stands; all of it is authenticated with the text. */
export interface FieldPlace {
  readonly tenant: string
  readonly collection: string
  readonly id: string
  readonly field: string
}

export interface BlindPlace {
  readonly tenant: string
  /** What is looked up (`id-number`): the same value under two purposes gives two indexes that nobody can join. */
  readonly purpose: string
}

const SEAL = 'A256GCM'
const MAC = 'HS256'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORM = /^A256GCM:([a-z0-9-]{1,32}):([\w-]{16}):([\w-]{22,})$/

export type SealFault = 'malformed' | 'unknown-key' | 'refused'

/** Why a sealed text did not open. It holds neither the text nor the value, and goes to the log as it is. */
export class SealError extends Error {
  readonly fault: SealFault

  constructor(fault: SealFault, { collection, field }: FieldPlace) {
    super(`${collection}.${field} did not open: ${fault}`)
    this.name = 'SealError'
    this.fault = fault
  }
}

function boundTo(kid: string, { tenant, collection, id, field }: FieldPlace): Buffer {
  return Buffer.from(JSON.stringify([SEAL, kid, tenant, collection, id, field]))
}

/** `A256GCM:<kid>:<nonce>:<ciphertext and tag>`, the last two in base64url; another text at every call. */
export function sealField([key]: FieldKeys, place: FieldPlace, value: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.sealing, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(boundTo(key.kid, place))
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${SEAL}:${key.kid}:${nonce.toString('base64url')}:${sealed.toString('base64url')}`
}

/** @throws SealError: no such text, no such key, or a text that was changed or moved. */
export function openField(keys: FieldKeys, place: FieldPlace, text: string): string {
  const [, kid = '', nonce = '', body = ''] = FORM.exec(text) ?? []
  const [nonceBytes, sealed] = [canonicalBytes(nonce), canonicalBytes(body)]
  if (kid === '' || nonceBytes === null || sealed === null) throw new SealError('malformed', place)
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) throw new SealError('unknown-key', place)
  const decipher = createDecipheriv('aes-256-gcm', key.sealing, nonceBytes, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(kid, place))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    throw new SealError('refused', place)
  }
}

/** Bytes that have just this one writing: a text with other spare bits was changed by somebody. */
function canonicalBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

/** `HS256:<kid>:<mac>` under one key; equal values of a county and purpose give equal texts. */
function blindUnder(key: FieldKey, { tenant, purpose }: BlindPlace, value: string): string {
  const mac = createHmac('sha256', key.blinding).update(JSON.stringify([MAC, tenant, purpose, value]))
  return `${blindPrefix(key.kid)}${mac.digest('base64url')}`
}

/**
 * The look-up texts of a value, one for each key. A row keeps all of them and a search asks for any: while keys change, old and new processes
 * find the same row, and a unique index over them refuses the second one whichever key it came with.
 */
export function blindIndexes(keys: FieldKeys, place: BlindPlace, value: string): string[] {
  return keys.map((key) => blindUnder(key, place, value))
}

/** What every look-up text of a key begins with. */
export function blindPrefix(kid: string): string {
  return `${MAC}:${kid}:`
}
