/**
 * How offices and companies of the world know who asks: `X-Client`, `X-Timestamp` (seconds, at most five minutes off) and `X-Signature`, the
 * lower-case hex HMAC-SHA256 of `METHOD\npath?query\ntimestamp\nbody` with the client's secret. Anything else is 401.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Faults } from '../faults.ts'
import { dropped, json, wait, type Answer, type Asked, type Handler } from './http.ts'

const SKEW_SECONDS = 300

export interface Client {
  readonly clientId: string
  readonly secret: string
}

/** `target` is path and query as they stand in the request line. */
export function clientSignature(
  secret: string,
  method: string,
  target: string,
  timestamp: string,
  body: string,
): string {
  return createHmac('sha256', secret).update([method, target, timestamp, body].join('\n')).digest('hex')
}

function clientOf<C extends Client>(clients: readonly C[], asked: Asked, nowMs: number): C | undefined {
  const client = clients.find((one) => one.clientId === asked.headers['x-client'])
  const timestamp = asked.headers['x-timestamp'] ?? ''
  if (client === undefined || !/^\d{1,11}$/.test(timestamp)) return undefined
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > SKEW_SECONDS) return undefined
  const given = Buffer.from(asked.headers['x-signature'] ?? '')
  const right = Buffer.from(clientSignature(client.secret, asked.method, asked.target, timestamp, asked.raw))
  return given.length === right.length && timingSafeEqual(given, right) ? client : undefined
}

export const refuse = (status: number, code: string, message: string): Answer => json(status, { code, message })

export interface Door<C extends Client> {
  /** Letters before the dot of this door's faults `.slow` and `.down`. */
  readonly faultGroup: string
  readonly clients: () => readonly C[]
}

/** Binds a handler behind the door: slow and down first (a dead machine checks no signature), then the signature. */
export function behindDoor<C extends Client>(
  world: { readonly faults: Faults; readonly clock: { now(): number } },
  door: Door<C>,
  handle: (client: C, asked: Asked) => Answer | Promise<Answer>,
): Handler {
  return async (asked) => {
    const slow = world.faults.take(`${door.faultGroup}.slow`)
    if (slow) await wait(slow.number('delayMs'))
    const down = world.faults.take(`${door.faultGroup}.down`)
    if (down) return down.flag('drop') ? dropped : refuse(503, 'UNAVAILABLE', '系统维护中')
    const client = clientOf(door.clients(), asked, world.clock.now())
    return client === undefined ? refuse(401, 'SIGNATURE_INVALID', '签名不对') : handle(client, asked)
  }
}

/** The answer to a body that is not what the contract says; names each field. */
export function badBody(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): Answer {
  const fields = issues.map((issue) => ({ field: issue.path.map(String).join('.'), issue: issue.message }))
  return json(400, { code: 'BODY_INVALID', message: '请求内容不对', fields })
}
