/** Building pages and components from what the build registers. */
import type { GeneralBackendElement } from 'glass-easel'
import type { AssociatedBackend, CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { Bundle } from './bundle.ts'
import type { Counting } from './counting.ts'
import type { OpenPage } from './router.ts'
import type { Templates } from './templates.ts'

export interface PageParts {
  readonly bundle: Bundle
  readonly space: CodeSpace
  readonly backend: AssociatedBackend
  readonly templates: Templates
  readonly counting: Counting
  readonly body: HTMLElement
  readonly load: (route: string) => void
}

export interface Pages {
  readonly open: (route: string, query: Readonly<Record<string, string>>) => OpenPage
  readonly definePage: (route: string, definition: never) => void
  readonly defineComponent: (route: string, definition: never) => void
}

const TAB_BAR = 'custom-tab-bar/index'

export function makePages(parts: PageParts): Pages {
  const { bundle, space, backend, templates, counting, body } = parts
  const prepared = new Set<string>()

  /** Template and configuration of a page or component, and of every component it uses, before its script registers it. */
  const prepare = (route: string): void => {
    if (prepared.has(route)) return
    prepared.add(route)
    const config = bundle.json(route)
    const using = Object.fromEntries(
      Object.entries(config.usingComponents ?? {}).map(([tag, to]) => [tag, resolved(route, to)]),
    )
    for (const used of Object.values(using)) prepare(used)
    space.addCompiledTemplate(route, templates.of(route))
    space.addComponentStaticConfig(route, {
      component: config.component === true,
      usingComponents: Object.fromEntries(Object.entries(using).map(([tag, to]) => [tag, `/${to}`])),
    })
    parts.load(route)
  }

  const draw = (route: string, into: HTMLElement) => {
    const root = backend.createRoot(tagOf(route), space, route)
    const caller: object = root.get()
    countSetData(route, caller)
    const slot = into.ownerDocument.createElement('slot')
    into.append(slot)
    return {
      root,
      caller,
      attach: () => {
        if (isBackend(into) && isBackend(slot)) root.attach(into, slot)
      },
    }
  }

  const countSetData = (route: string, caller: object): void => {
    const setData: unknown = Reflect.get(caller, 'setData')
    if (typeof setData !== 'function') return
    const counted = (data: unknown, done?: () => void): void => {
      counting.note(route, data)
      Reflect.apply(setData, caller, [data, done])
    }
    Reflect.set(caller, 'setData', counted)
  }

  return {
    definePage: (route, definition) => {
      space.component(route).pageDefinition(definition).register()
    },
    defineComponent: (route, definition) => {
      tolerate(definition)
      space.component(route).definition(definition).register()
    },
    open: (route, query) => {
      prepare(route)
      const host = body.ownerDocument.createElement('page')
      body.append(host)
      const { root, caller, attach } = draw(route, host)
      Reflect.set(caller, 'route', route)
      Reflect.set(caller, 'options', query)
      attach()
      const bar = bundle.app.tabBar?.custom === true && bundle.tabs.includes(route) ? openTabBar(host) : null
      Reflect.set(caller, 'getTabBar', () => bar?.caller)
      const destroy = (): void => {
        bar?.root.release()
        root.release()
        host.remove()
      }
      return { route, query, caller, host, title: bundle.json(route).navigationBarTitleText ?? '', destroy }
    },
  }

  function openTabBar(host: HTMLElement) {
    prepare(TAB_BAR)
    const bar = draw(TAB_BAR, host)
    bar.attach()
    return bar
  }
}

/** glass-easel types its document by the methods it calls; jsdom's elements have them all. */
const isBackend = (node: object): node is GeneralBackendElement => 'appendChild' in node

/** Taro gives `{}` where lists belong; WeChat takes that for no list. */
function tolerate(definition: object): void {
  for (const name of ['behaviors', 'externalClasses']) {
    if (!Array.isArray(Reflect.get(definition, name))) Reflect.set(definition, name, [])
  }
}

const tagOf = (route: string): string => (route === TAB_BAR ? 'tab-bar' : 'page-body')

/** `../../comp` seen from `pages/home/index` → `comp`. */
function resolved(from: string, to: string): string {
  if (to.startsWith('/')) return to.slice(1)
  const parts = from.split('/').slice(0, -1)
  for (const step of to.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  return parts.join('/')
}
