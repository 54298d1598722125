/**
 * Capabilities link by name (`bills.detail`), never by path: the server's cards and messages carry the same names. The table is filled once at
 * launch from the registry.
 */
import Taro from '@tarojs/taro'
import { tabs } from './manifest.ts'
import type { Manifest } from './manifest.ts'

export type RouteParams = Readonly<Record<string, string>>

/** WeChat keeps ten pages; the eleventh is refused. */
const MOST_PAGES = 10
const table = new Map<string, string>(tabs.map((tab) => [tab.name, `/${tab.path}`]))
const isTab = (route: string): boolean => tabs.some((tab) => tab.name === route)

export function registerRoutes(registry: readonly Manifest[]): void {
  for (const { name, pages } of registry) {
    for (const [page, path] of Object.entries(pages)) table.set(`${name}.${page}`, `/capabilities/${name}/${path}`)
  }
}

/** The path with its query, or null for a name nobody registered. */
export function pathOf(route: string, params: RouteParams = {}): string | null {
  const path = table.get(route)
  if (path === undefined) return null
  const query = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}

/**
 * Opens a page by its name. A name this version does not know (an older app, a newer server) leads to 服务, where everything is listed.
 * Never throws: what WeChat refuses (a page that is opening already) needs no words.
 */
export async function go(route: string, params: RouteParams = {}): Promise<void> {
  const url = pathOf(route, params)
  if (isTab(route) || url === null) await switchTab(route)
  else if (Taro.getCurrentPages().length >= MOST_PAGES) await move(url, () => Taro.redirectTo({ url }))
  else await move(url, () => Taro.navigateTo({ url }))
}

/** The same, in the place of the present page. */
export async function replace(route: string, params: RouteParams = {}): Promise<void> {
  const url = pathOf(route, params)
  if (isTab(route) || url === null) await switchTab(route)
  else await move(url, () => Taro.redirectTo({ url }))
}

/** One page back, or `delta`; where there are not so many (a shared card, a reload) to `fallback`. */
export async function back(fallback = 'home', delta = 1): Promise<void> {
  if (Taro.getCurrentPages().length > delta) await move('back', () => Taro.navigateBack({ delta }))
  else await replace(fallback)
}

/** To that page where it stands in the stack already, so that it stands there once; otherwise to it in the place of this one. */
export async function backTo(route: string): Promise<void> {
  const path = pathOf(route) ?? route
  const delta = [...Taro.getCurrentPages()].reverse().findIndex((one) => `/${one.route ?? ''}`.endsWith(path))
  await (delta > 0 ? back(route, delta) : replace(route))
}

async function switchTab(route: string): Promise<void> {
  const url = table.get(isTab(route) ? route : 'services') ?? '/pages/home/index'
  await move(url, () => Taro.switchTab({ url }))
}

/** Hands shake and double taps are many: the same move twice within this time is one. */
const SAME_MOVE_MS = 600
let last = { to: '', at: 0 }

async function move(to: string, go: () => Promise<unknown>): Promise<void> {
  const at = Date.now()
  if (to === last.to && at - last.at < SAME_MOVE_MS) return
  last = { to, at }
  await go().catch(() => undefined)
}
