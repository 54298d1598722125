/**
 * WeChat's getPhoneNumber on the server's side (WECHAT.md §1). The openid goes along, so that another phone's code is refused.
 */
import { definePort } from '#platform/context.ts'
import { plainClient } from '#platform/outside/client.ts'
import { createWechatApi, type WechatHost } from '#platform/wechat/api.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'

export type PhoneAnswer = { readonly phone: string } | { readonly refused: 'bad-code' | 'unreachable' }

export interface WechatPhone {
  numberOf(code: string, openid: string): Promise<PhoneAnswer>
}

export const wechatPhone = definePort<WechatPhone>('accounts.wechat-phone')

const TIMEOUT_MS = 4_000
const BAD_CODE = 40029
/** A number of the mainland; the counter helps people with another one. */
const NUMBER = /^1\d{10}$/

/** `now` gives milliseconds since 1970. */
export function createWechatPhone(host: WechatHost, now: () => number): WechatPhone {
  const api = createWechatApi(plainClient, host, now)
  return {
    async numberOf(code, openid) {
      try {
        return readAnswer((await api.post('/wxa/business/getuserphonenumber', { code, openid }, TIMEOUT_MS)).json)
      } catch (error) {
        if (error instanceof WorldError) return { refused: 'unreachable' }
        throw error
      }
    },
  }
}

function readAnswer(answer: Readonly<Record<string, unknown>>): PhoneAnswer {
  const errcode = Number(answer['errcode'] ?? 0)
  if (errcode !== 0) return { refused: errcode === BAD_CODE ? 'bad-code' : 'unreachable' }
  const info = answer['phone_info']
  if (typeof info !== 'object' || info === null) return { refused: 'unreachable' }
  const { purePhoneNumber: phone, countryCode }: { purePhoneNumber?: unknown; countryCode?: unknown } = info
  if (typeof phone !== 'string' || countryCode !== '86' || !NUMBER.test(phone)) return { refused: 'bad-code' }
  return { phone }
}
