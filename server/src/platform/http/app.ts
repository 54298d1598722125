/** Koa, and nothing of it outside this folder: request id, host wall, headers, log line, errors, routes, health. */
import { randomUUID } from 'node:crypto'
import Koa, { type Context, type Next } from 'koa'
import { noteStorm } from '../alarms/storms.ts'
import { databaseReady, nativeDb } from '../db/connection.ts'
import { AppError } from '../errors.ts'
import type { House } from '../house.ts'
import { errorBody } from './answer.ts'
import { createArrivals } from './arrivals.ts'
import type { Audiences } from './audience.ts'
import { residentClaims } from '../crypto/bearer.ts'
import type { Caller } from './bind.ts'
import { createLimiter, defaultLimits, type Limits } from './limits.ts'
import { openApi, docsPage } from './openapi.ts'
import { createRequestLog } from './request-log.ts'
import { findRoute } from './routes.ts'
import { serveH5 } from './static.ts'

export interface App {
  readonly koa: Koa
  /** From now on `/readyz` says no: the proxy sends nothing new while the last requests finish. */
  drain(): void
}

export function createApp(house: House, limits: Limits = defaultLimits): App {
  const koa = new Koa({
    proxy: house.config.environment.TRUSTED_HOPS > 0,
    maxIpsCount: house.config.environment.TRUSTED_HOPS,
  })
  const state = { draining: false }
  koa.silent = true
  koa.on('error', (error: unknown) => {
    house.log.error({ err: error }, 'after the answer')
  })
  koa.use(around(house))
  koa.use(health(state))
  koa.use(headers(house))
  koa.use(
    findRoute(
      house.capabilities.flatMap((one) => one.routes),
      {
        audiences: audiencesOf(house),
        limiter: createLimiter(limits),
        arrive: createArrivals(),
        caller: callerOf(house),
      },
    ),
  )
  koa.use(async (ctx, next) => {
    if (ctx.path.startsWith('/api/')) throw new AppError('not-found')
    await next()
  })
  koa.use(pages(house))
  return {
    koa,
    drain: () => {
      state.draining = true
    },
  }
}

/** Outermost: an id, one log line, and every error turned into the one shape. */
function around(house: House) {
  const allowedHost = new URL(house.config.environment.PUBLIC_URL).host
  const noteRequest = createRequestLog(house)
  return async (ctx: Context, next: Next): Promise<void> => {
    const begun = performance.now()
    const requestId = randomUUID()
    ctx.state['requestId'] = requestId
    ctx.res.setHeader('X-Request-Id', requestId)
    try {
      refuseForeignHost(allowedHost, ctx)
      await next()
    } catch (error) {
      answerError(house, ctx, error, requestId)
    }
    noteRequest(ctx, requestId, (performance.now() - begun) / 1000)
  }
}

/** Somebody tries to speak to the database through us: counted and logged for the operator, without what they sent. */
function reportOperators(house: House, ctx: Context, error: unknown, requestId: string): void {
  if (!(error instanceof AppError) || error.fields?.some((field) => field.code === 'operator-refused') !== true) return
  house.metrics.events.inc({ name: 'operator-refused' })
  noteStorm(house, 'operator-refused')
  house.log.warn(
    { requestId, route: ctx.state['route'], security: 'operator-refused' },
    'a database operator was sent and refused',
  )
}

function answerError(house: House, ctx: Context, error: unknown, requestId: string): void {
  reportOperators(house, ctx, error, requestId)
  const { status, body, seconds } = errorBody(error, requestId)
  if (status >= 500) house.log.error({ requestId, route: ctx.state['route'], err: error }, 'request failed')
  ctx.status = status
  ctx.set('Cache-Control', 'no-store')
  if (seconds !== null) ctx.set('Retry-After', String(seconds))
  ctx.body = body
  if (!ctx.req.readableEnded && status === 413) ctx.set('Connection', 'close')
}

/** No link is ever built from Host; a foreign, doubled or absolute-form one is refused before routing. */
function refuseForeignHost(allowed: string, ctx: Context): void {
  const { rawHeaders, url: target = '' } = ctx.req
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1
  if (hosts !== 1 || !target.startsWith('/') || target.startsWith('//')) throw new AppError('host-refused')
  const given = ctx.get('Host').toLowerCase()
  const name = given.replace(/:\d+$/, '')
  if (given !== allowed && name !== '127.0.0.1' && name !== 'localhost') throw new AppError('host-refused')
}

function health(state: { draining: boolean }) {
  const answerReady = async (ctx: Context): Promise<void> => {
    const ready = !state.draining && databaseReady() && (await pinged())
    ctx.status = ready ? 200 : 503
    ctx.body = { ready }
  }
  return (ctx: Context, next: Next): Promise<void> => {
    const { path } = ctx
    if (path === '/readyz') return answerReady(ctx)
    if (path !== '/healthz') return next()
    ctx.body = { alive: true }
    return Promise.resolve()
  }
}

async function pinged(): Promise<boolean> {
  try {
    await nativeDb().command({ ping: 1 }, { timeoutMS: 1_000 })
    return true
  } catch {
    return false
  }
}

function headers(house: House) {
  const phone = house.config.environment.STAND_IN_PHONE_URL
  const frame = phone === '' ? "'none'" : new URL(phone).origin
  const connect = phone === '' ? "'self'" : `'self' ${new URL(phone).origin}`
  const fixed = Object.entries({
    'Content-Security-Policy': `default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src ${connect}; frame-src ${frame}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(self)',
  })
  return (ctx: Context, next: Next): Promise<void> => {
    for (const [name, value] of fixed) ctx.res.setHeader(name, value)
    return next()
  }
}

function audiencesOf(house: House): Audiences {
  const open: Audiences['public'] = (ctx) =>
    Promise.resolve(house.ctx('', { kind: 'anonymous', id: ctx.ip }, String(ctx.state['requestId'])))
  const given = Object.assign(
    {},
    ...house.capabilities.map((one) => one.audiences?.(house) ?? {}),
  ) as Partial<Audiences>
  const missing = (): never => {
    throw new Error('no capability admits this audience')
  }
  return {
    public: open,
    resident: given.resident ?? missing,
    staff: given.staff ?? missing,
    provider: given.provider ?? missing,
  }
}

const callerOf =
  (house: House) =>
  (ctx: Context): Caller | null => {
    const now = (): number => house.clock.now()
    const claims = residentClaims(house.config.keys.jwtKeys, ctx.req, now())
    return claims === null ? null : { ...claims, now }
  }

function pages(house: House) {
  const description = JSON.stringify(
    openApi(house.capabilities.flatMap((one) => one.routes.map((route) => route.endpoint))),
  )
  const runtime = JSON.stringify({
    worldUrl: house.config.environment.STAND_IN_PHONE_URL === '' ? null : house.config.environment.STAND_IN_PHONE_URL,
  })
  const h5 = serveH5(house.config.environment.H5_DIR)
  return async (ctx: Context): Promise<void> => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') throw new AppError('method-not-allowed')
    if (ctx.path === '/openapi.json') sendText(ctx, 'application/json; charset=utf-8', description)
    else if (ctx.path === '/runtime.json') sendText(ctx, 'application/json; charset=utf-8', runtime)
    else if (ctx.path === '/docs') sendText(ctx, 'text/html; charset=utf-8', docsPage(description))
    else await h5(ctx)
  }
}

function sendText(ctx: Context, type: string, text: string): void {
  ctx.type = type
  ctx.set('Cache-Control', 'no-cache')
  ctx.body = text
}
