/** One column for every route; see bind.ts for the order. */
import { createHash } from 'node:crypto'
import { fillSentence, type WireError } from '@xlb/shared/platform/error.ts'
import { errorSentences } from '@xlb/shared/messages.ts'
import type { Context } from 'koa'
import type { Ctx, StaffCtx } from '../context.ts'
import { AppError } from '../errors.ts'
import { runOnce } from '../idempotency/store.ts'
import type { Audiences } from './audience.ts'
import type { Caller, Inputs, Route } from './bind.ts'
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import { noFile, parseJson, readBody, readFile } from './body.ts'
import type { Limiter } from './limits.ts'
import { parseInput } from './parse.ts'

const NO_BYTES = Buffer.alloc(0)
const KEY_PATTERN = /^[\w-]{16,64}$/

export interface ColumnParts {
  readonly audiences: Audiences
  readonly limiter: Limiter
  /** Of routes with a door: who comes in a crowd waits here first. */
  readonly arrive: () => Promise<void> | null
  /** null: no resident's token that stands. */
  readonly caller: (koa: Context) => Caller | null
}

export async function answerRoute(parts: ColumnParts, route: Route, koa: Context): Promise<void> {
  const { input, leave } = await atTheDoor(parts, route, koa)
  try {
    await answerInside(parts, route, koa, input)
  } finally {
    leave()
  }
}

async function answerInside(parts: ColumnParts, route: Route, koa: Context, read: Entered['input']): Promise<void> {
  const { endpoint } = route
  const ctx = await parts.audiences[endpoint.audience](koa, endpoint)
  const signedIn = endpoint.audience === 'resident' || endpoint.audience === 'staff'
  await parts.limiter.take(endpoint.limiter, signedIn ? ctx.actor.id : koa.ip)
  refuseWithoutRole(endpoint, ctx)
  const input = await read()
  const answer =
    route.once === undefined ? await answerPlain(route, ctx, input) : await answerOnce(route, ctx, input, koa)
  koa.status = 200
  const { cacheSeconds } = endpoint
  const caching = cacheSeconds === undefined ? 'private, no-cache' : `public, max-age=${String(cacheSeconds)}`
  koa.res.setHeader('Cache-Control', caching)
  if (koa.method === 'GET') sendWritten(koa, cacheSeconds === undefined ? write(answer) : writeOnce(answer))
  else koa.body = answer
}

interface Entered {
  readonly input: () => Promise<Inputs<Endpoint>>
  readonly leave: () => void
}

/**
 * Where a route has a door, the input is read there; one that is wrong is refused only after whoever sent it was let in. Limited by session: whose account it is costs
 * a command.
 */
async function atTheDoor(parts: ColumnParts, { endpoint, plain }: Route, koa: Context): Promise<Entered> {
  const straight = { input: () => inputOf(endpoint, koa), leave: () => undefined }
  if (plain?.enter === undefined) return straight
  const others = parts.arrive()
  if (others !== null) await others
  const caller = parts.caller(koa)
  if (caller === null) return straight
  await parts.limiter.take(endpoint.limiter, caller.sessionId)
  const reading = inputOf(endpoint, koa)
  const input = await reading.catch(() => null)
  if (input === null) return { ...straight, input: () => reading }
  return { input: () => reading, leave: await plain.enter(caller, input) }
}

/** Denied by default: a staff route whose contract names no roles is nobody's. Asked before a byte of the body is read. */
function refuseWithoutRole(endpoint: Endpoint, ctx: Ctx): void {
  if (endpoint.audience !== 'staff' || endpoint.roles === 'signed-in') return
  const { held } = (ctx as StaffCtx).staff
  if (!held.some(({ role }) => endpoint.roles?.includes(role) === true)) throw new AppError('forbidden')
}

async function inputOf(endpoint: Endpoint, koa: Context): Promise<Inputs<Endpoint>> {
  const file = endpoint.upload === undefined ? noFile : readFile(koa.req, endpoint.upload)
  const bytes = koa.method === 'GET' || endpoint.upload !== undefined ? NO_BYTES : await readBody(koa.req)
  if (endpoint.body !== undefined && bytes.length > 0 && !isJson(koa)) throw new AppError('media-type-refused')
  const body = endpoint.body === undefined ? undefined : parseJson(bytes)
  const params = koa['params'] as Record<string, string>
  const values = parseInput(endpoint, { params, query: koa.querystring === '' ? {} : koa.query, body })
  return { ...(values as Inputs<Endpoint>), raw: { bytes, file, header: (name) => koa.get(name) } }
}

/** Our own clients name it in this one way: to read all that may be said costs more than to read a small body. */
const isJson = (koa: Context): boolean =>
  koa.req.headers['content-type'] === 'application/json' || koa.is('json') !== false

async function answerPlain(route: Route, ctx: Ctx, input: Inputs<Endpoint>): Promise<unknown> {
  if (route.plain === undefined) throw new Error(`${route.endpoint.id} has no handler`)
  return await route.plain.handle(ctx, input)
}

async function answerOnce(route: Route, ctx: Ctx, input: Inputs<Endpoint>, koa: Context): Promise<unknown> {
  const { once, endpoint } = route
  if (once === undefined) throw new Error(`${endpoint.id} has no handler`)
  const key = koa.get('Idempotency-Key')
  if (!KEY_PATTERN.test(key)) throw new AppError('idempotency-key-missing')
  const loaded = await once.load(ctx, input)
  const attempt = { endpoint: endpoint.id, key, input: { params: input.params, query: input.query, body: input.body } }
  once.authorise(ctx, loaded)
  const recordId = await runOnce(ctx, attempt, () => once.act(ctx, loaded, input))
  return await once.present(ctx, recordId)
}

interface Written {
  readonly bytes: Buffer
  readonly etag: string
}

function sendWritten(koa: Context, { bytes, etag }: Written): void {
  koa.res.setHeader('Content-Type', 'application/json; charset=utf-8')
  koa.res.setHeader('ETag', etag)
  koa.body = bytes
  // Only then is there anything to compare with.
  const { headers } = koa.req
  const conditional = headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined
  if (conditional && koa.fresh) koa.status = 304
}

function write(body: unknown): Written {
  const bytes = Buffer.from(JSON.stringify(body))
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"` }
}

const written = new WeakMap<object, Written>()

/** A public answer that a handler gives again as the same object is written and hashed once. */
function writeOnce(body: unknown): Written {
  if (typeof body !== 'object' || body === null) return write(body)
  const known = written.get(body) ?? write(body)
  written.set(body, known)
  return known
}

/** The one shape of every error; a 5xx explains nothing to the outside. */
export function errorBody(
  error: unknown,
  requestId: string,
): { status: number; body: WireError; seconds: number | null } {
  const known = error instanceof AppError ? error : new AppError('internal')
  const seconds = typeof known.params['seconds'] === 'number' ? known.params['seconds'] : null
  return {
    status: known.status,
    seconds,
    body: {
      error: {
        code: known.code,
        message: fillSentence(errorSentences[known.code], known.params),
        params: { ...known.params },
        ...(known.fields === undefined ? {} : { fields: [...known.fields] }),
        requestId,
      },
    },
  }
}
