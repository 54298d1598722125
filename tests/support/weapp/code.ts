/**
 * Runs the build's scripts as WeChat's logic layer does: CommonJS, with `wx`, `App`, `Page`, `Component` given and everything a browser or Node
 * would offer hidden. A page that works here does not lean on `window`, `fetch`, `URL`, `AbortController` or `process`.
 */
import path from 'node:path'
import type { Bundle } from './bundle.ts'

const HIDDEN = [
  'window',
  'self',
  'top',
  'parent',
  'document',
  'navigator',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'fetch',
  'URL',
  'URLSearchParams',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'AbortController',
  'AbortSignal',
  'Headers',
  'Request',
  'Response',
  'FormData',
  'Blob',
  'File',
  'crypto',
  'Crypto',
  'performance',
  'structuredClone',
  'queueMicrotask',
  'TextEncoder',
  'TextDecoder',
  'process',
  'Buffer',
  'global',
  'globalThis',
  'setImmediate',
  'clearImmediate',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'MessageChannel',
  'BroadcastChannel',
  'Event',
  'EventTarget',
  'CustomEvent',
  'Node',
  'Element',
  'HTMLElement',
  'MutationObserver',
  'IntersectionObserver',
  'speechSynthesis',
  'alert',
  'confirm',
  'postMessage',
  'btoa',
  'atob',
  'jest',
] as const

export type Given = Readonly<Record<string, unknown>>

export interface Code {
  /** Runs a file once, `pages/home/index` without `.js`. */
  readonly load: (route: string) => void
  /** The file whose top level is running: what `Page` and `Component` register under. */
  readonly nowLoading: () => string
}

export function openCode(bundle: Bundle, given: Given): Code {
  const loaded = new Map<string, { exports: unknown }>()
  const names = [...HIDDEN, ...Object.keys(given)]
  const values = [...HIDDEN.map(() => undefined), ...Object.values(given)]
  let now = ''

  const run = (file: string): unknown => {
    const known = loaded.get(file)
    if (known) return known.exports
    const made: { exports: unknown } = { exports: {} }
    loaded.set(file, made)
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running the build is the purpose
    const start = new Function(
      'require',
      'module',
      'exports',
      ...names,
      `${bundle.read(`${file}.js`)}\n//# sourceURL=weapp/${file}.js`,
    )
    const near = path.posix.dirname(file)
    const require = (to: string): unknown => run(path.posix.join(near, to.replace(/\.js$/, '')))
    Reflect.apply(start, undefined, [require, made, made.exports, ...values])
    return made.exports
  }

  return {
    load: (route) => {
      const before = now
      now = route
      run(route)
      now = before
    },
    nowLoading: () => now,
  }
}
