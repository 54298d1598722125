/** Codes of the second factor: TOTP of RFC 6238 with SHA-1, six digits, steps of 30 s, and one step of slack on either side. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { issuerName } from '@xlb/shared/staff/messages.zh-CN.ts'
import { fromBase32, toBase32 } from './domain/base32.ts'

const STEP_MS = 30_000
const SLACK = 1
const SECRET_BYTES = 20
const CODE = /^\d{6}$/

/** Base32. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(SECRET_BYTES))
}

/** RFC 4226: the code of one counter. */
function hotp(secret: Buffer, counter: number): string {
  const moving = Buffer.alloc(8)
  moving.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', secret).update(moving).digest()
  const at = (mac.at(-1) ?? 0) & 0xf
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The code at `now` (milliseconds). */
export function totpAt(secret: string, now: number): string {
  return hotp(fromBase32(secret), Math.floor(now / STEP_MS))
}

/** The step whose code this is, later than `lastStep`; null where it is none. Every allowed step is tried, so that time tells nothing. */
export function stepOf(secret: string, code: string, now: number, lastStep: number): number | null {
  if (!CODE.test(code)) return null
  const bytes = fromBase32(secret)
  const present = Math.floor(now / STEP_MS)
  let found: number | null = null
  for (let step = present - SLACK; step <= present + SLACK; step += 1) {
    const same = timingSafeEqual(Buffer.from(hotp(bytes, step)), Buffer.from(code))
    if (same && step > lastStep) found = step
  }
  return found
}

/** What a QR code for authenticator apps holds. */
export function otpauthUrl(username: string, tenant: string, secret: string): string {
  const label = encodeURIComponent(`${issuerName}:${username}@${tenant}`)
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuerName)}&algorithm=SHA1&digits=6&period=30`
}
