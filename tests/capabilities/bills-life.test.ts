/** What bills tell over time: a year beside the year before, reminders, cards of a whole family; and how the queries of all this walk. (bills.history, bills.setReminders) */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { home } from '@xlb/shared/home/contract.ts'
import { messages } from '@xlb/shared/messages/contract.ts'
import { addDays, dayOf } from '@xlb/shared/platform/day-words.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { issueBill, openStage, signedInAgain, type Resident, type Stage } from '../support/builders.ts'
import { send } from '../support/call.ts'
import { watchPlans } from '../support/plans.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let who: Resident
let bill: BillRow

beforeAll(async () => {
  stage = await openStage()
  who = await stage.resident()
  bill = await issueBill(stage, who)
})
afterAll(() => stage.stop())

const HOUR_MS = 3_600_000
const as = () => ({ token: who.token })
const today = (): string => dayOf(stage.ctx().clock.now())
const history = (query: { year?: string } = {}) =>
  send(stage.url, contract.history, { params: { accountId: bill.utilityAccountId }, query }, as())
/** To ten in the morning of a local day. */
async function tenOn(day: string, hour = '10'): Promise<void> {
  await stage.world.advance(Date.parse(`${day}T${hour}:00:00+08:00`) - stage.ctx().clock.now())
  who = await signedInAgain(stage, who)
}
const reminders = async () =>
  (await send(stage.url, messages.list, { query: { limit: '50' } }, as()))
    .value()
    .items.filter((one) => one.kind === 'bill' && one.link?.params['billId'] === bill._id)

async function pastBills(): Promise<void> {
  const rows = ['2025-08', '2025-10', '2026-08', '2026-10'].map((period, at): BillRow => ({
    ...{ ...bill, _id: newId('bil'), billNo: newId('pnd'), period, state: 'CREDITED', shelf: 'done' },
    ...{ usage: 20 + at, amount: 5_000 + 100 * at },
  }))
  await bills.insertMissing(stage.ctx(), rows)
}

test('a year stands beside the year before, with one sentence, in two commands and little JSON', async () => {
  await pastBills()
  const year = today().slice(0, 4)
  const answer = await history({ year: '2026' })
  const seen = answer.value()
  const compared = seen.rows.filter(({ before }) => before !== null)
  expect(compared.map(({ period, usage, before }) => [period, usage, before?.usage])).toEqual([
    ['2026-08', 22, 20],
    ['2026-10', 23, 21],
  ])
  expect(seen.sentence).toMatch(/比.*同期多用 4 立方米，多 4\.00 元。$/)
  expect(seen.years[0]).toBe(year)
  expect(seen.years).toContain('2025')
  expect(seen.yearToDate.usage).toBe(seen.rows.reduce((sum, row) => sum + row.usage, 0))
  expect(Buffer.byteLength(answer.text)).toBeLessThan(4_096)
  const stop = countCommands()
  await history()
  expect(stop()).toEqual(['find', 'aggregate'])
  expect(
    (
      await send(
        stage.url,
        contract.history,
        { params: { accountId: bill.utilityAccountId }, query: { year: '99' } },
        as(),
      )
    ).status,
  ).toBe(400)
})

test('bills of relatives stand on Home with their names, three cards and a sum', async () => {
  const son = await stage.resident()
  for (let relatives = 0; relatives < 5; relatives += 1) {
    const relative = await stage.resident()
    await issueBill(stage, relative)
    const body = { utility: 'water' as const, code: relative.person.water.accountCode, ownerName: relative.person.name }
    expect((await send(stage.url, contract.bind, { body }, { token: son.token })).value().match).toBe(true)
  }
  const stop = countCommands()
  const { todo } = (await send(stage.url, home.get, {}, { token: son.token })).value()
  // Cards, what was paid last, and the count of unread messages: one each, however many bills there are.
  expect(stop().filter((name) => name === 'aggregate')).toHaveLength(3)
  const own = todo.filter(({ key }) => key.startsWith('bills:'))
  expect(own).toHaveLength(4)
  expect(own[0]?.title).toMatch(/\*.* 水费/)
  expect(own.at(-1)).toMatchObject({ key: 'bills:more', action: { link: { route: 'bills.list' } } })
})

test('a bill is reminded of three days before, on the day, and twice after; once each and never by night', async () => {
  await tenOn(addDays(bill.dueOn, -3), '07')
  await stage.work(['remind-due-bills'])
  expect(await reminders()).toHaveLength(0)
  await tenOn(addDays(bill.dueOn, -3))
  await Promise.all([stage.work(['remind-due-bills']), stage.work(['remind-due-bills'])])
  expect(await reminders()).toMatchObject([
    { title: `水费 ${bill.period} 期还没有交`, link: { route: 'bills.detail' } },
  ])
  for (const [days, count] of [
    [0, 2],
    [7, 3],
    [14, 4],
    [21, 4],
  ] as const) {
    await tenOn(addDays(bill.dueOn, days))
    await stage.work(['mark-overdue', 'remind-due-bills'])
    expect(await reminders()).toHaveLength(count)
  }
})

test('whoever refused with one tap is left alone, and may change their mind', async () => {
  const next = await issueBill(stage, who)
  bill = next
  const off = () => send(stage.url, contract.setReminders, { body: { on: false } }, as())
  expect((await off()).value()).toEqual({ on: false })
  const before = await fingerprints(['sessions', 'billReminders'])
  expect((await off()).value()).toEqual({ on: false })
  expect(await fingerprints(['sessions', 'billReminders'])).toEqual(before)
  expect((await send(stage.url, contract.accounts, {}, as())).value().reminders).toBe(false)
  await tenOn(next.dueOn)
  await stage.work(['remind-due-bills'])
  expect(await reminders()).toEqual([])
  await send(stage.url, contract.setReminders, { body: { on: true } }, as())
  await stage.world.advance(HOUR_MS)
  await stage.work(['remind-due-bills'])
  expect(await reminders()).toHaveLength(1)
})

test('every query of accounts, histories, people, credits and reminders walks an index', async () => {
  const crowd = Array.from({ length: 300 }, (_, at): BillRow => ({
    ...{ ...bill, _id: newId('bil'), billNo: newId('pnd'), accountCode: `crowd-${String(at)}` },
    ...{ utilityAccountId: newId('uac'), readers: [newId('per')], state: 'CREDITED', shelf: 'done' },
  }))
  await bills.insertMissing(stage.ctx(), crowd)
  const other = await stage.resident()
  const watch = watchPlans()
  const body = { utility: 'water' as const, code: who.person.water.accountCode, ownerName: who.person.name }
  await send(stage.url, contract.bind, { body }, { token: other.token })
  const params = { accountId: bill.utilityAccountId, personId: other.personId }
  await send(stage.url, contract.grantView, { params, body: { until: addDays(today(), 30) } }, as())
  await history()
  await send(stage.url, contract.accounts, {}, as())
  await send(stage.url, contract.people, { params }, as())
  await send(stage.url, contract.list, {}, as())
  const paid = await send(
    stage.url,
    contract.payAccount,
    { params, body: { billIds: [bill._id], advance: 500 } },
    { token: who.token },
  )
  expect(paid.code).toBe('older-first')
  await send(stage.url, contract.removePerson, { params }, as())
  await stage.work([
    'apply-credits',
    'follow-account-people',
    'remind-due-bills',
    'hand-in-payments',
    'release-lapsed-bills',
  ])
  const { checked, findings } = await watch.report()
  watch.stop()
  expect(findings.filter((one) => !one.includes(' of auditEntries '))).toEqual([])
  expect(checked).toBeGreaterThan(15)
})
