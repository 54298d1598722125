/**
 * Notices to the merchant. Each attempt is sealed and signed anew (new timestamp, nonces); 200 or 204 within the time ends it, anything
 * else is tried again by the documented timetable, in the world's clock.
 */
import { rfc3339 } from '../clock.ts'
import { signingKeyOf, type Merchant } from '../keys.ts'
import type { World } from '../state.ts'
import { lines, nonce, seal, signText, spoil } from './crypto.ts'
import { transactionOf } from './orders.ts'
import { keyOf, type Attempt, type Callback } from './records.ts'
import { refundNotice, settleDueRefunds } from './refunds.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** After the first try: 15 s 15 s 30 s 3 m 10 m 20 m 30 m 30 m 30 m 60 m 3 h 3 h 3 h 6 h 6 h. */
export const retryAfterMs: readonly number[] = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
]

const SUMMARIES = { transaction: '支付成功', refund: '退款通知' } as const

interface Letter {
  readonly headers: Record<string, string>
  readonly body: string
  readonly note: string
}

function plainOf(world: World, callback: Callback): Record<string, unknown> | undefined {
  const key = keyOf(callback.mchid, callback.no)
  if (callback.kind === 'refund') {
    const refund = world.refunds.get(key)
    return refund && refundNotice(refund)
  }
  const order = world.orders.get(key)
  if (order?.paid === undefined) return undefined
  const paid = { ...order.paid, ...(callback.lie?.total === undefined ? {} : { total: callback.lie.total }) }
  return transactionOf({ ...order, paid }, 'SUCCESS')
}

function otherMchid(world: World, mchid: string): string {
  return world.keys.merchants.find((one) => one.mchid !== mchid)?.mchid ?? mchid
}

function bodyOf(world: World, callback: Callback, merchant: Merchant, notes: string[]): string {
  const plain = plainOf(world, callback) ?? {}
  const foreign = world.faults.take('pay.callback.other-merchant')
  if (foreign) notes.push('other-merchant')
  const told = foreign ? { ...plain, mchid: otherMchid(world, merchant.mchid) } : plain
  const sealed = seal(JSON.stringify(told), merchant.apiV3Key, callback.kind)
  const corrupt = world.faults.take('pay.callback.corrupt-tag')
  if (corrupt) notes.push('corrupt-tag')
  return JSON.stringify({
    id: callback.id,
    create_time: rfc3339(callback.createdAt),
    resource_type: 'encrypt-resource',
    event_type: callback.eventType,
    summary: SUMMARIES[callback.kind],
    resource: { original_type: callback.kind, ...(corrupt ? spoil(sealed) : sealed) },
  })
}

function letterOf(world: World, callback: Callback, merchant: Merchant): Letter {
  const notes: string[] = []
  const body = bodyOf(world, callback, merchant, notes)
  const old = world.faults.take('pay.callback.old-timestamp')
  if (old) notes.push('old-timestamp')
  const timestamp = String(Math.floor(world.clock.now() / 1000) - (old?.number('bySeconds') ?? 0))
  const once = nonce()
  const key = signingKeyOf(merchant)
  return {
    body,
    note: notes.join(' '),
    headers: {
      'Content-Type': 'application/json',
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': once,
      'Wechatpay-Serial': key.id,
      'Wechatpay-Signature': signText(lines(timestamp, once, body), key.privateKeyPem),
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    },
  }
}

function asProbe(letter: Letter): Letter {
  const { 'Wechatpay-Signature': signature = '', ...headers } = letter.headers
  return {
    ...letter,
    note: 'signtest',
    headers: { ...headers, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${signature}` },
  }
}

export interface Delivery {
  /** Sends one notice now, whatever its state; the attempts made. */
  fire(id: string): Promise<Attempt[]>
  /** Sends all that are due by the world's clock; with `all` the waiting and the lost ones too. */
  fireDue(all?: boolean): Promise<Attempt[]>
  start(): void
  stop(): Promise<void>
}

export function createDelivery(world: World, timeoutMs: number): Delivery {
  const flying = new Map<string, Promise<Attempt[]>>()
  let timer: NodeJS.Timeout | undefined

  const post = async (callback: Callback, letter: Letter): Promise<Attempt> => {
    const at = new Date(world.clock.now()).toISOString()
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const answer = await fetch(callback.url, {
        method: 'POST',
        headers: letter.headers,
        body: letter.body,
        signal,
        redirect: 'manual',
      })
      await answer.arrayBuffer()
      return { at, status: answer.status, ok: answer.status === 200 || answer.status === 204, note: letter.note }
    } catch (error) {
      return {
        at,
        status: null,
        ok: false,
        note: `${letter.note} ${error instanceof Error ? error.name : 'failed'}`.trim(),
      }
    }
  }

  const round = async (callback: Callback, merchant: Merchant): Promise<Attempt[]> => {
    const probe = world.faults.take('pay.callback.signtest')
    const probed = probe ? [await post(callback, asProbe(letterOf(world, callback, merchant)))] : []
    const copies = Array.from({ length: callback.copies }, () => post(callback, letterOf(world, callback, merchant)))
    return [...probed, ...(await Promise.all(copies))]
  }

  const record = (id: string, made: readonly Attempt[]): void => {
    const now = world.callbacks.get(id)
    if (now === undefined) return // the world was reset meanwhile
    const ok = made.some((one) => one.ok && one.note !== 'signtest')
    const pause = retryAfterMs[now.rounds]
    const state = ok || now.state === 'delivered' ? 'delivered' : pause === undefined ? 'given-up' : 'waiting'
    const dueAt = state === 'waiting' ? world.clock.now() + (pause ?? 0) : now.dueAt
    world.callbacks.put(id, { ...now, state, dueAt, rounds: now.rounds + 1, attempts: [...now.attempts, ...made] })
  }

  const fly = async (id: string): Promise<Attempt[]> => {
    const callback = world.callbacks.get(id)
    const merchant = world.keys.merchants.find((one) => one.mchid === callback?.mchid)
    if (callback === undefined || merchant === undefined) return []
    const made = await round(callback, merchant)
    record(id, made)
    return made
  }

  const fire = (id: string): Promise<Attempt[]> => {
    const running = flying.get(id)
    if (running !== undefined) return running
    const flight = fly(id).finally(() => flying.delete(id))
    flying.set(id, flight)
    return flight
  }

  const fireDue = async (all = false): Promise<Attempt[]> => {
    settleDueRefunds(world)
    const now = world.clock.now()
    const due = world.callbacks.all().filter((one) => {
      if (one.state === 'waiting') return all || one.dueAt <= now
      return all && one.state === 'lost'
    })
    return (await Promise.all(due.map((one) => fire(one.id)))).flat()
  }

  return {
    fire,
    fireDue,
    start: () => {
      timer = setInterval(() => void fireDue(), 100)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await Promise.all(flying.values())
    },
  }
}
