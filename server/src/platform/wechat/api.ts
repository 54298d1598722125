/**
 * WeChat's server APIs that want an access token (WECHAT.md §1). The stable token is kept in the process and asked for again when WeChat says it is no longer
 * good; calls that come meanwhile wait for the same one.
 */
import { NotSentError, type OutsideClient } from '../outside/client.ts'
import { WorldError, type WorldAnswer } from './fetch-json.ts'

export interface WechatHost {
  readonly baseUrl: string
  readonly appid: string
  readonly secret: string
}

export interface WechatApi {
  /** @throws WorldError; NotSentError where not even a token could be had. An answer of 200 may carry an `errcode`. */
  post(path: string, content: unknown, timeoutMs: number): Promise<WorldAnswer>
  readonly isResting: () => boolean
}

/** WeChat itself renews a token five minutes before its end. */
const RENEW_EARLY_MS = 5 * 60_000
/** The token was refused, and nothing else was looked at. */
const STALE_TOKEN = new Set([40001, 40014, 42001])

interface Kept {
  readonly token: string
  readonly until: number
}

/** `now` gives milliseconds since 1970. */
export function createWechatApi(client: OutsideClient, host: WechatHost, now: () => number): WechatApi {
  const state: { token: Promise<Kept> | null } = { token: null }

  async function postJson(path: string, content: unknown, timeoutMs: number): Promise<WorldAnswer> {
    const headers = { 'content-type': 'application/json' }
    return await client.json(`${host.baseUrl}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(content),
      timeoutMs,
    })
  }

  async function freshToken(timeoutMs: number): Promise<Kept> {
    const { appid, secret } = host
    const asked = { grant_type: 'client_credential', appid, secret }
    const { json } = await postJson('/cgi-bin/stable_token', asked, timeoutMs)
    const { access_token: token, expires_in: seconds } = json
    if (typeof token !== 'string' || typeof seconds !== 'number') throw new WorldError('unreadable')
    return { token, until: now() + seconds * 1000 - RENEW_EARLY_MS }
  }

  async function token(timeoutMs: number): Promise<string> {
    const known = await state.token?.catch(() => null)
    if (known !== null && known !== undefined && known.until > now()) return known.token
    const asking = freshToken(timeoutMs)
    state.token = asking
    try {
      return (await asking).token
    } catch (error) {
      if (error instanceof WorldError) throw new NotSentError(error)
      throw error
    }
  }

  async function ask(path: string, content: unknown, timeoutMs: number): Promise<WorldAnswer> {
    const query = new URLSearchParams({ access_token: await token(timeoutMs) })
    return await postJson(`${path}?${query.toString()}`, content, timeoutMs)
  }

  return {
    isResting: client.isResting,
    async post(path, content, timeoutMs) {
      const answer = await ask(path, content, timeoutMs)
      if (!STALE_TOKEN.has(Number(answer.json['errcode']))) return answer
      state.token = null
      return await ask(path, content, timeoutMs)
    },
  }
}
