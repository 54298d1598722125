import { createHmac } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A second implementation of RFC 6238, as an authenticator app has one: the code of a base32 secret at `now` (milliseconds). */
export function authenticatorCode(secret: string, now: number): string {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const counter = Math.floor(now / 30_000)
    .toString(16)
    .padStart(16, '0')
  const mac = createHmac('sha1', key).update(Buffer.from(counter, 'hex')).digest()
  const from = Number(`0x${mac.toString('hex').slice(-1)}`)
  const number = parseInt(mac.subarray(from, from + 4).toString('hex'), 16) % 2 ** 31
  return String(number).slice(-6).padStart(6, '0')
}
