/** What a person can do with the phone, and what they see. */
import type * as Easel from 'glass-easel'
import type { Counting } from './counting.ts'
import type { Network } from './network.ts'
import { depthOf, easelOf, elementsOf, nameOf, tappablesOf, textOf } from './nodes.ts'
import { parted, tell } from './router.ts'
import type { Router } from './router.ts'
import type { Timers } from './timers.ts'
import type { WorldPhone } from './world-phone.ts'

export interface Hand {
  /** Words on the screen, tab bar included. */
  readonly text: () => string
  /** Names of everything that can be tapped, in order. */
  readonly tappable: () => readonly string[]
  /** Tags and classes of what can be tapped and has no name. */
  readonly nameless: () => readonly string[]
  /** Taps what has this name (exactly, else as a part of the name; the first of several) and waits until the phone is quiet. */
  readonly tap: (name: string) => Promise<void>
  /** Types into the Input with this name or placeholder. */
  readonly input: (name: string, value: string) => Promise<void>
  /** Elements of the page in front by CSS selector. */
  readonly find: (selector: string) => readonly Element[]
  /** Waits for words on the screen, or for `check` to be true. Throws with the screen's words after `ms`. */
  readonly waitFor: (check: string | RegExp | (() => boolean), ms?: number) => Promise<void>
  /** Until no request is in flight and nothing was drawn for a moment. */
  readonly settle: () => Promise<void>
  /** Opens a page by its path and query, as a shared card does. */
  readonly open: (url: string) => Promise<void>
  readonly back: () => Promise<void>
  readonly pullDown: () => Promise<void>
  /** Elements of the page in front, and how deep they lie. */
  readonly size: () => { readonly elements: number; readonly depth: number }
}

export interface HandParts {
  readonly router: Router
  readonly network: Network
  readonly easel: typeof Easel
  readonly counting: Counting
  readonly timers: Timers
  readonly person: WorldPhone | null
}

const QUIET_MS = 40
const LONGEST_MS = 10_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function makeHand({ router, network, easel, counting, timers, person }: HandParts): Hand {
  const host = (): HTMLElement => router.current().host
  const text = (): string => textOf(host())

  const settle = async (): Promise<void> => {
    let before = -1
    for (let waited = 0; waited < LONGEST_MS; waited += QUIET_MS) {
      await pause(QUIET_MS)
      const now = counting.total().calls
      if (network.inFlight() === 0 && timers.dueSoon() === 0 && now === before) return
      before = now
    }
  }

  const send = (element: Element, type: string, detail: object): void => {
    const event = new easel.Event(type, detail, { bubbles: true, composed: true, capturePhase: true })
    easelOf(element)?.dispatchEvent(event)
  }

  const named = (name: string): Element => {
    const all = tappablesOf(host())
    const found =
      all.find((element) => nameOf(element) === name) ?? all.find((element) => nameOf(element).includes(name))
    if (found) return found
    throw new Error(`nothing to tap is named "${name}". There is: ${all.map(nameOf).join(' | ')}`)
  }

  return {
    text,
    settle,
    tappable: () => tappablesOf(host()).map(nameOf),
    nameless: () =>
      tappablesOf(host())
        .filter((element) => nameOf(element) === '')
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`),
    find: (selector) => [...host().querySelectorAll(selector)],
    size: () => ({ elements: elementsOf(host()).length, depth: depthOf(host()) }),
    tap: async (name) => {
      const element = named(name)
      send(element, 'tap', { x: 1, y: 1 })
      if (asksForNumber(element)) send(element, 'getphonenumber', await numberOf(person))
      await settle()
    },
    input: async (name, value) => {
      const field = elementsOf(host()).find(
        (element) =>
          element.tagName === 'INPUT' && [nameOf(element), element.getAttribute('placeholder')].includes(name),
      )
      if (!field) throw new Error(`no Input is named "${name}"`)
      send(field, 'input', { value, cursor: value.length })
      send(field, 'confirm', { value })
      await settle()
    },
    waitFor: async (check, ms = 5000) => {
      const met =
        typeof check === 'function'
          ? check
          : (): boolean => (typeof check === 'string' ? text().includes(check) : check.test(text()))
      for (let waited = 0; waited < ms; waited += 20) {
        if (met()) return
        await pause(20)
      }
      throw new Error(`waited ${String(ms)} ms for ${String(check)}; the screen says: ${text()}`)
    },
    open: async (url) => {
      const tab = router.stack().length > 0 && isTab(url)
      if (tab) router.switchTab(url)
      else router.push(url)
      await settle()
    },
    back: async () => {
      router.back(1)
      await settle()
    },
    pullDown: async () => {
      tell(router.current(), 'onPullDownRefresh')
      await settle()
    },
  }

  function isTab(url: string): boolean {
    return router.isTab(parted(url)[0])
  }
}

const asksForNumber = (element: Element): boolean => element.getAttribute('open-type') === 'getPhoneNumber'

/** What WeChat's own Button tells the page after its question. */
async function numberOf(person: WorldPhone | null): Promise<object> {
  if (person === null) return { errMsg: 'getPhoneNumber:fail no permission' }
  if (!person.tellsNumber) return { errMsg: 'getPhoneNumber:fail user deny' }
  return { code: await person.number(), errMsg: 'getPhoneNumber:ok' }
}
