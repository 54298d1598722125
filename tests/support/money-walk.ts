/**
 * Random walks over the real API and the world: two payers, a cashier, two finance officers, a utility and a payment company that misbehave, in any order. What a
 * step may answer is known (a success or one of the refusals of the contract); what must hold at the end is examined by money-walk-end.ts.
 */
import { expect } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import type { OrderView, PayParams } from '@xlb/shared/payments/order-schemas.ts'
import fc from 'fast-check'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { orders, type OrderRow } from '../../server/src/capabilities/payments/data/orders.ts'
import { issueBill, payAtCounter, readFeed, type Resident, type Stage } from './builders.ts'
import { send, type Answer } from './call.ts'
import { agree, finance } from './finance.ts'
import { staffToken } from './staff.ts'

export interface Walker {
  readonly stage: Stage
  readonly accountCode: string
  people: Resident[]
  readonly billIds: string[]
  readonly sheets: { readonly by: number; readonly orderId: string; readonly pay: PayParams }[]
  readonly said: string[]
}

/** All that a step has to know beforehand: what was issued, and how many sheets of WeChat's lie open on phones. */
export interface Known {
  bills: number
  sheets: number
}

type Step = fc.AsyncCommand<Known, Walker>

const SECOND = 1_000
const MINUTE = 60 * SECOND
const REFUSALS = new Set([
  ...['bill-already-paid', 'bill-superseded', 'someone-is-paying', 'still-closing', 'older-first', 'nothing-to-pay'],
  ...['provider-unreachable', 'changed-meanwhile', 'too-little-cash'],
  ...['refund-above-left', 'refund-left-changed', 'refund-not-now', 'refund-whole-only', 'approval-pending'],
])

function step(name: string, run: (walker: Walker) => Promise<string>, needs: Partial<Known> = {}): Step {
  return {
    check: (known) => known.bills >= (needs.bills ?? 0) && known.sheets >= (needs.sheets ?? 0),
    async run(known, walker) {
      walker.said.push(`${name} → ${await run(walker)}`)
      known.sheets = walker.sheets.length
      known.bills = walker.billIds.length
    },
    toString: () => name,
  }
}

/** `too`: refusals of this step alone. */
function outcome(answer: Answer<unknown>, too: readonly string[] = []): string {
  if (answer.status !== 200) expect([...REFUSALS, ...too]).toContain(answer.code)
  return answer.status === 200 ? 'ok' : answer.code
}

const pick = <T>(all: readonly T[], at: number): T => {
  const found = all[at % all.length]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

function keepSheet(walker: Walker, by: number, answer: Answer<{ order: OrderView; pay: PayParams | null }>): string {
  // Who only pays does not see what others have paid.
  const said = outcome(answer, by === 0 ? [] : ['not-found'])
  if (said !== 'ok') return said
  const { order, pay } = answer.value()
  if (pay !== null) walker.sheets.push({ by, orderId: order.id, pay })
  return `${order.id} ${order.state}`
}

async function tap(walker: Walker, by: number, at: number, endpoint: typeof contract.pay | typeof contract.takeOver) {
  const call = { params: { billId: pick(walker.billIds, at) }, body: {} }
  return keepSheet(walker, by, await send(walker.stage.url, endpoint, call, { token: pick(walker.people, by).token }))
}

/** Two thumbs at once: one order comes of it, or two that are not for the same bill. */
async function bothTap(walker: Walker, at: number): Promise<string> {
  return (await Promise.all([0, 1].map((by) => tap(walker, by, at, contract.pay)))).join(', ')
}

const MOST_BILLS = 5

async function nextBill({ stage, people, billIds }: Walker): Promise<string> {
  if (billIds.length >= MOST_BILLS) return 'enough'
  const bill = await issueBill(stage, pick(people, 0), 10 + billIds.length)
  billIds.push(bill._id)
  return bill.period
}

async function openBills(walker: Walker): Promise<BillRow[]> {
  const found = await bills.find(walker.stage.ctx(), { _id: { $in: [...walker.billIds] } })
  return found.filter(({ state }) => state === 'ISSUED' || state === 'OVERDUE')
}

async function tapAll(walker: Walker, by: number): Promise<string> {
  const open = await openBills(walker)
  const [first] = open
  if (first === undefined) return 'nothing open'
  const call = { params: { accountId: first.utilityAccountId }, body: { billIds: open.map(({ _id }) => _id) } }
  return keepSheet(
    walker,
    by,
    await send(walker.stage.url, contract.payAccount, call, { token: pick(walker.people, by).token }),
  )
}

async function onSheet(walker: Walker, at: number, decide: 'pay' | 'cancel', hints: boolean): Promise<string> {
  const { by, orderId, pay } = pick(walker.sheets, at)
  const { phone, token } = pick(walker.people, by)
  const said = await walker.stage.world.pay(phone, pay, decide).catch((error: unknown) => String(error))
  if (!hints) return said
  const body = { outcome: decide === 'pay' ? ('ok' as const) : ('cancel' as const) }
  return `${said}, ${outcome(await send(walker.stage.url, payments.hint, { params: { orderId }, body }, { token }))}`
}

async function cash(walker: Walker): Promise<string> {
  const [bill] = await openBills(walker)
  if (bill === undefined) return 'nothing open'
  const body = {
    ...{ unitCode: '331123002204', utility: 'water' as const, code: bill.accountCode },
    ...{ billIds: [bill._id], tendered: bill.amount, payerId: null },
  }
  const token = await staffToken(walker.stage, 'suichang-cashier')
  return outcome(await send(walker.stage.url, contract.payCash, { body }, { token }))
}

export async function ordersOf({ stage, billIds }: Walker): Promise<OrderRow[]> {
  return await orders.find(stage.ctx(), { 'subjects.id': { $in: [...billIds] } })
}

/** What one officer proposes and the other agrees to: all of suspense, a part of what was credited. */
async function refundByTwo(walker: Walker, at: number): Promise<string> {
  const able = (await ordersOf(walker)).filter(({ state }) => state === 'RECEIPTED' || state === 'SUSPENSE')
  if (able.length === 0) return 'nothing to refund'
  const order = pick(able, at)
  const given = (order.returns ?? []).reduce((sum, one) => sum + one.amount, 0)
  const left = (order.receivedAmount ?? 0) - given
  const amount = order.state === 'SUSPENSE' ? left : Math.min(left, 100 + at)
  const answer = await send(
    walker.stage.url,
    payments.proposeRefund,
    { params: { orderId: order._id }, body: { amount, leftAsSeen: left, reason: 'overcharged' } },
    { token: await finance(walker.stage) },
  )
  const said = outcome(answer)
  return said === 'ok' ? await agree(walker.stage, answer.value().approvalId) : said
}

async function reread({ stage, billIds }: Walker, at: number, usageM3: number): Promise<string> {
  const bill = await bills.findOne(stage.ctx(), { _id: pick(billIds, at) })
  if (bill?.current !== true) return 'not the current one'
  const body = { tenant: bill.tenant, billNo: bill.billNo, usageM3 }
  const said = await stage.world.control('bills/reread', body).then(
    () => 'ok',
    () => 'the company does not',
  )
  await readFeed(stage)
  await adopt({ stage, billIds }, bill)
  return said
}

/** The bill that took a bill's place is one of the walk's. */
async function adopt({ stage, billIds }: Pick<Walker, 'stage' | 'billIds'>, { accountCode }: BillRow): Promise<void> {
  const { period } = { period: { $exists: true } }
  const all = await bills.find(stage.ctx(), { utility: 'water', accountCode, period, current: true })
  const periods = new Set((await bills.find(stage.ctx(), { _id: { $in: [...billIds] } })).map((one) => one.period))
  for (const one of all) if (periods.has(one.period) && !billIds.includes(one._id)) billIds.push(one._id)
}

async function atCounter(walker: Walker): Promise<string> {
  const [bill] = await openBills(walker)
  if (bill === undefined) return 'nothing open'
  const said = await payAtCounter(walker.stage, bill).then(
    () => 'ok',
    (error: unknown) => String(error),
  )
  await readFeed(walker.stage)
  return said
}

async function later(walker: Walker, ms: number): Promise<string> {
  await walker.stage.world.advance(ms)
  if (ms < 10 * MINUTE) return 'later'
  const again = async (one: Resident) => ({ ...one, token: await walker.stage.signIn(one.phone, one.tenant) })
  walker.people = await Promise.all(walker.people.map(again))
  return 'later, signed in again'
}

const FAULTS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['pay.callback.lost', {}],
  ['pay.callback.duplicate', { n: 3 }],
  ['pay.callback.late', { delayMs: 40 * MINUTE }],
  ['pay.callback.after-close', {}],
  ['pay.callback.wrong-amount', {}],
  ['pay.create.5xx', { made: true }],
  ['pay.create.lost-answer', {}],
  ['pay.query.5xx', {}],
  ['pay.close.5xx', { closed: true }],
  ['pay.close.5xx', { closed: false }],
  ['pay.refund.5xx', { made: true }],
  ['pay.client.told-fail', {}],
  ['water.down', {}],
  ['water.refusing', {}],
  ['water.answer-lost', {}],
]

const times = fc.constantFrom(SECOND, 6 * SECOND, 31 * SECOND, 3 * MINUTE, 16 * MINUTE, 41 * MINUTE, 131 * MINUTE)
const who = fc.nat({ max: 1 })
const which = fc.nat({ max: 7 })

/** The steps of a walk; those that move money come often. */
export function steps(): fc.Arbitrary<Step>[] {
  const taps = fc
    .tuple(who, which)
    .map(([by, at]) => step(`${String(by)} taps pay on ${String(at)}`, (walker) => tap(walker, by, at, contract.pay)))
  const pays = fc
    .tuple(which, fc.boolean())
    .map(([at, hints]) =>
      step(`sheet ${String(at)} pays`, (walker) => onSheet(walker, at, 'pay', hints), { sheets: 1 }),
    )
  const work = fc.constant(
    step('work', async ({ stage }) => {
      await stage.work()
      return 'done'
    }),
  )
  const waits = times.map((ms) => step(`${String(ms / SECOND)} s pass`, (walker) => later(walker, ms)))
  const callbacks = fc.boolean().map((all) =>
    step(`callbacks${all ? ' all' : ''}`, async ({ stage }) => {
      await stage.world.control('callbacks/fire-due', { all })
      return 'sent'
    }),
  )
  const faults = fc.constantFrom(...FAULTS).map(([id, params]) =>
    step(`${id} ${JSON.stringify(params)}`, async ({ stage }) => {
      await stage.world.fault(id, params, 1)
      return 'on'
    }),
  )
  const calm = fc.constant(
    step('calm', async ({ stage }) => {
      await stage.world.clearFaults()
      return 'calm'
    }),
  )
  return [
    ...[taps, taps, pays, pays, pays, work, work, work, waits, waits, callbacks, callbacks, faults, faults, calm],
    who.map((by) => step(`${String(by)} taps pay on all`, (walker) => tapAll(walker, by))),
    fc
      .tuple(who, which)
      .map(([by, at]) => step(`${String(by)} takes over ${String(at)}`, (one) => tap(one, by, at, contract.takeOver))),
    which.map((at) =>
      step(`sheet ${String(at)} is cancelled`, (one) => onSheet(one, at, 'cancel', true), { sheets: 1 }),
    ),
    which.map((at) => step(`refund of ${String(at)} by two`, (walker) => refundByTwo(walker, at))),
    fc
      .tuple(which, fc.integer({ min: 1, max: 60 }))
      .map(([at, usage]) => step(`bill ${String(at)} is read again`, (walker) => reread(walker, at, usage))),
    which.map((at) => step(`both tap pay on ${String(at)}`, (walker) => bothTap(walker, at))),
    fc.constant(step('the next bill comes', nextBill)),
    fc.constant(step('cash at the desk', cash)),
    fc.constant(step('paid at the company', atCounter)),
  ]
}

/** A household with two bills and a neighbour who pays for it too. */
export async function beginWalk(stage: Stage): Promise<Walker> {
  const [owner, neighbour] = [await stage.resident(), await stage.resident()]
  const older = await issueBill(stage, owner)
  const newer = await issueBill(stage, owner, 21)
  const body = { utility: 'water' as const, code: older.accountCode, ownerName: owner.person.name }
  expect((await send(stage.url, contract.bind, { body }, { token: neighbour.token })).value().match).toBe(true)
  await stage.work(['follow-account-people'])
  const billIds = [older._id, newer._id]
  return { stage, accountCode: older.accountCode, people: [owner, neighbour], billIds, sheets: [], said: [] }
}
