/** The control desk under `/control`: the fault menu, the clock, and what happened. Only from this machine. */
import * as z from 'zod'
import { json, jsonOf, type Answer, type Asked, type Handler, type Route } from '../platform/http.ts'
import { isLocal } from '../platform/loopback.ts'
import type { Delivery } from '../pay/delivery.ts'
import type { Check } from '../bureau/records.ts'
import { registryActions, registryLists, registryState } from '../registry/desk.ts'
import type { Sms } from '../sms/gateway.ts'
import type { World } from '../state.ts'
import { controlPage } from './page.ts'
import { utilityActions, utilityLists, utilityState } from './utilities.ts'

export interface Actions {
  /** Forgets everything but the keys; the companies' books are opened afresh. */
  reset(): void
  rotateKeys(): Promise<void>
}

const faultSchema = z.strictObject({
  id: z.string(),
  on: z.boolean(),
  params: z.record(z.string(), z.union([z.number(), z.boolean()])).optional(),
  times: z.number().int().positive().optional(),
})
const clockSchema = z.union([
  z.strictObject({ advanceMs: z.number().int() }),
  z.strictObject({ offsetMs: z.number().int() }),
])
const dueSchema = z.strictObject({ all: z.boolean().optional() })

const done = json(200, { ok: true })

function local(handle: Handler): Handler {
  return async (asked) => {
    if (!isLocal(asked)) return json(403, { code: 'LOCAL_ONLY', message: '只在本机使用' })
    try {
      return await handle(asked)
    } catch (error) {
      if (error instanceof RangeError) return json(422, { code: 'REFUSED', message: error.message })
      if (error instanceof z.ZodError)
        return json(400, { code: 'BODY_INVALID', message: '请求内容不对', issues: error.issues })
      throw error
    }
  }
}

const bodyOf = <T>(schema: z.ZodType<T>, asked: Asked): T => schema.parse(asked.raw === '' ? {} : jsonOf(asked.raw))

function clockView(world: World): Answer {
  return json(200, { now: new Date(world.clock.now()).toISOString(), offsetMs: world.clock.offsetMs() })
}

async function setClock(world: World, delivery: Delivery, asked: Asked): Promise<Answer> {
  const change = bodyOf(clockSchema, asked)
  world.clock.setOffset('offsetMs' in change ? change.offsetMs : world.clock.offsetMs() + change.advanceMs)
  void delivery.fireDue()
  return Promise.resolve(clockView(world))
}

async function fire(world: World, delivery: Delivery, asked: Asked): Promise<Answer> {
  const id = asked.params['id'] ?? ''
  if (world.callbacks.get(id) === undefined) return json(404, { code: 'NOT_FOUND', message: '没有这个通知' })
  return json(200, { attempts: await delivery.fire(id) })
}

const smsView = ({ fingerprint: _fingerprint, ...sms }: Sms): unknown => sms
const checkView = ({ kind, answer, asked }: Check): unknown => ({ kind, ...answer, asked })

function summary(world: World): Answer {
  return json(200, {
    now: new Date(world.clock.now()).toISOString(),
    offsetMs: world.clock.offsetMs(),
    faults: world.faults.list(),
    orders: world.orders.all().map(({ raw: _raw, ...order }) => order),
    refunds: world.refunds.all(),
    callbacks: world.callbacks.all(),
    postings: world.postings.all(),
    messages: world.sent.all(),
    ...utilityState(world),
    ...registryState(world),
    sms: world.sms.all().map(smsView),
    checks: world.checks.all().map(checkView),
  })
}

export function controlRoutes(world: World, delivery: Delivery, actions: Actions): Route[] {
  const route = (method: 'get' | 'post', path: string, handle: Handler): Route => ({
    method,
    path: `/control${path}`,
    handle: local(handle),
  })
  const list = (path: string, read: () => unknown[]): Route =>
    route('get', `/api/${path}`, () => json(200, { items: read() }))
  return [
    route('get', '', () => controlPage()),
    route('get', '/api/state', () => summary(world)),
    list('faults', () => world.faults.list()),
    list('orders', () => world.orders.all().map(({ raw: _raw, ...order }) => order)),
    list('refunds', () => world.refunds.all()),
    list('callbacks', () => world.callbacks.all()),
    list('postings', () => world.postings.all()),
    list('messages', () => world.sent.all()),
    ...Object.entries({ ...utilityLists(world), ...registryLists(world) }).map(([path, read]) => list(path, read)),
    list('sms', () => world.sms.all().map(smsView)),
    list('checks', () => world.checks.all().map(checkView)),
    route('post', '/api/faults', (asked) => json(200, world.faults.set(bodyOf(faultSchema, asked)))),
    route('post', '/api/faults/clear', () => {
      world.faults.clear()
      return done
    }),
    route('get', '/api/clock', () => clockView(world)),
    route('post', '/api/clock', (asked) => setClock(world, delivery, asked)),
    route('post', '/api/callbacks/fire-due', async (asked) =>
      json(200, { attempts: await delivery.fireDue(bodyOf(dueSchema, asked).all ?? false) }),
    ),
    route('post', '/api/callbacks/:id/fire', (asked) => fire(world, delivery, asked)),
    ...Object.entries({ ...utilityActions(world), ...registryActions(world) }).map(([path, act]) =>
      route('post', `/api/${path}`, (asked) => json(200, act(bodyOf(z.unknown(), asked)))),
    ),
    route('post', '/api/keys/rotate', async () => {
      await actions.rotateKeys()
      return done
    }),
    route('post', '/api/reset', () => {
      actions.reset()
      return done
    }),
  ]
}
