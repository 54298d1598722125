/** What is compared word by word and what is left to the router must be one and the same route. */
import { expect, test } from '@jest/globals'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import Koa from 'koa'
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import { createLimiter, defaultLimits } from './limits.ts'
import { findRoute } from './routes.ts'
import type { ColumnParts } from './answer.ts'

const admitted = new Error('found')

const route = (method: 'GET' | 'POST', path: string) => ({
  endpoint: { id: `${method} ${path}`, method, path, audience: 'public', limiter: 'public' } as unknown as Endpoint,
  plain: { handle: () => Promise.resolve({}) },
})

const routes = [
  route('GET', '/bills'),
  route('GET', '/bills/summary'),
  route('GET', '/bills/:billId'),
  route('POST', '/bills/:billId'),
  route('GET', '/bills/:billId/proof'),
  route('GET', '/people/:personId/products/:product/sites/:siteId/seats'),
]
const audience = (): never => {
  throw admitted
}
const parts: ColumnParts = {
  audiences: { public: audience, resident: audience, staff: audience, provider: audience },
  limiter: createLimiter(defaultLimits),
  arrive: () => null,
  caller: () => null,
}
const koa = new Koa()

/** The route's id and its parameters; null: none. */
async function ask(method: string, url: string, find = findRoute(routes, parts)): Promise<unknown> {
  const request = Object.assign(new IncomingMessage(new Socket()), { method, url, headers: { host: 'localhost' } })
  const ctx = koa.createContext(request, new ServerResponse(request))
  try {
    await find(ctx, () => Promise.resolve())
    return null
  } catch (error) {
    if (error !== admitted) throw error
    return [ctx.state['route'], { ...(ctx as unknown as { params: object }).params }]
  }
}

test.each([
  ['GET', '/api/bills', 'GET /bills', {}],
  ['GET', '/api/bills/summary', 'GET /bills/summary', {}],
  ['GET', '/api/bills/bil_1', 'GET /bills/:billId', { billId: 'bil_1' }],
  ['POST', '/api/bills/bil_1', 'POST /bills/:billId', { billId: 'bil_1' }],
  ['GET', '/api/bills/bil_1/proof', 'GET /bills/:billId/proof', { billId: 'bil_1' }],
  [
    ...(['GET', '/api/people/per_1/products/FLU-IIV/sites/sit_1/seats?day=1'] as const),
    'GET /people/:personId/products/:product/sites/:siteId/seats',
    { personId: 'per_1', product: 'FLU-IIV', siteId: 'sit_1' },
  ],
])('%s %s is one route, written plainly and otherwise', async (method, url, id, params) => {
  const [path = '', query] = url.split('?')
  const rest = query === undefined ? '' : `?${query}`
  expect(await ask(method, url)).toEqual([id, params])
  expect(await ask(method, `${path}/${rest}`)).toEqual([id, params])
  expect(await ask(method, `${path.replace(/^\/api\/\w+/, (start) => start.toUpperCase())}${rest}`)).toEqual([
    id,
    params,
  ])
  if (method === 'GET') expect(await ask('HEAD', url)).toEqual([id, params])
})

test.each([
  ['/api/bills/SUMMARY', 'GET /bills/summary', {}],
  ['/api/bills/bil%5F1', 'GET /bills/:billId', { billId: 'bil_1' }],
  ['/api/bills/%E0%A4%A', 'GET /bills/:billId', { billId: '%E0%A4%A' }],
  ['/api/bills/__proto__', 'GET /bills/:billId', { billId: '__proto__' }],
])('%s is read as the router reads it', async (url, id, params) => {
  expect(await ask('GET', url)).toEqual([id, params])
})

test.each(['/api/bills//', '/api/bills/a/b', '/api/bil', '/bills', '/', '/api', '/api/', '/api/nothing/x'])(
  '%s is nothing',
  async (url) => {
    expect(await ask('GET', url)).toBeNull()
  },
)

test('whoever comes to a door waits until those before were looked at; any other route waits for nobody', async () => {
  const waiting: (() => void)[] = []
  const arrive = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))
  const door = {
    ...route('POST', '/seats'),
    plain: { handle: () => Promise.resolve({}), enter: () => Promise.resolve(() => undefined) },
  }
  const crowded = findRoute([...routes, door], { ...parts, arrive })
  expect(await ask('GET', '/api/bills', crowded)).toEqual(['GET /bills', {}])
  let found: unknown = 'nothing yet'
  const coming = ask('POST', '/api/seats', crowded).then((one) => (found = one))
  await new Promise((resolve) => setImmediate(resolve))
  expect([waiting.length, found]).toEqual([1, 'nothing yet'])
  for (const go of waiting) go()
  await coming
  expect(found).toEqual(['POST /seats', {}])
})
