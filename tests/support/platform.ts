/**
 * The platform alone on a real MongoDB: a house of two counties with one audited collection of notes, a clock that tests move, and child
 * processes of the same house for what only a process can suffer.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHouse } from '../../server/src/context.ts'
import type { Capability } from '../../server/src/platform/capability.ts'
import { movableClock } from '../../server/src/platform/clock.ts'
import type { Ctx } from '../../server/src/platform/context.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { ensureCollections } from '../../server/src/platform/db/indexes.ts'
import type { House } from '../../server/src/platform/house.ts'
import { testDatabaseUri } from './mongo.ts'
import { root } from './plant.ts'
import './platform-notes.ts'

export const COUNTY = '331123'
export const OTHER = '331124'
export const NOW = Date.parse('2026-11-26T01:00:00.000Z')

export interface Platform {
  readonly house: House
  readonly clock: ReturnType<typeof movableClock>
  readonly env: Readonly<Record<string, string>>
  readonly headsFile: string
  ctx(tenant?: string): Ctx
  /** A second house on the same database, as another worker would be. */
  another(): House
  /** Runs tests/support/platform-child.ts with these words. */
  child(words: readonly string[], env?: Readonly<Record<string, string>>): Child
  stop(): Promise<void>
}

export interface Child {
  readonly process: ChildProcess
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string }>
}

const secret = (): string => randomBytes(32).toString('base64')

function writeFiles(dir: string): Record<string, string> {
  const keys = {
    jwtKeys: [{ kid: 'test', secret: secret() }],
    auditKey: secret(),
    pendingKey: secret(),
    fieldKey: secret(),
    blindIndexKey: secret(),
  }
  const host = { name: '测试', baseUrl: 'http://127.0.0.1:9', clientId: 'test', secret: 'test' }
  const providers = {
    wechat: { baseUrl: 'http://127.0.0.1:9', appid: 'wxd1a0000000000001', secret: 'test' },
    pay: { baseUrl: 'http://127.0.0.1:9' },
    merchants: [],
    water: [COUNTY, OTHER].map((tenant) => ({ tenant, ...host })),
    power: [],
    gas: [],
    bureau: host,
    registry: host,
    sms: host,
  }
  writeFileSync(join(dir, 'keys.json'), JSON.stringify(keys))
  writeFileSync(join(dir, 'providers.json'), JSON.stringify(providers))
  return {
    XLB_KEYS_FILE: join(dir, 'keys.json'),
    PROVIDERS_FILE: join(dir, 'providers.json'),
    AUDIT_HEADS_FILE: join(dir, 'heads.jsonl'),
  }
}

/** `name` keeps the suite's database apart from those of other suites of the same worker. */
export async function openPlatform(name: string, capabilities: readonly Capability[] = []): Promise<Platform> {
  const dir = mkdtempSync(join(tmpdir(), 'xlb-platform-'))
  const files = writeFiles(dir)
  const env = {
    ...files,
    NODE_ENV: 'test',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    MONGODB_URI: testDatabaseUri(name),
    PUBLIC_URL: 'http://127.0.0.1:1',
  }
  const clock = movableClock(NOW)
  const { house, close } = await openHouse({ env, capabilities, clock })
  await nativeDb().dropDatabase()
  await ensureCollections()
  return {
    house,
    clock,
    env,
    headsFile: join(dir, 'heads.jsonl'),
    ctx: (tenant = COUNTY) => house.systemCtx(tenant, 'test'),
    another: () => ({ ...house }),
    child: (words, more = {}) => runChild(words, { ...env, ...more }),
    async stop() {
      await nativeDb().dropDatabase()
      await close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function runChild(words: readonly string[], env: Readonly<Record<string, string>>): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', ...words], {
    cwd: root,
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
  })
  let output = ''
  const take = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string }>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, output })
    })
  })
  return { process: child, ended }
}
