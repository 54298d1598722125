/** Subscribe messages: what WeChat made of them, and that nothing goes out twice or to somebody else. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { bills as billsContract } from '@xlb/shared/bills/contract.ts'
import { addDays } from '@xlb/shared/platform/day-words.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { credits } from '../../server/src/capabilities/messages/data/credits.ts'
import { pushes } from '../../server/src/capabilities/messages/data/pushes.ts'
import { issueBill, openStage, signedInAgain, type Resident, type Stage } from '../support/builders.ts'
import { send } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import * as at from '../support/push-stage.ts'

let stage: Stage
let plans: PlanWatch
let who: Resident
let told = 0

beforeAll(async () => {
  stage = await openStage()
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await stage.stop()
})
beforeEach(async () => {
  await toHour('10')
  who = await stage.resident()
})
afterEach(() => stage.world.clearFaults())

const { VALUES } = at
const toHour = (hour: string) => at.toHour(stage, hour)
const leftOf = () => at.leftOf(stage, who)
const allow = () => at.allow(stage, who)
const pushOf = (source: string) => at.pushOf(stage, who, source)
const arrivals = () => at.arrivals(stage, who)
const work = () => stage.work(['send-pushes'])

/** Something to tell this person; answers its source. */
async function tell(values = VALUES): Promise<string> {
  told += 1
  const source = `test:${String(told)}`
  await at.tell(stage, who, source, values)
  return source
}

test('a reminder arrives on the phone that allowed it, once for one credit; the other stays in the inbox', async () => {
  await allow()
  const [first, second] = [await tell(), await tell()]
  await Promise.all([work(), work()])
  await stage.world.advance(5_000)
  await work()
  const states = [(await pushOf(first))?.state, (await pushOf(second))?.state].sort()
  expect(states).toEqual(['ACCEPTED', 'NO_CREDIT'])
  expect(await arrivals()).toMatchObject([
    {
      page: 'capabilities/bills/pages/detail/index?billId=bil_00000000000000000000',
      data: { thing1: '水费 2026-11 期' },
    },
  ])
  expect(await leftOf()).toBe(0)
})

test('told again it is sent once; without a credit nothing is queued at all', async () => {
  const none = await tell()
  expect(await pushOf(none)).toBeUndefined()
  await allow()
  await allow()
  const source = await tell()
  told -= 1
  await tell()
  await work()
  await work()
  expect((await pushOf(source))?.state).toBe('ACCEPTED')
  expect(await arrivals()).toHaveLength(1)
  expect(await leftOf()).toBe(1)
})

test('two messages to one phone go one after the other', async () => {
  await allow()
  await allow()
  const sources = [await tell(), await tell()]
  await Promise.all([work(), work(), work()])
  await stage.world.advance(5_000)
  await work()
  for (const source of sources) expect((await pushOf(source))?.state).toBe('ACCEPTED')
  expect(await arrivals()).toHaveLength(2)
  expect(await leftOf()).toBe(0)
})

test.each([
  ['wechat.message.no-credit', 'NO_CREDIT', 0],
  ['wechat.message.banned', 'REFUSED', 0],
  ['wechat.message.bad-value', 'FAILED', 1],
] as const)('%s ends as %s and leaves %i', async (fault, state, left) => {
  await allow()
  await stage.world.fault(fault, {}, 1)
  const source = await tell()
  await work()
  expect((await pushOf(source))?.state).toBe(state)
  await stage.world.advance(3_600_000)
  who = await signedInAgain(stage, who)
  await work()
  expect((await pushOf(source))?.state).toBe(state)
  expect(await arrivals()).toEqual([])
  expect(await leftOf()).toBe(left)
})

test.each([
  ['wechat.message.busy', 1],
  ['wechat.token.quota', 1],
  ['wechat.token.invalid', 2],
] as const)('%s only delays it', async (fault, times) => {
  await allow()
  await stage.world.advance(2 * 3_600_000) // a token kept from before is over
  who = await signedInAgain(stage, who)
  await stage.world.fault(fault, {}, times)
  const source = await tell()
  await work()
  expect((await pushOf(source))?.state).toBe('RETRY')
  expect(await leftOf()).toBe(1)
  await stage.world.clearFaults()
  await stage.world.advance(10_000)
  await work()
  expect((await pushOf(source))?.state).toBe('ACCEPTED')
  expect(await arrivals()).toHaveLength(1)
})

test('a token that went bad is fetched again in the same try', async () => {
  await allow()
  await stage.world.fault('wechat.token.invalid', {}, 1)
  const source = await tell()
  await work()
  expect((await pushOf(source))?.state).toBe('ACCEPTED')
})

test('what nobody knows the end of is called so, costs its credit, and is never sent again', async () => {
  await allow()
  await allow()
  await stage.world.fault('wechat.message.answer-lost', {}, 1)
  const source = await tell()
  await work()
  expect((await pushOf(source))?.state).toBe('UNKNOWN')
  await stage.world.advance(3_600_000)
  who = await signedInAgain(stage, who)
  await work()
  expect(await arrivals()).toHaveLength(1)
  expect(await leftOf()).toBe(1)
})

test('a sender that died in between leaves an unknown when its lease is over, and the credit is taken once', async () => {
  await allow()
  await allow()
  const source = await tell()
  const row = await pushOf(source)
  const openid = (await accountRows.findOne(stage.ctx(), { personId: who.personId }))?.openid ?? ''
  const dueAt = stage.ctx().clock.now() + 60_000
  await pushes.update(stage.ctx(), { _id: row?._id ?? '' }, { $set: { state: 'SENDING', openid, tries: 1, dueAt } })
  await work()
  expect((await pushOf(source))?.state).toBe('SENDING')
  await stage.world.advance(61_000)
  await Promise.all([work(), work()])
  expect((await pushOf(source))?.state).toBe('UNKNOWN')
  expect(await arrivals()).toEqual([])
  expect(await leftOf()).toBe(1)
})

test('after a restore nothing that waited in the backup goes out', async () => {
  await allow()
  const source = await tell()
  const messages = stage.house.capabilities.find(({ name }) => name === 'messages')
  expect(await messages?.afterRestore?.(stage.ctx(), stage.ctx().clock.instant())).toEqual({
    'pushes not sent any more': 1,
  })
  await work()
  expect((await pushOf(source))?.state).toBe('FAILED')
  expect(await arrivals()).toEqual([])
  expect(await leftOf()).toBe(1)
})

test('a value that WeChat would refuse never leaves the house', async () => {
  await allow()
  const source = await tell([...VALUES.slice(1), { label: '缴费项目', value: '一'.repeat(21) }])
  await work()
  expect((await pushOf(source))?.state).toBe('FAILED')
  expect(await leftOf()).toBe(1)
})

test('a phone that acts for somebody else by now gets nothing of the one before', async () => {
  await allow()
  const source = await tell()
  const account = await accountRows.findOne(stage.ctx(), { personId: who.personId })
  const other = await stage.resident()
  await accountRows.update(stage.ctx(), { _id: account?._id ?? '' }, { $set: { personId: other.personId } })
  await work()
  await accountRows.update(stage.ctx(), { _id: account?._id ?? '' }, { $set: { personId: who.personId } })
  expect((await pushOf(source))?.state).toBe('NO_CREDIT')
  expect(await arrivals()).toEqual([])
  expect(await credits.find(stage.ctx(), { personId: who.personId })).toEqual([])
})

test('by night nothing goes out, and what is a day old not at all', async () => {
  await allow()
  await toHour('22')
  const source = await tell()
  await work()
  expect((await pushOf(source))?.state).toBe('QUEUED')
  await toHour('10')
  await work()
  expect((await pushOf(source))?.state).toBe('ACCEPTED')
  who = await signedInAgain(stage, who)
  await allow()
  const old = await tell()
  await stage.world.advance(25 * 3_600_000)
  await work()
  expect((await pushOf(old))?.state).toBe('FAILED')
})

/** The bill's day of this many days before its due day, at ten. */
async function tenBefore(bill: BillRow, days: number): Promise<void> {
  await stage.world.advance(Date.parse(`${addDays(bill.dueOn, -days)}T10:00:00+08:00`) - stage.ctx().clock.now())
  who = await signedInAgain(stage, who)
}

test('a bill that falls due is told on the phone with its amount, and not to whoever switched reminders off', async () => {
  const bill = await issueBill(stage, who)
  await tenBefore(bill, 3)
  await allow()
  await stage.work(['remind-due-bills'])
  await stage.work(['remind-due-bills'])
  await work()
  const amount = `￥${(bill.amount / 100).toFixed(2)}`
  expect(await arrivals()).toMatchObject([{ data: { thing1: `水费 ${bill.period} 期`, amount2: amount } }])
  const shown = await (await fetch(`${stage.world.url}/phone/messages?phone=${who.phone}`)).text()
  expect(shown).toContain(amount)
  await allow()
  await send(stage.url, billsContract.setReminders, { body: { on: false } }, { token: who.token })
  await tenBefore(bill, 0)
  await stage.work(['remind-due-bills'])
  await work()
  expect(await arrivals()).toHaveLength(1)
})

test('while WeChat is down nothing is tried, nothing is lost', async () => {
  await allow()
  await stage.world.advance(2 * 3_600_000)
  who = await signedInAgain(stage, who)
  await stage.world.fault('wechat.token.slow', { delayMs: 6_000 }, 1)
  const source = await tell()
  await work()
  expect((await pushOf(source))?.state).toBe('RETRY')
  await stage.world.advance(6_000)
  await work()
  expect((await pushOf(source))?.state).toBe('ACCEPTED')
})

test('every query of these tests is served by its index', async () => {
  const found = await plans.report()
  expect(found.findings).toEqual([])
  expect(found.checked).toBeGreaterThan(5)
})
