/**
 * The whole product as processes of this machine: database, world, API, worker. `npm start`, the journeys and the drills all start it here, so
 * that what is tested is what people run.
 *
 * Ports: API and H5 at N, world at N+1, MongoDB at N+2, metrics of the API at N+3 and of the worker at N+4, all on 127.0.0.1.
 * Data: `mongo/` database files, `world/` the world's own state and keys, `logs/`, `clock.json`, `audit-heads.jsonl`, `keys.json` (secrets, mode 600),
 * `server.env`, `running.json`.
 *
 * Environment handed to the processes (every value is a string):
 *
 * | name                 | who         | meaning                                                                                    |
 * | -------------------- | ----------- | ------------------------------------------------------------------------------------------ |
 * | `MONGODB_URI`        | api, worker | the replica set with the database's name                                                   |
 * | `PORT`               | api         | port of the API and H5                                                                     |
 * | `METRICS_PORT`       | api, worker | port of `/metrics`, loopback only, one for each process                                    |
 * | `PUBLIC_URL`         | api, worker | address under which people and the payment company reach the API                           |
 * | `PROVIDERS_FILE`     | api, worker | JSON the world wrote for the server: hosts, merchants, keys, certificates                  |
 * | `XLB_KEYS_FILE`      | api, worker | path of `keys.json`, the secrets of the installation (scripts/keys.mjs)                    |
 * | `XLB_CLOCK_FILE`     | all         | JSON `{"offsetMs": n}`; written by the world's control page, so that all clocks jump together |
 * | `AUDIT_HEADS_FILE`   | api, worker | where the daily heads of the audit chains are appended                                     |
 * | `STAND_IN_PHONE_URL` | api         | the simulated phone, for H5 where no WeChat is                                             |
 * | `H5_DIR`             | api         | folder of the built H5; absent when it is not served                                       |
 * | `WORLD_PORT`         | world       | port of the world                                                                          |
 * | `WORLD_DIR`          | world       | folder of the world's state; it writes `server.env.json` there                             |
 * | `WORLD_FRAME_ORIGINS` | world      | pages that may show the world's phone in a frame: H5                                       |
 *
 * Ready means: the world wrote a line of JSON holding `"ready":true`, the API answers `/readyz`, the worker serves its metrics.
 * The environment of the API is also written to `server.env` in the data folder, for the operator's commands
 * (`node --env-file=.data/server.env …`).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { lastLines } from './child.mjs'
import { startEngine } from './engine.mjs'
import { ensureKeys } from './keys.mjs'
import { endProcess, launch, waitUntilDone, waitUntilReady } from './process.mjs'
import { say } from './terminal.mjs'

/**
 * @typedef {'world' | 'api' | 'worker'} Name
 * @typedef {import('./process.mjs').Launched} Launched
 * @typedef {Readonly<Record<string, string>>} Environment
 * @typedef {{ name: Name, code: number | null, signal: NodeJS.Signals | null, lastLines: string, logFile: string }} Death
 *
 * @typedef {object} How
 * @property {number} port the first of five consecutive ports
 * @property {string} dataDir absolute
 * @property {boolean} [h5] build (when stale) and serve the web pages; default false
 * @property {string} [mongoUri] a replica set that runs already; otherwise one is started
 * @property {import('./engine.mjs').Engine} [engine] found before
 * @property {Readonly<Partial<Record<Name | 'seed', string>>>} [entries] built entries, below the root, instead of the sources
 * @property {Environment} [env] for api, worker, seed and world, on top of the table above
 * @property {(sentence: string) => void} [log]
 * @property {(death: Death) => void} [onDeath] a process ended that nobody ended
 *
 * @typedef {object} Product
 * @property {{ app: string, api: string, world: string, metrics: string, workerMetrics: string, mongo: string }} urls api ends in `/api`
 * @property {Record<Name, import('node:child_process').ChildProcess>} processes always the present ones
 * @property {Record<Name, string>} logFiles
 * @property {Environment} env what the API was given: for the operator's commands and for looking into the database
 * @property {(name: Name, env?: Environment) => Promise<void>} restart ends the process if it still runs and starts it anew, with more environment
 * @property {() => Promise<void>} stop ends everything within 10 s and keeps the data
 */

/** @type {Readonly<Record<Name, string>>} */
const entries = { world: 'world/src/main.ts', api: 'server/src/main.ts', worker: 'server/src/worker.ts' }

/** @param {number} port */
export const portsOf = (port) => ({
  app: port,
  world: port + 1,
  mongo: port + 2,
  metrics: port + 3,
  workerMetrics: port + 4,
})

/**
 * The environment table as code.
 * @param {{ port: number, dataDir: string, mongoUri: string, h5Dir: string | undefined }} of
 * @returns {Record<Name, Record<string, string>>}
 */
export function environmentOf({ port, dataDir, mongoUri, h5Dir }) {
  const ports = portsOf(port)
  const PUBLIC_URL = `http://127.0.0.1:${port}`
  const WORLD_DIR = join(dataDir, 'world')
  const clockFile = join(dataDir, 'clock.json')
  const server = {
    MONGODB_URI: mongoUri,
    PUBLIC_URL,
    PROVIDERS_FILE: join(WORLD_DIR, 'server.env.json'),
    XLB_KEYS_FILE: join(dataDir, 'keys.json'),
    XLB_CLOCK_FILE: clockFile,
    AUDIT_HEADS_FILE: join(dataDir, 'audit-heads.jsonl'),
    STAND_IN_PHONE_URL: `http://127.0.0.1:${ports.world}`,
  }
  return {
    world: { WORLD_PORT: String(ports.world), WORLD_DIR, WORLD_FRAME_ORIGINS: PUBLIC_URL, XLB_CLOCK_FILE: clockFile },
    api: {
      ...server,
      PORT: String(port),
      METRICS_PORT: String(ports.metrics),
      ...(h5Dir === undefined ? {} : { H5_DIR: h5Dir }),
    },
    worker: { ...server, METRICS_PORT: String(ports.workerMetrics) },
  }
}

/** @param {string} address */
const answersOk = (address) =>
  fetch(address, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  )

/**
 * @param {string} file
 * @param {Environment} values none holds a line break
 */
function writeEnvironment(file, values) {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
  writeFileSync(file, lines.join(''), { mode: 0o600 })
}

/**
 * @param {Launched} process
 * @param {number} port
 * @returns {boolean | Promise<boolean>}
 */
function isReady(process, port) {
  if (process.name === 'api') return answersOk(`http://127.0.0.1:${port}/readyz`)
  if (process.name === 'worker') return answersOk(`http://127.0.0.1:${portsOf(port).workerMetrics}/metrics`)
  return /^\{.*"ready":\s*true/m.test(process.output())
}

/**
 * The database, and the other processes to be begun and ended one by one.
 * @param {How} how
 */
async function openParts(how) {
  const { port, dataDir, log = say, h5 = false } = how
  const h5Dir = h5 ? await ensureBuilt('h5', { log }) : undefined
  for (const folder of ['logs', 'world']) mkdirSync(join(dataDir, folder), { recursive: true })
  await ensureKeys(join(dataDir, 'keys.json'))

  const ports = portsOf(port)
  const engine =
    how.mongoUri === undefined
      ? await startEngine({
          port: ports.mongo,
          dbPath: join(dataDir, 'mongo'),
          log,
          ...(how.engine ? { engine: how.engine } : {}),
        })
      : undefined
  const mongoUri = how.mongoUri ?? engine?.uri ?? ''
  const environment = environmentOf({ port, dataDir, mongoUri, h5Dir })
  writeEnvironment(join(dataDir, 'server.env'), environment.api)
  const logs = join(dataDir, 'logs')

  /** @type {Partial<Record<Name, Launched>>} */
  const launched = {}
  let stopping = false
  /** @type {WeakSet<Launched>} */
  const expected = new WeakSet()

  /**
   * @param {Name} name
   * @param {Environment} [more]
   */
  async function begin(name, more = {}) {
    const process = launch({
      name,
      entry: how.entries?.[name] ?? entries[name],
      logs,
      env: { ...environment[name], ...how.env, ...more },
    })
    launched[name] = process
    await waitUntilReady(process, () => isReady(process, port))
    void process.ended.then(({ code, signal }) => {
      if (stopping || expected.has(process)) return
      how.onDeath?.({ name, code, signal, lastLines: lastLines(process.output()), logFile: process.logFile })
    })
  }

  /** @param {Name} name */
  async function end(name) {
    const process = launched[name]
    if (process === undefined) return
    expected.add(process)
    await endProcess(process)
  }

  /** The world, and what is migrated and seeded with its help. */
  async function fill() {
    log('启动外部世界的替身（微信、支付、水务）… / starting the world')
    await begin('world')
    log('迁移并写入演示数据… / migrating and seeding')
    const seed = launch({
      name: 'seed',
      entry: how.entries?.seed ?? 'server/src/seed.ts',
      logs,
      env: { ...environment.api, ...how.env },
    })
    await waitUntilDone(seed)
  }

  async function stop() {
    stopping = true
    await Promise.all([end('api'), end('worker')])
    await end('world')
    await engine?.stop()
  }

  return { launched, environment, mongoUri, begin, end, fill, stop }
}

/**
 * Only the first half of a first start: a data folder that was migrated and seeded, and in which nobody has worked yet. Everything is stopped again.
 * @param {How} how
 * @throws {import('./terminal.mjs').Refusal}
 */
export async function seedProduct(how) {
  const { fill, stop } = await openParts(how)
  try {
    await fill()
  } finally {
    await stop()
  }
}

/**
 * Starts the product and waits until all of it is ready. When a part fails, everything started so far is stopped again.
 * @param {How} how
 * @returns {Promise<Product>}
 * @throws {import('./terminal.mjs').Refusal}
 */
export async function startProduct(how) {
  const { port, log = say } = how
  const { launched, environment, mongoUri, begin, end, fill, stop } = await openParts(how)
  try {
    await fill()
    log('启动接口与后台任务… / starting API and worker')
    await Promise.all([begin('api'), begin('worker')])
  } catch (error) {
    await stop()
    throw error
  }

  const ports = portsOf(port)
  const present = /** @param {Name} name */ (name) => /** @type {Launched} */ (launched[name])
  return {
    urls: {
      app: `http://127.0.0.1:${port}`,
      api: `http://127.0.0.1:${port}/api`,
      world: `http://127.0.0.1:${ports.world}`,
      metrics: `http://127.0.0.1:${ports.metrics}/metrics`,
      workerMetrics: `http://127.0.0.1:${ports.workerMetrics}/metrics`,
      mongo: mongoUri,
    },
    get processes() {
      return { world: present('world').child, api: present('api').child, worker: present('worker').child }
    },
    get logFiles() {
      return { world: present('world').logFile, api: present('api').logFile, worker: present('worker').logFile }
    },
    env: environment.api,
    async restart(name, env) {
      await end(name)
      await begin(name, env)
    },
    stop,
  }
}
