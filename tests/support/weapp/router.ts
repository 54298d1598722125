/** Pages on top of pages, as WeChat stacks them: ten at most, tab pages kept alive and never in a stack of their own. */
import type { Bundle } from './bundle.ts'

/** A page on the screen; `caller` is what page code knows as `this`. */
export interface OpenPage {
  readonly route: string
  readonly query: Readonly<Record<string, string>>
  readonly caller: object
  readonly host: HTMLElement
  title: string
  readonly destroy: () => void
}

export interface Router {
  readonly push: (url: string) => void
  readonly replace: (url: string) => void
  readonly relaunch: (url: string) => void
  readonly switchTab: (url: string) => void
  readonly back: (delta: number) => void
  readonly setTitle: (title: string) => void
  readonly current: () => OpenPage
  readonly stack: () => readonly OpenPage[]
  readonly isTab: (route: string) => boolean
}

const MOST_PAGES = 10

/** `open` builds a page and draws it; life-cycle calls are the router's. */
export function makeRouter(
  bundle: Bundle,
  open: (route: string, query: Readonly<Record<string, string>>) => OpenPage,
): Router {
  let stack: OpenPage[] = []
  const tabs = new Map<string, OpenPage>()

  const current = (): OpenPage => {
    const page = stack.at(-1)
    if (!page) throw new Error('no page is open')
    return page
  }
  const show = (page: OpenPage, fresh: boolean): void => {
    if (fresh) tell(page, 'onLoad', page.query)
    page.host.hidden = false
    tell(page, 'onShow')
    if (fresh) tell(page, 'onReady')
  }
  const hide = (page: OpenPage): void => {
    tell(page, 'onHide')
    page.host.hidden = true
  }
  const close = (page: OpenPage): void => {
    tell(page, 'onUnload')
    page.destroy()
    if (tabs.get(page.route) === page) tabs.delete(page.route)
  }
  const leave = (page: OpenPage): void => {
    if (bundle.tabs.includes(page.route)) hide(page)
    else close(page)
  }
  const enter = (url: string): void => {
    const page = open(...parted(url))
    stack.push(page)
    show(page, true)
  }
  const demand = (url: string, tab: boolean): void => {
    const [route] = parted(url)
    if (!bundle.pages.includes(route)) throw new Error(`page "${route}" is not found`)
    if (bundle.tabs.includes(route) !== tab)
      throw new Error(tab ? 'can not switch to no-tabBar page' : 'can not navigateTo a tabbar page')
  }

  return {
    current,
    stack: () => stack,
    isTab: (route) => bundle.tabs.includes(route),
    setTitle: (title) => {
      current().title = title
    },
    push: (url) => {
      demand(url, false)
      if (stack.length >= MOST_PAGES) throw new Error('webview count limit exceed')
      hide(current())
      enter(url)
    },
    replace: (url) => {
      demand(url, false)
      const gone = stack.pop()
      if (gone) close(gone)
      enter(url)
    },
    relaunch: (url) => {
      for (const page of new Set([...stack, ...tabs.values()])) close(page)
      stack = []
      tabs.clear()
      enter(url)
      if (bundle.tabs.includes(current().route)) tabs.set(current().route, current())
    },
    switchTab: (url) => {
      demand(url, true)
      const [route] = parted(url)
      const [bottom, ...above] = stack
      for (const page of above.reverse()) close(page)
      if (bottom?.route === route) {
        stack = [bottom]
        if (above.length > 0) show(bottom, false)
        return
      }
      if (bottom) leave(bottom)
      const kept = tabs.get(route)
      stack = kept ? [kept] : []
      if (kept) show(kept, false)
      else {
        enter(url)
        tabs.set(route, current())
      }
    },
    back: (delta) => {
      if (stack.length < 2) throw new Error('cannot navigate back at first page')
      for (let left = Math.min(delta, stack.length - 1); left > 0; left -= 1) {
        const gone = stack.pop()
        if (gone) close(gone)
      }
      show(current(), false)
    },
  }
}

/** Calls a life-cycle function of the page, if it has it. */
export function tell(page: OpenPage, name: string, ...values: readonly unknown[]): void {
  const run: unknown = Reflect.get(page.caller, name)
  if (typeof run === 'function') Reflect.apply(run, page.caller, values)
}

/** `/pages/bill/index?id=1` → its route and query; values stay encoded, as WeChat leaves them. */
export function parted(url: string): [route: string, query: Record<string, string>] {
  const [path = '', query = ''] = url.replace(/^\//, '').split('?')
  const pairs =
    query === ''
      ? []
      : query.split('&').map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')])
  return [path, Object.fromEntries(pairs)]
}
