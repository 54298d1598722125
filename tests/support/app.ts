/**
 * The server in this process on a real MongoDB, with the world beside it on a port of its own: HTTP both ways, one clock for both. Jobs run when a
 * test says so; nothing is mocked.
 */
import { createServer, type Server } from 'node:http'
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import supertest from 'supertest'
import { createClock } from '../../world/src/clock.ts'
import { startWorld, type RunningWorld } from '../../world/src/world.ts'
import { capabilities as registry } from '../../server/src/capabilities/registry.ts'
import { openHouse } from '../../server/src/context.ts'
import type { Capability } from '../../server/src/platform/capability.ts'
import type { Clock } from '../../server/src/platform/clock.ts'
import type { Ctx } from '../../server/src/platform/context.ts'
import { createApp } from '../../server/src/platform/http/app.ts'
import type { Limits } from '../../server/src/platform/http/limits.ts'
import { KEEP_ALIVE_MS } from '../../server/src/platform/http/server.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import type { House } from '../../server/src/platform/house.ts'
import { seedHouse } from '../../server/src/seed.ts'
import { emptyDatabase, testDatabaseUri } from './mongo.ts'

export const SUICHANG = '331123'
export const SONGYANG = '331124'

export interface TestWorld {
  readonly url: string
  fault(id: string, params?: Readonly<Record<string, unknown>>, times?: number): Promise<void>
  clearFaults(): Promise<void>
  /** Both clocks jump. */
  advance(ms: number): Promise<void>
  control(path: string, body?: unknown): Promise<unknown>
  /** What a person does on the phone; answers `errMsg`. */
  pay(phone: string, params: object, decide?: 'pay' | 'cancel'): Promise<string>
  loginCode(phone: string): Promise<string>
}

export interface TestApp {
  readonly url: string
  readonly house: House
  readonly world: TestWorld
  readonly request: ReturnType<typeof supertest>
  ctx(tenant?: string): Ctx
  /** A bearer token of this demo person. */
  signIn(phone: string, tenant?: string): Promise<string>
  /** Relay, dispatch and the jobs named (all without names), until what one sets going the others have finished. */
  work(names?: readonly string[]): Promise<void>
  stop(): Promise<void>
}

export interface TestAppOptions {
  readonly limits?: Partial<Limits>
  /** false: only collections and indexes. */
  readonly seed?: boolean
  /** Capabilities beside those of the registry: for what the house promises to any of them. */
  readonly beside?: readonly Capability[]
}

/** Wide enough that only the tests of limits meet one. */
const wide = { points: 1_000_000, seconds: 60 }
const WIDE: Limits = {
  read: wide,
  write: wide,
  'sign-in': wide,
  ask: wide,
  callback: wide,
  public: wide,
  lookup: wide,
  upload: wide,
}

export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dir = mkdtempSync(join(tmpdir(), 'xlb-test-'))
  const worldClock = createClock()
  const world = await startWorldWithKeptKeys(dir, worldClock)
  const clock: Clock = { now: () => worldClock.now(), instant: () => new Date(worldClock.now()).toISOString() }
  // As the real server: with node's five seconds a busy machine writes now and then into a connection that just ended.
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS })
  const url = await listen(server)
  const capabilities = [...registry, ...(options.beside ?? [])]
  const { house, close } = await openHouse({ env: environment(dir, url), clock, capabilities })
  await emptyDatabase()
  await seedHouseOrNot(house, options.seed ?? true)
  const handle = createApp(house, { ...WIDE, ...options.limits }).koa.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    url,
    house,
    world: testWorld(world),
    request: supertest(url),
    ctx: (tenant = SUICHANG) => house.systemCtx(tenant, 'test'),
    signIn: (phone, tenant = SUICHANG) => signIn(url, testWorld(world), phone, tenant),
    async work(names) {
      await runJobsOnce(house, names)
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await close()
      await world.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Making the merchants' RSA pairs takes seconds; the suites of one machine share the world's keys. */
async function startWorldWithKeptKeys(dir: string, clock: ReturnType<typeof createClock>): Promise<RunningWorld> {
  const kept = join(tmpdir(), 'xlb-test-world-keys-2.json')
  const used = join(dir, 'keys.json')
  if (existsSync(kept)) copyFileSync(kept, used)
  const world = await startWorld({ port: 0, dir, clock, notifyTimeoutMs: 2_000 })
  if (!existsSync(kept)) {
    copyFileSync(used, `${kept}.${String(process.pid)}`)
    renameSync(`${kept}.${String(process.pid)}`, kept)
  }
  return world
}

async function seedHouseOrNot(house: House, seed: boolean): Promise<void> {
  await seedHouse(seed ? house : { ...house, capabilities: [] })
}

function environment(dir: string, url: string): Record<string, string> {
  const secret = () => randomBytes(32).toString('base64')
  const keys = {
    jwtKeys: [{ kid: 'test', secret: secret() }],
    auditKey: secret(),
    pendingKey: secret(),
    fieldKey: secret(),
    blindIndexKey: secret(),
  }
  const keysFile = join(dir, 'server-keys.json')
  writeFileSync(keysFile, JSON.stringify(keys))
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    MONGODB_URI: testDatabaseUri(),
    PUBLIC_URL: url,
    PROVIDERS_FILE: join(dir, 'server.env.json'),
    XLB_KEYS_FILE: keysFile,
    AUDIT_HEADS_FILE: join(dir, 'audit-heads.jsonl'),
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the test server has no port')
  return `http://127.0.0.1:${String(address.port)}`
}

function testWorld(world: RunningWorld): TestWorld {
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${world.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`the world answered ${String(answer.status)} to ${path}: ${text}`)
    const parsed: unknown = text === '' ? {} : JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  }
  return {
    url: world.url,
    async fault(id, params = {}, times) {
      await post('/control/api/faults', { id, on: true, params, ...(times === undefined ? {} : { times }) })
    },
    async clearFaults() {
      await post('/control/api/faults/clear', {})
    },
    async advance(ms) {
      await post('/control/api/clock', { advanceMs: ms })
    },
    async control(path, body) {
      if (body !== undefined) return await post(`/control/api/${path}`, body)
      const answer: unknown = await (await fetch(`${world.url}/control/api/${path}`)).json()
      return answer
    },
    async pay(phone, params, decide = 'pay') {
      return String((await post('/phone/api/pay', { phone, ...params, decide }))['errMsg'])
    },
    async loginCode(phone) {
      return String((await post('/phone/api/login', { phone }))['code'])
    },
  }
}

async function signIn(url: string, world: TestWorld, phone: string, tenant: string): Promise<string> {
  const code = await world.loginCode(phone)
  const answer = await supertest(url).post('/api/accounts/sessions').send({ code, tenant, client: 'h5' })
  if (answer.status !== 200) throw new Error(`sign-in of ${phone} answered ${String(answer.status)}`)
  return String(answer.body.token)
}
