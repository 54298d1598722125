import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { home } from '@xlb/shared/home/contract.ts'
import { messages, type MessageRow } from '@xlb/shared/messages/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { postMessage, type Letter } from '../../server/src/capabilities/messages/index.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, looks, send, sendAny, type Answer } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { seedOnly, startAppWith } from '../support/seed-only.ts'
import { fingerprints } from '../support/snapshot.ts'

interface Reader {
  readonly personId: string
  readonly tenant: string
  readonly token: string
}

const unknownId = 'msg_00000000000000000000'
const free = demoPeople.map((one) => one)

let app: TestApp
let plans: PlanWatch

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts'])
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await app.stop()
})

/** A resident nobody used yet, signed in. */
async function newReader(tenant = SUICHANG): Promise<Reader> {
  const at = free.findIndex((one) => one.countyCode === tenant)
  const [person] = free.splice(at, 1)
  if (person === undefined || at < 0) throw new Error(`all demo people of ${tenant} are taken`)
  return { personId: demoId('per', person.key), tenant, token: await app.signIn(person.key, tenant) }
}

function letter(reader: Reader, source: string, more: Partial<Letter> = {}): Letter {
  const link = { route: 'payments.receipt', params: { receiptId: 'rct_00000000000000000000' } }
  const words = { kind: 'receipt' as const, title: '水费已入账', body: '收据可以随时看。', from: '遂昌县自来水公司' }
  return { personId: reader.personId, ...words, link, source, ...more }
}

async function post(reader: Reader, source: string, more: Partial<Letter> = {}): Promise<void> {
  await postMessage(app.ctx(reader.tenant), letter(reader, source, more))
}

async function postMany(reader: Reader, count: number, prefix = 'many'): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await post(reader, `${prefix}:${String(n)}`, { title: `${prefix} ${String(n)}` })
    // Two messages a minute share their instant, as events of one moment do.
    if (n % 2 === 1) await app.world.advance(60_000)
  }
}

async function page(
  reader: Reader,
  query: { limit?: string; cursor?: string } = {},
): Promise<{ items: MessageRow[]; next: string | null }> {
  return (await send(app.url, messages.list, { query }, reader)).value()
}

async function walk(reader: Reader, limit: string): Promise<MessageRow[]> {
  const seen: MessageRow[] = []
  let cursor: string | null = null
  do {
    const { items, next }: { items: MessageRow[]; next: string | null } = await page(reader, {
      limit,
      ...(cursor === null ? {} : { cursor }),
    })
    seen.push(...items)
    cursor = next
  } while (cursor !== null && seen.length < 500)
  return seen
}

async function read(reader: Reader, messageId: string): Promise<Answer<MessageRow>> {
  return await send(app.url, messages.read, { params: { messageId } }, reader)
}

async function firstOf(reader: Reader): Promise<MessageRow> {
  const [first] = (await page(reader)).items
  if (first === undefined) throw new Error('the inbox is empty')
  return first
}

async function unreadOf(reader: Reader): Promise<number> {
  return (await send(app.url, home.get, {}, reader)).value().unread
}

async function commandsOf(job: () => Promise<unknown>): Promise<string[]> {
  const commands = countCommands()
  await job()
  return commands()
}

test.each([
  ['no token', undefined],
  ['a token that is none', 'a.b.c'],
])('with %s nobody reads an inbox or marks a message', async (_what, token) => {
  const extras = { token }
  expect((await send(app.url, messages.list, {}, extras)).status).toBe(401)
  expect((await send(app.url, messages.read, { params: { messageId: unknownId } }, extras)).code).toBe(
    'unauthenticated',
  )
})

test('after signing out the inbox is closed at the next request', async () => {
  const reader = await newReader()
  await send(app.url, accounts.signOut, {}, reader)
  expect((await send(app.url, messages.list, {}, reader)).status).toBe(401)
})

test.each([
  ['1e9', 'limit', 'wrong-format'],
  ['-1', 'limit', 'wrong-format'],
  ['0', 'limit', 'wrong-format'],
  ['51', 'limit', 'wrong-format'],
  ['１０', 'limit', 'wrong-format'],
  ['0x64', 'limit', 'wrong-format'],
  ['../../x', 'cursor', 'wrong-format'],
  ['eyJhIjoxfQ', 'cursor', 'wrong-format'],
  ['at', 'sort', 'unknown-field'],
])('a list asked for with %s as its %s is refused by name', async (value, name, code) => {
  const reader = await newReader()
  const answer = await sendAny(app.url, messages.list, { query: { [name]: value } }, reader)
  expect([answer.status, ...fieldsOf(answer)]).toEqual([400, `query.${name}: ${code}`])
  free.unshift(...demoPeople.filter((one) => demoId('per', one.key) === reader.personId))
})

test('an operator in the query is refused before the database is asked', async () => {
  const reader = await newReader()
  const commands = countCommands()
  const answer = await sendAny(app.url, messages.list, { query: { 'limit[$gt]': '1' } }, reader)
  expect(answer.status).toBe(400)
  expect(commands()).toEqual(['find'])
})

test('a cursor that another list made is refused by name', async () => {
  const reader = await newReader()
  const foreign = Buffer.from(JSON.stringify(['bills.list', '2026-11-23T01:12:00.000Z', unknownId])).toString(
    'base64url',
  )
  const answer = await sendAny(app.url, messages.list, { query: { cursor: foreign } }, reader)
  expect([answer.status, ...fieldsOf(answer)]).toEqual([400, 'query.cursor: wrong-format'])
})

test.each(['1', 'msg_x', 'bil_00000000000000000000', '$ne', 'msg_00000000000000000000%00'])(
  'the message id %s is refused',
  async (messageId) => {
    const reader = await newReader()
    const answer = await sendAny(app.url, messages.read, { params: { messageId } }, reader)
    expect([answer.status, ...fieldsOf(answer)]).toEqual([400, 'params.messageId: wrong-format'])
    free.unshift(...demoPeople.filter((one) => demoId('per', one.key) === reader.personId))
  },
)

test('another person’s message looks and costs like one that is not there, in one county and across two', async () => {
  const [owner, neighbour, stranger] = [await newReader(), await newReader(), await newReader(SONGYANG)]
  await post(owner, 'private')
  const { id } = await firstOf(owner)
  const before = await fingerprints(['sessions'])
  for (const reader of [neighbour, stranger]) {
    const unknown = await commandsOf(async () => expect((await read(reader, unknownId)).status).toBe(404))
    expect(await commandsOf(async () => await read(reader, id))).toEqual(unknown)
    expect(looks(await read(reader, id))).toEqual(looks(await read(reader, unknownId)))
    expect((await page(reader)).items).toEqual([])
  }
  expect(await fingerprints(['sessions'])).toEqual(before)
})

test('somebody whose real name is not known yet has an empty inbox', async () => {
  const [visitor] = free.filter((one) => one.countyCode === SONGYANG)
  const reader = { personId: '', tenant: SUICHANG, token: await app.signIn(visitor?.key ?? '', SUICHANG) }
  expect(await page(reader)).toEqual({ items: [], next: null })
  expect((await read(reader, unknownId)).status).toBe(404)
  expect(await unreadOf(reader)).toBe(0)
})

test('marking a message read twice gives the same answer and counts once', async () => {
  const reader = await newReader()
  await post(reader, 'one')
  await post(reader, 'two')
  const { id } = await firstOf(reader)
  expect(await unreadOf(reader)).toBe(2)
  const first = (await read(reader, id)).value()
  expect(first.read).toBe(true)
  expect((await read(reader, id)).value()).toEqual(first)
  expect(await unreadOf(reader)).toBe(1)
})

test('an event told again, even with other words, stays one message', async () => {
  const reader = await newReader()
  await post(reader, 'payments.receipted:ord_1')
  const before = await firstOf(reader)
  await app.world.advance(60_000)
  await post(reader, 'payments.receipted:ord_1', { title: '别的话' })
  expect((await page(reader)).items).toEqual([before])
})

test('an event told by twenty workers at once is one message, and each reader’s own', async () => {
  const [one, other] = [await newReader(), await newReader()]
  await Promise.all(Array.from({ length: 20 }, async (_, n) => await post(n % 2 === 0 ? one : other, 'storm')))
  expect((await page(one)).items).toHaveLength(1)
  expect((await page(other)).items).toHaveLength(1)
})

test('ten taps at once mark one message read, and all ten are answered alike', async () => {
  const reader = await newReader()
  await post(reader, 'tapped')
  const { id } = await firstOf(reader)
  const answers = await Promise.all(Array.from({ length: 10 }, async () => await read(reader, id)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer.value()))).size).toBe(1)
  expect(await unreadOf(reader)).toBe(0)
})

test('a message says who writes, when, and where it leads', async () => {
  const reader = await newReader()
  const at = app.ctx().clock.instant()
  await post(reader, 'shown', { link: null })
  const { id, ...shown } = await firstOf(reader)
  expect(id).toMatch(/^msg_/)
  expect(shown.at >= at).toBe(true)
  expect(shown).toEqual({
    kind: 'receipt',
    title: '水费已入账',
    body: '收据可以随时看。',
    from: '遂昌县自来水公司',
    at: shown.at,
    read: false,
    link: null,
  })
})

test.each(['1', '7', '50'])('pages of %s show every message once, newest first', async (limit) => {
  const reader = await newReader()
  await postMany(reader, 15)
  const seen = await walk(reader, limit)
  expect(new Set(seen.map((one) => one.id)).size).toBe(15)
  expect(seen.map((one) => one.at)).toEqual(
    seen
      .map((one) => one.at)
      .sort()
      .reverse(),
  )
})

test('a message that arrives between two pages moves nothing and hides nothing', async () => {
  const reader = await newReader()
  await postMany(reader, 6)
  const before = await walk(reader, '50')
  const first = await page(reader, { limit: '3' })
  await post(reader, 'meanwhile')
  const second = await page(reader, { limit: '3', cursor: first.next ?? '' })
  expect([...first.items, ...second.items]).toEqual(before)
})

test('the badge stops at ninety-nine', async () => {
  const reader = await newReader()
  await postMany(reader, 101)
  expect(await unreadOf(reader)).toBe(99)
})

test('the inbox costs the session and one command, on every page and at every length', async () => {
  const reader = await newReader()
  await postMany(reader, 3)
  const short = await commandsOf(async () => await page(reader, { limit: '2' }))
  await postMany(reader, 120, 'more')
  const { next } = await page(reader, { limit: '50' })
  const deep = await commandsOf(async () => await page(reader, { limit: '50', cursor: next ?? '' }))
  expect(short).toEqual(['find', 'find'])
  expect(deep).toEqual(short)
  const { id } = await firstOf(reader)
  expect(await commandsOf(async () => await read(reader, id))).toEqual(['find', 'findAndModify'])
})

test('seeding again leaves every message as it stands', async () => {
  const before = await fingerprints()
  await seedOnly(app, ['organisations', 'accounts', 'messages'])
  expect(await fingerprints()).toEqual(before)
})

test('every query of these tests is served by its index', async () => {
  const report = await plans.report()
  expect(report.findings).toEqual([])
  expect(report.checked).toBeGreaterThan(5)
})
