/** What a phone allowed WeChat to bring: asked for, reported once, and its own. (messages.subscriptions, messages.reportSubscription) */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { messages as contract } from '@xlb/shared/messages/contract.ts'
import type { SubscribeAnswer } from '@xlb/shared/messages/subscriptions.ts'
import { openStage, type Resident, type Stage } from '../support/builders.ts'
import { fieldsOf, newKey, send, sendAny, type Extras } from '../support/call.ts'
import { leftOf as leftAt, report as reportAt, templateIdOf } from '../support/push-stage.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let who: Resident

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  who = await stage.resident()
})
afterAll(() => stage.stop())

const templateId = (): string => templateIdOf(stage)
const report = (answer: SubscribeAnswer, extras: Extras = {}) => reportAt(stage, who, answer, extras)
const leftOf = () => leftAt(stage, who)

test('without a session nobody reads or reports', async () => {
  expect((await send(stage.url, contract.subscriptions, {}, {})).status).toBe(401)
  expect((await report('accept', { token: 'a.b.c' })).status).toBe(401)
})

test.each([
  [{}, 'body.results: required'],
  [{ results: [] }, 'body.results: too-small'],
  [{ results: [{ templateId: 'x', answer: 'perhaps' }] }, 'body.results.0.answer: not-allowed'],
  [{ results: [{ templateId: { $ne: '' }, answer: 'accept' }] }, 'body.results.0.templateId.$ne: operator-refused'],
  [{ results: [{ templateId: 'x', answer: 'accept', left: 9 }] }, 'body.results.0.left: unknown-field'],
])('a report of %j is refused by name', async (body, field) => {
  const answer = await sendAny(stage.url, contract.reportSubscription, { body }, { token: who.token })
  expect([answer.status, ...fieldsOf(answer)]).toEqual([400, field])
})

test('whoever has no real name yet has nothing to allow', async () => {
  const other = await stage.resident('331124')
  const token = await stage.signIn(other.phone, '331123')
  expect((await report('accept', { token })).status).toBe(403)
})

test('a template that is none of ours is not found, and nothing changes', async () => {
  const before = await fingerprints(['sessions', 'idempotencyKeys'])
  const body = { results: [{ templateId: 'somebody-elses', answer: 'accept' as const }] }
  const answer = await send(stage.url, contract.reportSubscription, { body }, { token: who.token })
  expect(answer.status).toBe(404)
  expect(await fingerprints(['sessions', 'idempotencyKeys'])).toEqual(before)
})

test('each accept is one more, a repeat of the same report counts once, a refusal changes nothing, a ban ends it', async () => {
  const key = newKey()
  const { items } = (await report('accept', { key })).value()
  expect(items[0]).toEqual({ topic: 'bill-due', templateId: templateId(), left: 1 })
  // What was allowed for one thing allows no other.
  expect(items.slice(1).map((one) => one.left)).toEqual(items.slice(1).map(() => 0))
  expect((await report('accept', { key })).value().items[0]?.left).toBe(1)
  expect((await report('acceptWithAlert')).value().items[0]?.left).toBe(2)
  for (const answer of ['reject', 'filter'] as const) expect((await report(answer)).value().items[0]?.left).toBe(2)
  expect((await report('ban')).value().items[0]?.left).toBe(0)
})

test('ten reports at once are ten', async () => {
  await Promise.all(Array.from({ length: 10 }, () => report('accept')))
  expect(await leftOf()).toBe(10)
})
