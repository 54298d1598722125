/** The only place of the world that knows Koa: handlers take an `Asked` and return an `Answer`. */
import Router from '@koa/router'
import Koa from 'koa'
import type { IncomingMessage } from 'node:http'

export interface Asked {
  readonly method: string
  /** Path and query exactly as they stood in the request line. */
  readonly target: string
  readonly path: string
  readonly query: URLSearchParams
  readonly params: Readonly<Record<string, string>>
  /** Lower-case names; the first value of each. */
  readonly headers: Readonly<Record<string, string>>
  /** The body's bytes as text; nothing is parsed before a signature is checked. */
  readonly raw: string
  /** The peer of the socket. */
  readonly from: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Cut the connection instead of answering: a network that lost the answer. */
  readonly drop?: boolean
}

export type Handler = (asked: Asked) => Answer | Promise<Answer>
export interface Route {
  readonly method: 'get' | 'post' | 'options'
  readonly path: string
  readonly handle: Handler
}

const MOST_BYTES = 1_048_576

export class BodyTooLarge extends Error {}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

export const dropped: Answer = { status: 500, drop: true }

/** The parsed body, or undefined where it is no JSON. */
export function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown
  } catch {
    return undefined
  }
}

export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > MOST_BYTES) throw new BodyTooLarge()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value[0] ?? '') : (value ?? ''),
    ]),
  )
}

async function askedFrom(ctx: Koa.Context, params: Record<string, string>): Promise<Asked> {
  return {
    method: ctx.method,
    target: ctx.req.url ?? '/',
    path: ctx.path,
    query: new URLSearchParams(ctx.querystring),
    params,
    headers: headersOf(ctx.req),
    raw: await readBody(ctx.req),
    from: ctx.req.socket.remoteAddress ?? '',
  }
}

function give(ctx: Koa.Context, answer: Answer): void {
  if (answer.drop === true) {
    ctx.respond = false
    ctx.req.socket.destroy()
    return
  }
  ctx.status = answer.status
  for (const [name, value] of Object.entries(answer.headers ?? {})) ctx.set(name, value)
  if (answer.body !== undefined) ctx.body = answer.body
}

/** A Koa application of these routes. An unknown path is 404 with a JSON body, a body above 1 MB is 413. */
export function createApp(routes: readonly Route[]): Koa {
  const app = new Koa()
  const router = new Router()
  for (const route of routes) {
    router[route.method](route.path, async (ctx) => {
      give(ctx, await route.handle(await askedFrom(ctx, ctx.params)))
    })
  }
  app.use(async (ctx, next) => {
    try {
      await next()
      if (ctx.status === 404 && ctx.body === undefined)
        give(ctx, json(404, { code: 'NOT_FOUND', message: '没有这个地址' }))
    } catch (error) {
      if (error instanceof BodyTooLarge) give(ctx, json(413, { code: 'BODY_TOO_LARGE', message: '内容太大' }))
      else {
        give(ctx, json(500, { code: 'WORLD_ERROR', message: '模拟世界自己出错了' }))
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
      }
    }
  })
  app.use(router.routes())
  return app
}
