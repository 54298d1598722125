/** One request out, one answer back, whatever the platform. Every status is an answer; only silence is an error. */
import Taro from '@tarojs/taro'
import { ownError } from './api-error.ts'

export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly timeoutMs: number
}

export interface Answer {
  readonly status: number
  /** By lower-case name. */
  readonly header: (name: string) => string | null
  readonly body: unknown
}

/** Throws ApiError `offline` or `timeout`. */
export function send(sent: Sent): Promise<Answer> {
  return process.env.TARO_ENV === 'h5' ? sendByFetch(sent) : sendByWeChat(sent)
}

async function sendByFetch({ method, url, headers, body, timeoutMs }: Sent): Promise<Answer> {
  const abort = new AbortController()
  const timer = setTimeout(() => {
    abort.abort()
  }, timeoutMs)
  try {
    const response = await fetch(url, { method, headers, body, signal: abort.signal })
    return { status: response.status, header: (name) => response.headers.get(name), body: parse(await response.text()) }
  } catch {
    throw ownError(abort.signal.aborted ? 'timeout' : 'offline')
  } finally {
    clearTimeout(timer)
  }
}

async function sendByWeChat({ method, url, headers, body, timeoutMs }: Sent): Promise<Answer> {
  try {
    const answer = await Taro.request<string, string>({
      url,
      method,
      header: headers,
      ...(body === null ? {} : { data: body }),
      // Anything but `json` leaves the text alone, so that both platforms read it by the same rule.
      dataType: '其他',
      timeout: timeoutMs,
    })
    return { status: answer.statusCode, header: headerOf(answer.header), body: parse(answer.data) }
  } catch (error) {
    throw ownError(wordsOf(error).includes('timeout') ? 'timeout' : 'offline')
  }
}

/** WeChat fails with `{ errMsg }`, not with an Error. */
export function wordsOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'errMsg' in error ? String(error.errMsg) : ''
}

function headerOf(header: Record<string, unknown>): Answer['header'] {
  const lower = new Map(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]))
  return (name) => lower.get(name) ?? null
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}
