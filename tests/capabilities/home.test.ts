import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { home, type SearchEntry, type TodoCard } from '@xlb/shared/home/contract.ts'
import type { OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { Capability } from '../../server/src/platform/capability.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { SONGYANG, startApp, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { fingerprints } from '../support/snapshot.ts'

const MOST_BYTES = 8_192
const MINUTE = 60_000
const link = { route: 'bills.list', params: {} }
const longCard = (n: number): TodoCard => ({
  key: `crowd:${String(n)}`,
  icon: 'clock',
  title: `第 ${String(n)} 件要办的事，名字有一点长`,
  spoken: `还有第 ${String(n)} 件事没有办，请您抽空看一看`,
  tag: { tone: 'booked', words: '已预约', spoken: '已经约好了' },
  amount: null,
  note: '请带好身份证和户口本，到街道便民服务中心二楼。'.repeat(3),
  noteSpoken: '请带好身份证和户口本，到街道便民服务中心二楼。'.repeat(3),
  action: { words: '去看看', spoken: '去看看', link },
  rank: 50 + n,
})

/** What the house must bear of any capability: too many cards, too large a count, a failure, a throw before the promise. */
let crowded = false
const crowd: Capability = {
  name: 'crowd',
  routes: [],
  todoCards: () => Promise.resolve(crowded ? Array.from({ length: 40 }, (_, n) => longCard(n)) : []),
  unread: () => Promise.resolve(crowded ? 1_000 : 0),
}
let broken = false
const breaker: Capability = {
  name: 'breaker',
  routes: [],
  todoCards: () => (broken ? Promise.reject(new Error('the cards are gone')) : Promise.resolve([])),
  frequent: () => {
    if (broken) throw new Error('thrown before the promise')
    return Promise.resolve([])
  },
  unread: () => (broken ? Promise.reject(new Error('not counted')) : Promise.resolve(0)),
}

let app: TestApp
let plans: PlanWatch
let token: string

beforeAll(async () => {
  app = await startApp({ beside: [crowd, breaker] })
  token = await app.signIn('wang-xiulan')
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await app.stop()
})

async function look(by = token): Promise<OutputOf<typeof home.get>> {
  return (await send(app.url, home.get, {}, { token: by })).value()
}

async function search(q: string): Promise<SearchEntry[]> {
  return (await send(app.url, home.search, { query: { q } }, { token })).value().items
}

/** Both looks of a comparison shall fall into one minute. */
async function beginMinute(): Promise<void> {
  await app.world.advance(MINUTE - (app.house.clock.now() % MINUTE))
}

const keysOf = (items: readonly { readonly key: string }[]): string[] => items.map((one) => one.key)

test('nobody sees Home or searches without a session', async () => {
  expect((await send(app.url, home.get, {})).code).toBe('unauthenticated')
  expect((await send(app.url, home.search, { query: { q: '水费' } }, { token: 'a.b.c' })).status).toBe(401)
})

test('after signing out Home is closed at the next request', async () => {
  const gone = await app.signIn('wang-xiulan')
  await send(app.url, accounts.signOut, {}, { token: gone })
  expect((await send(app.url, home.get, {}, { token: gone })).status).toBe(401)
})

test.each([
  ['no question', {}, 'query.q: required'],
  ['an empty question', { q: '' }, 'query.q: too-small'],
  ['a question past 40 letters', { q: '水'.repeat(41) }, 'query.q: too-big'],
  ['50 KB', { q: 'a'.repeat(4_000) }, 'query.q: too-big'],
  ['a field that is not there', { q: '水', fields: '+sessionKey' }, 'query.fields: unknown-field'],
  ['an operator', { 'q[$ne]': '' }, 'query.q[$ne]: operator-refused'],
])('a search with %s is refused by name', async (_what, query, field) => {
  const answer = await sendAny(app.url, home.search, { query }, { token })
  expect([answer.status, ...fieldsOf(answer)]).toEqual([400, field])
})

test('Home takes no filters', async () => {
  const answer = await sendAny(app.url, home.get, { query: { tenant: SONGYANG } }, { token })
  expect([answer.status, ...fieldsOf(answer)]).toEqual([400, 'query.tenant: unknown-field'])
})

test('a resident finds who she is, whom to call, and the bills that are due', async () => {
  const seen = await look()
  expect(seen.me).toEqual((await send(app.url, accounts.me, {}, { token })).value())
  expect(seen.me).toMatchObject({
    name: '王*兰',
    township: '云峰街道',
    village: '长濂村',
    call: { phone: '0578-800 0012' },
  })
  // What falls due soonest stands first.
  expect(seen.todo.map(({ icon }) => icon)).toEqual(['electricity', 'gas', 'water'])
  for (const card of seen.todo)
    expect(card).toMatchObject({ tag: { tone: 'due' }, action: { link: { route: 'bills.detail' } } })
  expect(seen.unread).toBe(0)
})

test('the time on Home is the minute, so that a second look is confirmed without a body', async () => {
  await beginMinute()
  const first = await app.request.get('/api/home').set('Authorization', `Bearer ${token}`)
  const again = await app.request
    .get('/api/home')
    .set('Authorization', `Bearer ${token}`)
    .set('If-None-Match', String(first.headers['etag']))
  expect([first.status, again.status]).toEqual([200, 304])
  expect((await look()).asOf).toMatch(/:00\.000Z$/)
  await app.world.advance(MINUTE)
  const later = await app.request
    .get('/api/home')
    .set('Authorization', `Bearer ${token}`)
    .set('If-None-Match', String(first.headers['etag']))
  expect(later.status).toBe(200)
})

test('somebody whose real name is not known yet has a Home with the county’s number and what a first visit still lacks', async () => {
  const seen = await look(await app.signIn('wang-xiulan', SONGYANG))
  expect(seen.me).toMatchObject({
    name: null,
    tenant: { code: SONGYANG },
    village: null,
    call: { office: '松阳县政务服务中心' },
  })
  expect(seen).toMatchObject({ frequent: [], unread: 0 })
  expect(seen.todo.map((card) => card.action.link.route)).toEqual(['accounts.village', 'accounts.real-name'])
})

test('Home and search change nothing', async () => {
  await look()
  const before = await fingerprints()
  await look()
  await search('水费')
  expect(await fingerprints()).toEqual(before)
})

test('a part that fails is left out, and the others still help', async () => {
  await beginMinute()
  const whole = await look()
  broken = true
  try {
    // Whoever reads it is told that no card does not mean nothing to do.
    expect(await look()).toEqual({ ...whole, todoComplete: false })
  } finally {
    broken = false
  }
})

test('forty long cards make a Home of ten at most and 8 KB at most, the urgent ones first', async () => {
  const due = keysOf((await look()).todo)
  crowded = true
  try {
    const answer = await send(app.url, home.get, {}, { token })
    const { todo, unread } = answer.value()
    expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(MOST_BYTES)
    expect(todo.length).toBeLessThanOrEqual(10)
    expect(keysOf(todo).slice(0, 5)).toEqual([...due, 'crowd:0', 'crowd:1'])
    expect(unread).toBe(99)
  } finally {
    crowded = false
  }
})

test('the first screen is one request of at most 8 KB for each of the demonstration’s people', async () => {
  const people = demoPeople.filter((one) => one.countyCode === SUICHANG)
  for (const { key } of people) {
    const answer = await send(app.url, home.get, {}, { token: await app.signIn(key) })
    expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(MOST_BYTES)
  }
  expect(people.length).toBeGreaterThan(20)
})

test('Home costs the session, the account and at most one command a part, all parts at once; search costs the session only', async () => {
  await look()
  const forHome = countCommands()
  await look()
  const parts = app.house.capabilities
    .flatMap((one) => [one.todoCards, one.frequent, one.unread])
    .filter((one) => one !== undefined)
  const planted = 5
  // Cards of a first visit cost nothing to somebody whose real name is known.
  const free = 1
  expect(forHome()).toHaveLength(2 + parts.length - planted - free)
  const forSearch = countCommands()
  await search('水费')
  expect(forSearch()).toEqual(['find'])
})

test.each([
  '水费',
  '交水费',
  '缴水费',
  '自来水',
  '水费单',
  'jiaoshuifei',
  'ＪＩＡＯ　ｓｈｕｉ',
  'jsf',
  '我要交水费',
  '一吨水多少钱',
])('a search for %s leads to the water bill first', async (q) => {
  expect(keysOf(await search(q))[0]).toBe('bills:water')
})

test.each(['shuifei', 'sf', 'suifei'])('a search for %s leads to the water bill', async (q) => {
  expect(keysOf(await search(q))).toContain('bills:water')
})

test('a search for 收据 leads to the receipts, and nonsense leads nowhere', async () => {
  expect(keysOf(await search('收据'))[0]).toBe('payments:receipts')
  expect(await search('火星')).toEqual([])
  expect(await search('　')).toEqual([])
  expect(await search('{"$gt":""}')).toEqual([])
})

test('every entry that a capability hands in is found by its own title', async () => {
  const entries = app.house.capabilities.flatMap((one) => one.searchEntries ?? [])
  expect(entries.length).toBeGreaterThan(0)
  for (const { key, title } of entries) expect(keysOf(await search(title))[0]).toBe(key)
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings).toEqual([])
  expect(report.checked).toBeGreaterThan(3)
})
