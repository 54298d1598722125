/**
 * The flow engine: opens the weapp build on WeChat's own component framework and lets a test do what a finger does. Real: the build, WXML, wxs,
 * data updates, the component tree, events and bubbling, HTTP. Ours: `wx`, the router and life-cycles, the built-in components' events.
 */
import type { AssociatedBackend, CodeSpace } from 'glass-easel-miniprogram-adapter'
import { openBundle } from './bundle.ts'
import type { Bundle } from './bundle.ts'
import { openCode } from './code.ts'
import { openCounting } from './counting.ts'
import type { Counting } from './counting.ts'
import { openScreen } from './dom.ts'
import { makeHand } from './hand.ts'
import type { Hand } from './hand.ts'
import { openNetwork } from './network.ts'
import type { Network } from './network.ts'
import { makePages } from './pages.ts'
import { makeRouter, tell } from './router.ts'
import type { OpenPage, Router } from './router.ts'
import { compileTemplates } from './templates.ts'
import { openTimers } from './timers.ts'
import type { WorldPhone } from './world-phone.ts'
import { worldPhone } from './world-phone.ts'
import { makeWx } from './wx.ts'
import type { Taken, WxCall } from './wx.ts'

export interface LaunchOptions {
  /** Address of the world, and the number of the demo person who holds the phone; without them wx.login fails. */
  readonly world?: string
  readonly phone?: string
  /** Replaces the address that the build carries. */
  readonly apiBase?: string
  /** What the device kept from an earlier launch: hand over `storage` of that phone. */
  readonly storage?: Map<string, unknown>
  readonly fontFactor?: number
  /** Where WeChat opens, with query; the first tab by default. */
  readonly path?: string
}

export interface Weapp extends Hand {
  readonly bundle: Bundle
  readonly router: Router
  readonly network: Network
  readonly counting: Counting
  readonly storage: Map<string, unknown>
  readonly calls: readonly WxCall[]
  /** What was shared as a file, by its name, and what was copied. */
  readonly taken: Taken
  /** What page code threw or logged as an error. */
  readonly errors: readonly string[]
  readonly diagnostics: readonly string[]
  /** Who holds the phone, when a world was named. */
  readonly person: WorldPhone | null
  readonly currentPage: () => OpenPage
  /** The person leaves WeChat or comes back to it. */
  readonly background: () => void
  readonly foreground: () => void
  /** WeChat is killed: nothing more runs; what the device keeps stays in `storage`. */
  readonly kill: () => void
}

interface AppConfig {
  readonly onLaunch?: (options: object) => void
  readonly onShow?: (options: object) => void
  readonly onHide?: () => void
}

export async function launchWeapp(options: LaunchOptions = {}): Promise<Weapp> {
  const bundle = openBundle()
  const screen = openScreen()
  const easel = await import('glass-easel')
  const adapter = await import('glass-easel-miniprogram-adapter')
  easel.globalOptions.writeIdToDOM = true
  easel.globalOptions.throwGlobalError = false
  const env = new adapter.MiniProgramEnv()
  const space: CodeSpace = env.createCodeSpace('', true)
  const backend: AssociatedBackend = env.associateBackend()
  const templates = compileTemplates(bundle)
  const errors: string[] = []
  const counting = openCounting()
  const network = openNetwork()
  const timers = openTimers()
  const storage = options.storage ?? new Map<string, unknown>()
  const calls: WxCall[] = []
  const taken: Taken = { files: new Map(), copied: [] }
  let app: AppConfig = {}

  const pages = makePages({
    bundle,
    space,
    backend,
    templates,
    counting,
    body: screen.body,
    load: (route) => {
      code.load(route)
    },
  })
  const router = makeRouter(bundle, pages.open)
  const person =
    options.world !== undefined && options.phone !== undefined ? worldPhone(options.world, options.phone) : null
  const wx = makeWx({
    network: rebased(network, options.apiBase),
    router,
    person,
    storage,
    calls,
    taken,
    appId: bundle.appId,
    fontFactor: options.fontFactor ?? 1,
    killed: timers.stopped,
  })
  const code = openCode(bundle, {
    wx,
    App: (config: AppConfig) => {
      app = config
    },
    Page: (definition: never) => {
      pages.definePage(code.nowLoading(), definition)
    },
    Component: (definition: never) => {
      pages.defineComponent(code.nowLoading(), definition)
    },
    getApp: () => app,
    getCurrentPages: () => router.stack().map((page) => page.caller),
    console: {
      ...console,
      error: (...words: unknown[]) => {
        errors.push(words.map(worded).join(' '))
      },
    },
    ...timers.given,
  })
  // The compiler's group for the page starts with data that is not there yet; glass-easel warns about each empty list.
  easel.addGlobalWarningListener(() => false)
  easel.addGlobalErrorListener((error: unknown) => {
    errors.push(worded(error))
  })

  code.load('app')
  const first = options.path ?? bundle.app.pages[0] ?? ''
  app.onLaunch?.({ path: first, query: {}, scene: 1001 })
  app.onShow?.({ path: first, query: {}, scene: 1001 })
  router.relaunch(first)

  const hand = makeHand({ router, network, easel, counting, timers, person })
  await hand.settle()
  return {
    ...hand,
    bundle,
    router,
    network,
    counting,
    storage,
    calls,
    taken,
    errors,
    person,
    diagnostics: templates.diagnostics,
    currentPage: router.current,
    background: () => {
      tell(router.current(), 'onHide')
      app.onHide?.()
    },
    foreground: () => {
      app.onShow?.({ path: router.current().route, query: {}, scene: 1001 })
      tell(router.current(), 'onShow')
    },
    kill: () => {
      timers.stop()
      screen.close()
    },
  }
}

/** The build carries the address of an API; a test starts its own. */
function rebased(network: Network, apiBase: string | undefined): Network {
  if (apiBase === undefined) return network
  return {
    ...network,
    request: (options) => network.request({ ...options, url: options.url.replace(/^https?:\/\/[^/]+\/api/, apiBase) }),
  }
}

const worded = (value: unknown): string =>
  value instanceof Error ? (value.stack ?? value.message) : typeof value === 'string' ? value : JSON.stringify(value)
