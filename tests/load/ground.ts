/** Where the arms are measured: one engine with the demonstration's data, a signed-in resident, and what the house does for each route. */
import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { bills } from '@xlb/shared/bills/contract.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { environmentOf } from '../../scripts/environment.mjs'
import { startEngine } from '../../scripts/engine.mjs'
import { forNode } from '../../scripts/for-node.mjs'
import { ensureKeys } from '../../scripts/keys.mjs'
import { endProcess, launch, waitUntilDone, waitUntilReady } from '../../scripts/process.mjs'
import { root } from '../../scripts/terminal.mjs'
import { signersOf, type Signer } from '../drills/callback-storm/letters.ts'
import type { Mark, Told } from './arms/serve.ts'

type Plain = Readonly<Record<string, unknown>>

/** One command as the driver's own functions send it. */
export type Step =
  | { readonly collection: string; readonly pipeline: readonly Record<string, unknown>[] }
  | {
      readonly collection: string
      readonly filter: Plain
      readonly limit: number
      readonly projection?: Record<string, 0 | 1>
      readonly sort?: Record<string, 1 | -1>
    }

/** What the house does for a route: the arms do the same. */
export interface Replay {
  readonly name: string
  readonly route: string
  readonly path: string
  /** Requests a second under which the arms are compared. */
  readonly perSecond: number
  readonly steps: readonly Step[]
  readonly body: Plain
}

/** What is compared on reads; the floor takes notices of payments. */
export const armNames = ['house', 'bare', 'usual'] as const
/** What bookings are compared with. */
export const bookingArms = ['booking-floor', 'booking-naive'] as const
export type ArmName = (typeof armNames)[number] | 'floor' | (typeof bookingArms)[number]

export interface Arm {
  readonly name: ArmName
  readonly url: string
  mark(): Promise<Mark>
  ask(what: string): Promise<unknown>
  end(): Promise<void>
  /** As a power cut would. */
  kill(): Promise<void>
}

export interface Ground {
  readonly token: string
  readonly replays: readonly Replay[]
  /** WeChat Pay's keys by merchant, to write notices with. */
  readonly signers: ReadonlyMap<string, Signer>
  readonly mongoUri: string
  /** Where the server's keys lie, and where the bench may put what an arm is to read. */
  readonly dataDir: string
  /** `flags` for node, to look into one: `--cpu-prof`. */
  arm(name: ArmName, flags?: readonly string[]): Promise<Arm>
  /** The house once more, to be asked for its commands; never measured. */
  recorder(): Promise<Arm>
  close(): Promise<void>
}

/** The commands of a booking, as the house sent them. */
export const bookingsFile = (dataDir: string): string => path.join(dataDir, 'bookings.json')

/** Bundled the way production is, so that no loader of development is measured. */
async function bundleArms(outdir: string): Promise<void> {
  await build({
    ...forNode,
    entryPoints: [...armNames, ...bookingArms, 'floor'].map((name) =>
      path.join(root, 'tests', 'load', 'arms', `${name}.ts`),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
  })
}

export async function openGround(port: number, log: (sentence: string) => void): Promise<Ground> {
  const folder = path.join(root, '.cache', 'bench')
  await bundleArms(folder)
  const dataDir = mkdtempSync(path.join(tmpdir(), 'xlb-bench-'))
  for (const name of ['logs', 'world']) mkdirSync(path.join(dataDir, name))
  await ensureKeys(path.join(dataDir, 'keys.json'))
  const engine = await startEngine({ port: port + 2, dbPath: path.join(dataDir, 'mongo'), log })
  const environment = environmentOf({ port, dataDir, mongoUri: engine.uri, h5Dir: undefined })
  const logs = path.join(dataDir, 'logs')
  const world = launch({ name: 'world', entry: 'world/src/main.ts', logs, env: environment.world })
  await waitUntilReady(world, () => world.output().includes('"ready":true'))
  await waitUntilDone(launch({ name: 'seed', entry: 'server/src/seed.ts', logs, env: environment.api }))
  const replaysFile = path.join(dataDir, 'replays.json')
  // Production refuses the stand-ins of development.
  const env = {
    ...environment.api,
    NODE_ENV: 'production',
    XLB_CLOCK_FILE: '',
    STAND_IN_PHONE_URL: '',
    LOG_LEVEL: 'info',
    REPLAYS: replaysFile,
    BOOKINGS: bookingsFile(dataDir),
  }
  const arm = (name: ArmName, flags: readonly string[] = []): Promise<Arm> =>
    startArm(name, path.join(folder, `${name}.mjs`), { ...process.env, ...env }, flags)
  const recorder = (): Promise<Arm> =>
    startArm('house', path.join(folder, 'house.mjs'), { ...process.env, ...env, COUNTED: 'yes' }, [])

  const house = await recorder()
  const token = await signIn(house.url, environment.api['STAND_IN_PHONE_URL'] ?? '')
  const replays = await replaysOf(house, token)
  await house.end()
  await endProcess(world)
  writeFileSync(replaysFile, JSON.stringify(replays))
  return {
    token,
    replays,
    signers: signersOf({ dataDir }),
    mongoUri: engine.uri,
    dataDir,
    arm,
    recorder,
    async close() {
      await engine.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function startArm(name: ArmName, entry: string, env: NodeJS.ProcessEnv, flags: readonly string[]): Promise<Arm> {
  const nowhere = openSync('/dev/null', 'w')
  const child = fork(entry, { env, execArgv: [...flags], stdio: ['ignore', nowhere, 'inherit', 'ipc'] })
  const first = await told(child)
  if (!('ready' in first)) throw new Error(`${name} did not start`)
  const asking = async (what: string): Promise<Told> => {
    const answer = told(child)
    child.send(what)
    return await answer
  }
  return {
    name,
    url: `http://127.0.0.1:${first.ready}`,
    async mark() {
      const answer = await asking('mark')
      if (!('mark' in answer)) throw new Error(`${name} said something else`)
      return answer.mark
    },
    async ask(what) {
      const answer = await asking(what)
      return 'said' in answer ? answer.said : null
    },
    async end() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await gone
    },
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function told(child: ChildProcess): Promise<Told> {
  return await new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`an arm ended with ${String(code)}`))
    child.once('exit', ended)
    child.once('message', (message: Told) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
}

async function signIn(url: string, phone: string): Promise<string> {
  const post = async (address: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return await answer.json()
  }
  const person = demoPerson('wang-xiulan')
  const code = plain(await post(`${phone}/phone/api/login`, { phone: person.key }))['code']
  const session = await post(`${url}/api${accounts.signIn.path}`, { code, tenant: person.countyCode, client: 'weapp' })
  return accounts.signIn.output.parse(session).token
}

const plain = (value: unknown): Plain => (typeof value === 'object' && value !== null ? { ...value } : {})

async function replaysOf(house: Arm, token: string): Promise<Replay[]> {
  const headers = { authorization: `Bearer ${token}` }
  const list = bills.list.output.parse(await (await fetch(`${house.url}/api/bills`, { headers })).json())
  const routes = [
    { name: 'public read', route: '/api/counties', path: '/api/counties', perSecond: 2_000 },
    { name: 'own read', route: '/api/bills/:billId', path: `/api/bills/${list.items[0]?.id ?? ''}`, perSecond: 200 },
  ]
  const replays: Replay[] = []
  for (const one of routes) {
    // Once before, so that what is kept in memory is there, as it is for all requests but the first.
    await fetch(`${house.url}${one.path}`, { headers })
    await house.ask('record')
    const answer = await fetch(`${house.url}${one.path}`, { headers })
    const body = plain(await answer.json())
    const commands = await house.ask('recorded')
    const steps = (Array.isArray(commands) ? commands : []).map((command) => stepOf(plain(command)))
    replays.push({ ...one, steps, body })
  }
  return replays
}

function stepOf(command: Plain): Step {
  const { find, aggregate, pipeline, filter, projection, sort, limit } = command
  if (typeof aggregate === 'string' && Array.isArray(pipeline))
    return { collection: aggregate, pipeline: pipeline.map(plain) }
  if (typeof find !== 'string') throw new Error(`the bench cannot replay ${JSON.stringify(command).slice(0, 200)}`)
  return {
    collection: find,
    filter: plain(filter),
    limit: Number(limit ?? 0),
    ...(projection === undefined ? {} : { projection: { ...Object(projection) } }),
    ...(sort === undefined ? {} : { sort: { ...Object(sort) } }),
  }
}
