/**
 * Finds the route of a request. A house has hundreds, and @koa/router tries one after the other: a path as our own clients write it is compared word by word with
 * the routes of its method, length and first word. Whatever is written otherwise (escapes, a slash at the end, HEAD) is left to the router of that first word.
 */
import Router from '@koa/router'
import type { Context, Middleware, Next } from 'koa'
import { answerRoute, type ColumnParts } from './answer.ts'
import type { Route } from './bind.ts'

const PREFIX = '/api'
const PLAIN_WORD = /^[\w-]+$/

type Answer = (ctx: Context) => Promise<void>
type Params = Readonly<Record<string, string>>

interface Candidate {
  /** `['', 'api', 'bills', ':billId']`. */
  readonly pattern: readonly string[]
  readonly answer: Answer
}

export function findRoute(routes: readonly Route[], parts: ColumnParts): Middleware {
  const candidates = new Map<string, Candidate[]>()
  const routers = new Map<string, Router>()
  for (const route of routes) {
    const { path, method } = route.endpoint
    const answer: Answer = async (ctx) => {
      ctx.state['route'] = route.endpoint.id
      await answerRoute(parts, route, ctx)
    }
    const word = firstWord(`${PREFIX}${path}`)
    const router = routers.get(word) ?? new Router({ prefix: PREFIX })
    routers.set(word, router)
    router.register(path, [method], answer)
    const pattern = `${PREFIX}${path}`.split('/')
    const shape = shapeOf(method, pattern)
    candidates.set(shape, [...(candidates.get(shape) ?? []), { pattern, answer }])
  }
  const chains = new Map([...routers].map(([word, router]) => [word, router.routes()]))
  return async (ctx: Context, next: Next): Promise<void> => {
    const words = ctx.path.split('/')
    for (const { pattern, answer } of candidates.get(shapeOf(ctx.method, words)) ?? []) {
      const params = paramsOf(pattern, words)
      if (params === null) continue
      ctx['params'] = params
      await answer(ctx)
      return
    }
    const chain = chains.get(firstWord(ctx.path))
    if (chain === undefined) await next()
    else await chain(ctx as Parameters<typeof chain>[0], next)
  }
}

const shapeOf = (method: string, words: readonly string[]): string =>
  `${method} ${String(words.length)} ${words[2] ?? ''}`

/** null: another route, or nothing plain where a parameter stands. Words of the path are compared as the router does it: capitals are the same. */
function paramsOf(pattern: readonly string[], words: readonly string[]): Params | null {
  const params: Record<string, string> = {}
  for (const [at, word] of words.entries()) {
    const expected = pattern[at] ?? ''
    if (expected.startsWith(':')) {
      if (!PLAIN_WORD.test(word)) return null
      params[expected.slice(1)] = word
    } else if (word !== expected && word.toLowerCase() !== expected.toLowerCase()) return null
  }
  return params
}

/** `/api/bills/:billId` → `bills`. Routers do not tell capitals apart. */
function firstWord(path: string): string {
  const from = PREFIX.length + 1
  const to = path.indexOf('/', from)
  return (to < 0 ? path.slice(from) : path.slice(from, to)).toLowerCase()
}
