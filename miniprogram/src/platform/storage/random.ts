/** 128 bits that nobody guesses, as 32 hex digits. */
import Taro from '@tarojs/taro'

const BYTES = 16

/**
 * An idempotency key decides whether two requests are one payment, so it must never repeat between two phones. `Math.random` alone may: some
 * engines seed it from the clock. The device's own generator is asked first (wx.getRandomValues since base library 2.19.3, crypto in
 * browsers). Where there is none, several sources that differ between phones and moments are hashed together.
 */
export async function randomHex(): Promise<string> {
  const bytes = process.env.TARO_ENV === 'h5' ? fromBrowser() : await fromWeChat()
  return bytes ? hex(bytes) : fromManySources()
}

function fromBrowser(): Uint8Array | null {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- absent in old in-app browsers
  if (typeof crypto === 'undefined' || !crypto.getRandomValues) return null
  return crypto.getRandomValues(new Uint8Array(BYTES))
}

async function fromWeChat(): Promise<Uint8Array | null> {
  if (!Taro.canIUse('getRandomValues')) return null
  try {
    const { randomValues } = await Taro.getRandomValues({ length: BYTES })
    return new Uint8Array(randomValues)
  } catch {
    return null
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

let counter = 0

/** Clock, scheduling jitter, a counter and two hundred draws, mixed into four words (32-bit FNV-1a, each with its own offset). */
function fromManySources(): string {
  const draws = Array.from({ length: 200 }, () => `${String(Math.random())}:${String(Date.now())}`)
  counter += 1
  const text = `${draws.join()}|${String(counter)}|${device()}`
  return [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((offset) => fnv(text, offset)).join('')
}

const device = (): string =>
  process.env.TARO_ENV === 'h5' ? window.navigator.userAgent : JSON.stringify(Taro.getSystemInfoSync())

function fnv(text: string, offset: number): string {
  let hash = offset
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
