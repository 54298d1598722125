/** How offices of the province are spoken to: JSON, signed with HMAC-SHA256 over method, path, seconds and body. */
import type { OfficeHost } from '../config/config.ts'
import type { WorldAnswer } from '../wechat/fetch-json.ts'
import { signatureHeaders } from './client-signature.ts'
import { plainClient, type OutsideClient } from './client.ts'

export type SignedPost = (path: string, content: unknown, timeoutMs: number) => Promise<WorldAnswer>

/** `now` gives milliseconds since 1970. The function throws WorldError where no readable answer came in time. */
export function signedPost(host: OfficeHost, now: () => number, client: OutsideClient = plainClient): SignedPost {
  return async (path, content, timeoutMs) => {
    const url = `${host.baseUrl}${path}`
    const body = JSON.stringify(content)
    const signed = signatureHeaders(host, { method: 'POST', url, body }, now())
    const headers = { 'content-type': 'application/json', ...signed }
    return await client.json(url, { method: 'POST', headers, body, timeoutMs })
  }
}
