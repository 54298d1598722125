/** How companies and offices know who asks: HMAC-SHA256 in hex over method, path with query, seconds since 1970 and body, one a line. */
import { createHmac } from 'node:crypto'

export interface SigningClient {
  readonly clientId: string
  readonly secret: string
}

export interface ToSign {
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** '' for none; byte for byte what is sent. */
  readonly body: string
}

export function signatureHeaders(client: SigningClient, asked: ToSign, nowMs: number): Record<string, string> {
  const { pathname, search } = new URL(asked.url)
  const timestamp = String(Math.floor(nowMs / 1000))
  const signed = [asked.method, pathname + search, timestamp, asked.body].join('\n')
  return {
    'x-client': client.clientId,
    'x-timestamp': timestamp,
    'x-signature': createHmac('sha256', client.secret).update(signed).digest('hex'),
  }
}
