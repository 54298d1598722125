/**
 * WeChat's `code2Session` (WECHAT.md §1). Promises an openid for a fresh code; refuses with a kind the act can answer. The host comes from
 * the configuration: the real one and the world's simulator are spoken to by the same code.
 */
import { definePort } from '#platform/context.ts'
import { plainClient } from '#platform/outside/client.ts'
import { WorldError } from '#platform/wechat/fetch-json.ts'

export type LoginAnswer = { readonly openid: string } | { readonly refused: 'bad-code' | 'blocked' | 'unreachable' }

export interface WechatLogin {
  codeToSession(code: string): Promise<LoginAnswer>
}

export const wechatLogin = definePort<WechatLogin>('accounts.wechat-login')

const BAD_CODE = new Set([40029, 40163, 41008])
const BLOCKED = 40226
const TIMEOUT_MS = 5_000

/** `session_key` is not kept: nothing here needs it, and what is not stored cannot leak. */
export function createWechatLogin(host: { baseUrl: string; appid: string; secret: string }): WechatLogin {
  return {
    async codeToSession(code) {
      const query = new URLSearchParams({
        appid: host.appid,
        secret: host.secret,
        js_code: code,
        grant_type: 'authorization_code',
      })
      try {
        const answer = await plainClient.json(`${host.baseUrl}/sns/jscode2session?${query.toString()}`, {
          timeoutMs: TIMEOUT_MS,
        })
        return readAnswer(answer.json)
      } catch (error) {
        if (error instanceof WorldError) return { refused: 'unreachable' }
        throw error
      }
    },
  }
}

function readAnswer(json: Readonly<Record<string, unknown>>): LoginAnswer {
  if (typeof json['openid'] === 'string' && json['openid'] !== '') return { openid: json['openid'] }
  const errcode = Number(json['errcode'])
  if (BAD_CODE.has(errcode)) return { refused: 'bad-code' }
  return { refused: errcode === BLOCKED ? 'blocked' : 'unreachable' }
}
