/** The signatures and ciphers of WeChat Pay v3 (WECHAT.md §5), on node:crypto alone. */
import { createCipheriv, createSign, createVerify, randomBytes } from 'node:crypto'

/** Base64 RSA-SHA256 (PKCS#1 v1.5). */
export function signText(text: string, privateKeyPem: string): string {
  return createSign('RSA-SHA256').update(text).sign(privateKeyPem, 'base64')
}

export function verifyText(text: string, signature: string, publicKeyPem: string): boolean {
  return createVerify('RSA-SHA256').update(text).verify(publicKeyPem, signature, 'base64')
}

/** `a\nb\n…\n`: every part ends with a line feed, the last one too. */
export function lines(...parts: readonly string[]): string {
  return parts.map((part) => `${part}\n`).join('')
}

/** 32 upper-case hexadecimal characters, as WeChat Pay's nonces look. */
export function nonce(): string {
  return randomBytes(16).toString('hex').toUpperCase()
}

export interface Sealed {
  readonly algorithm: 'AEAD_AES_256_GCM'
  readonly ciphertext: string
  readonly nonce: string
  readonly associated_data: string
}

/** Seals with the merchant's 32-byte APIv3 key; `ciphertext` is base64 of cipher text and 16-byte tag. */
export function seal(plain: string, apiV3Key: string, associatedData: string): Sealed {
  const iv = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key, 'utf8'), Buffer.from(iv, 'utf8'))
  cipher.setAAD(Buffer.from(associatedData, 'utf8'))
  const bytes = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: bytes.toString('base64'),
    nonce: iv,
    associated_data: associatedData,
  }
}

/** The same with the last byte of the tag changed: must not open. */
export function spoil(sealed: Sealed): Sealed {
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  return { ...sealed, ciphertext: bytes.toString('base64') }
}
