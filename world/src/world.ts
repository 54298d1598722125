/**
 * The outside world in one process: WeChat, WeChat Pay, the utilities of each county, the bureau, the immunisation registry, the SMS gateway,
 * the phone, the control page. It keeps the contracts of the real ones and misbehaves on request. Nothing of the server's code is used here.
 */
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { bureauRoutes } from './bureau/routes.ts'
import { createClock, type Clock } from './clock.ts'
import { controlRoutes } from './control/routes.ts'
import { loadKeys, rotateKeys } from './keys.ts'
import { openGasBooks } from './gas/company.ts'
import { gasRoutes } from './gas/routes.ts'
import { createDelivery } from './pay/delivery.ts'
import { payRoutes } from './pay/routes.ts'
import { phoneRoutes } from './phone/routes.ts'
import { createApp, type Route } from './platform/http.ts'
import { openJournal } from './platform/journal.ts'
import { openRegistry } from './registry/books.ts'
import { registryRoutes } from './registry/routes.ts'
import { serverConfigOf, writeServerConfig, type ServerConfig } from './server-config.ts'
import { smsRoutes } from './sms/routes.ts'
import { openPower } from './power/night.ts'
import { powerRoutes } from './power/routes.ts'
import { createState, type World } from './state.ts'
import { openBooks } from './water/company.ts'
import { waterRoutes } from './water/routes.ts'
import { forgetOldCodes } from './wechat/login.ts'
import { wechatRoutes } from './wechat/routes.ts'

export interface WorldOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** Folder of keys, journal and `server.env.json`; made when absent. */
  readonly dir: string
  readonly host?: string
  readonly clock?: Clock
  /** How long the merchant may take to answer a callback; 5,000 ms as at WeChat Pay. */
  readonly notifyTimeoutMs?: number
  /** Origins that may show the phone in a frame; default any loopback origin. */
  readonly frameOrigins?: readonly string[]
}

export interface RunningWorld {
  readonly port: number
  readonly url: string
  /** The content of `server.env.json`. */
  readonly config: ServerConfig
  stop(): Promise<void>
}

/** Milliseconds, as the usual proxies before such companies: a connection on which nothing comes stays open so long. */
const KEEP_ALIVE_MS = 65_000

async function listen(
  routes: readonly Route[],
  port: number,
  host: string,
): Promise<{ port: number; close: () => Promise<void> }> {
  const answer = createApp(routes).callback()
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => void answer(request, response),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve()
      })
      server.closeIdleConnections()
      setTimeout(() => {
        server.closeAllConnections()
      }, 1_000).unref()
    })
  return { port: typeof address === 'object' && address !== null ? address.port : port, close }
}

function openAllBooks(world: World): void {
  openBooks(world)
  openPower(world)
  openGasBooks(world)
  openRegistry(world)
}

/** Starts the world. Rejects when the port is taken or the journal is broken. */
export async function startWorld(options: WorldOptions): Promise<RunningWorld> {
  const { dir, host = '127.0.0.1', clock = createClock(), notifyTimeoutMs = 5_000 } = options
  mkdirSync(dir, { recursive: true })
  const keys = await loadKeys(dir, clock.now())
  const journal = openJournal(join(dir, 'journal.jsonl'))
  const world = createState(journal, clock, keys)
  openAllBooks(world)
  forgetOldCodes(world)
  const delivery = createDelivery(world, notifyTimeoutMs)
  let config = serverConfigOf(keys, '')
  const refreshConfig = (url: string): void => {
    config = serverConfigOf(keys, url)
    writeServerConfig(dir, config)
  }
  let url = ''
  const actions = {
    reset: () => {
      journal.clear()
      openAllBooks(world)
    },
    rotateKeys: async () => {
      await rotateKeys(dir, keys, clock.now())
      refreshConfig(url)
    },
  }
  const routes = [
    ...wechatRoutes(world),
    ...payRoutes(world),
    ...waterRoutes(world),
    ...powerRoutes(world),
    ...gasRoutes(world),
    ...bureauRoutes(world),
    ...registryRoutes(world),
    ...smsRoutes(world),
    ...phoneRoutes(world, options.frameOrigins ?? []),
    ...controlRoutes(world, delivery, actions),
  ]
  const server = await listen(routes, options.port, host).catch((error: unknown) => {
    journal.close()
    throw error
  })
  url = `http://${host}:${String(server.port)}`
  refreshConfig(url)
  delivery.start()
  return {
    port: server.port,
    url,
    get config() {
      return config
    },
    stop: async () => {
      await server.close()
      await delivery.stop()
      journal.close()
    },
  }
}
