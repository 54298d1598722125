/** The code that names a person to the server once: from WeChat in the mini-program, from the world's stand-in phone in a browser. */
import Taro from '@tarojs/taro'
import { ownError } from '../api/api-error.ts'
import { overlayAnswer } from '../overlay/overlay.ts'
import { isString, readStored, store } from '../storage/storage.ts'
import { worldUrl } from './runtime.ts'

const PHONE_KEY = 'world-phone'

export type CodeOutcome =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'open-mini-program' }

/** `quiet`: no sheet may open; where one would be needed the outcome is `cancelled`. Throws ApiError `offline`. */
export function loginCode(quiet: boolean): Promise<CodeOutcome> {
  return process.env.TARO_ENV === 'h5' ? codeFromWorld(quiet) : codeFromWeChat()
}

async function codeFromWeChat(): Promise<CodeOutcome> {
  try {
    const { code } = await Taro.login({ timeout: 10_000 })
    return { kind: 'code', code }
  } catch {
    throw ownError('offline')
  }
}

async function codeFromWorld(quiet: boolean): Promise<CodeOutcome> {
  const world = await worldUrl()
  if (world === null) return { kind: 'open-mini-program' }
  const phone = rememberedPhone()
  if (phone !== null) return codeByPhone(world, phone)
  if (quiet) return { kind: 'cancelled' }
  const answer = await overlayAnswer(
    `${world}/phone/login?origin=${encodeURIComponent(window.location.origin)}`,
    '微信登录',
    readLogin,
  )
  if (answer === null) return { kind: 'cancelled' }
  store(PHONE_KEY, answer.phone)
  return { kind: 'code', code: answer.code }
}

async function codeByPhone(world: string, phone: string): Promise<CodeOutcome> {
  try {
    const response = await fetch(`${world}/phone/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ phone }),
    })
    const answer: unknown = await response.json()
    if (typeof answer === 'object' && answer !== null && 'code' in answer && typeof answer.code === 'string') {
      return { kind: 'code', code: answer.code }
    }
  } catch {
    throw ownError('offline')
  }
  throw ownError('bad-answer')
}

function readLogin(data: unknown): { code: string; phone: string } | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'login') return null
  if (!('code' in data) || !('phone' in data) || typeof data.code !== 'string' || typeof data.phone !== 'string')
    return null
  return { code: data.code, phone: data.phone }
}

export const rememberedPhone = (): string | null => readStored(PHONE_KEY, isString)
export const WORLD_PHONE_KEY = PHONE_KEY
