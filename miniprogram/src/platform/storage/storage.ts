/**
 * JSON on the device, under one prefix. Reading never throws: what cannot be read (another version's shape, a cleared store) is null.
 * Writing answers false when the device refuses (WeChat allows 10 MB a person, private windows nothing), after dropping what can be
 * fetched again; whoever must not lose something asks for the answer.
 */
import Taro from '@tarojs/taro'

// Here and elsewhere in platform/: `?:` or if/else around the two ways, never an early return. Only then does the build see that the other way,
// and all of Taro behind it, is never taken.
const PREFIX = 'xlb:'
/** Keys under this prefix are copies of what the server knows: the first to go when room is short. */
export const COPY_PREFIX = 'copy:'
/** What somebody typed or chose and has not sent yet: kept for them until it is sent, gone when they sign out. */
export const DRAFT_PREFIX = 'draft:'

function rawRead(key: string): string | null {
  const value: unknown =
    process.env.TARO_ENV === 'h5' ? window.localStorage.getItem(PREFIX + key) : Taro.getStorageSync(PREFIX + key)
  return typeof value === 'string' && value !== '' ? value : null
}

function rawWrite(key: string, text: string): void {
  if (process.env.TARO_ENV === 'h5') window.localStorage.setItem(PREFIX + key, text)
  else Taro.setStorageSync(PREFIX + key, text)
}

function rawRemove(key: string): void {
  if (process.env.TARO_ENV === 'h5') window.localStorage.removeItem(PREFIX + key)
  else Taro.removeStorageSync(PREFIX + key)
}

function rawKeys(): readonly string[] {
  return process.env.TARO_ENV === 'h5' ? Object.keys(window.localStorage) : Taro.getStorageInfoSync().keys
}

/** The stored value when `is` recognises it, else null. */
export function readStored<T>(key: string, is: (value: unknown) => value is T): T | null {
  try {
    const text = rawRead(key)
    if (text === null) return null
    const value: unknown = JSON.parse(text)
    return is(value) ? value : null
  } catch {
    return null
  }
}

/** true when the device kept it. */
export function store(key: string, value: unknown): boolean {
  const text = JSON.stringify(value)
  try {
    rawWrite(key, text)
    return true
  } catch {
    forgetAll(COPY_PREFIX)
  }
  try {
    rawWrite(key, text)
    return true
  } catch {
    return false
  }
}

export function forget(key: string): void {
  try {
    rawRemove(key)
  } catch {
    // A store that cannot even remove keeps nothing of ours either.
  }
}

/** Drops every key that begins so. */
export function forgetAll(prefix: string): void {
  try {
    for (const key of rawKeys()) if (key.startsWith(PREFIX + prefix)) forget(key.slice(PREFIX.length))
  } catch {
    // As above.
  }
}

export const isString = (value: unknown): value is string => typeof value === 'string'
