/**
 * What tests are made of: a county without its demonstration bills, a resident with a water account, a bill that the water company issued, an
 * order, a payment. Each builder goes the way the real thing goes; only the place to begin is set by hand.
 */
import type { Bill, Utility } from '@xlb/shared/bills/contract.ts'
import { bills as billsContract } from '@xlb/shared/bills/contract.ts'
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import type { OrderView, PayParams } from '@xlb/shared/payments/order-schemas.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { feeds } from '../../server/src/capabilities/bills/data/feeds.ts'
import {
  utilityAccounts,
  type AccountPerson,
  type UtilityAccountRow,
} from '../../server/src/capabilities/bills/data/utility-accounts.ts'
import { orders, type OrderRow } from '../../server/src/capabilities/payments/data/orders.ts'
import { demoId, maskName } from '../../server/src/capabilities/accounts/index.ts'
import { firstVersion, moveRecord } from '../../server/src/platform/db/record.ts'
import { accountOf } from '../../world/src/water/company.ts'
import { waterSignature } from '../../world/src/water/routes.ts'
import { startApp, SONGYANG, SUICHANG, type TestApp, type TestAppOptions } from './app.ts'
import { send, type Extras } from './call.ts'
import { fieldsIn, objectsIn, type Json } from './json.ts'
import { seedOnly } from './seed-only.ts'

export { SONGYANG, SUICHANG } from './app.ts'

export interface Stage extends TestApp {
  /** The jobs named; without names those that drive money. The feed is read by `readFeed`. */
  work(names?: readonly string[]): Promise<void>
  /** The demo person of a county whose turn it is, with a water account of their own and a session; after some twenty the first one comes again. */
  resident(tenant?: string): Promise<Resident>
}

export interface Resident {
  readonly phone: string
  readonly person: DemoPerson
  readonly personId: string
  readonly tenant: string
  readonly token: string
}

const COUNTIES = [SUICHANG, SONGYANG] as const

/** What drives money from a callback to the receipt or back: a third of all jobs, and a third of the time. */
const MONEY_JOBS = [
  'relay-pending',
  'dispatch-outbox',
  'work-callbacks',
  'ask-silent-orders',
  'drive-orders',
  'work-refunds',
]

/** People, places and an empty feed: a fifth of the time of the whole demonstration. */
export async function openStage(options: TestAppOptions = {}): Promise<Stage> {
  const app = await startApp({ ...options, seed: false })
  await seedOnly(app, ['organisations', 'accounts'])
  // The feed is read from here on: what the companies billed before is no test's business.
  for (const tenant of COUNTIES) {
    const cursor = String(await lastOfFeed(app, tenant))
    await feeds.insertMissing(app.ctx(tenant), [
      { _id: `pnd_feed_${tenant}`, tenant, utility: 'water', cursor, readAt: app.ctx().clock.instant() },
    ])
  }
  const queues = new Map<string, DemoPerson[]>(
    COUNTIES.map((tenant) => [tenant, demoPeople.filter((one) => one.countyCode === tenant && !one.water.stopped)]),
  )
  return {
    ...app,
    work: (names = MONEY_JOBS) => app.work(names),
    resident: async (tenant = SUICHANG) => {
      const queue = queues.get(tenant) ?? []
      const person = queue.shift()
      if (person === undefined) throw new Error(`${tenant} has no demo people`)
      queue.push(person)
      return await settle(app, person)
    },
  }
}

async function lastOfFeed(app: TestApp, tenant: string): Promise<number> {
  const issued = await worldList(app, 'bills')
  return Math.max(0, ...issued.filter((one) => one['tenant'] === tenant).map((one) => Number(one['seq'])))
}

async function settle(app: TestApp, person: DemoPerson): Promise<Resident> {
  const tenant = person.countyCode
  const personId = demoId('per', person.key)
  const account = accountOf(tenant, person.water.accountCode)
  if (account === undefined) throw new Error('the water company does not know this account')
  await ownAccount(app, { ...account, utility: 'water', tenant, personId, name: person.name })
  return { phone: person.key, person, personId, tenant, token: await app.signIn(person.key, tenant) }
}

interface Owned {
  readonly utility: Utility
  readonly tenant: string
  readonly personId: string
  /** The owner's, as the company writes it. */
  readonly name: string
  readonly code: string
  readonly address: string
  readonly villageCode: string
  readonly status: 'ACTIVE' | 'STOPPED'
  readonly householdSize: number
}

/** The account stands, with this person as its owner; older open bills of it are out of the way. */
export async function ownAccount(app: TestApp, owned: Owned): Promise<UtilityAccountRow> {
  const { tenant, personId, name, utility, code, status: state, ...told } = owned
  const ctx = app.ctx(tenant)
  const since = ctx.clock.instant()
  const owner: AccountPerson = {
    ...{ personId, role: 'owner', since, maskedName: maskName(name) },
    ...{ viewFrom: null, until: null, lastUsedOn: null },
  }
  const row = firstVersion<UtilityAccountRow>(
    ctx,
    utilityAccounts,
    {
      ...{ _id: demoId('uac', `${utility}:${code}`), tenant, state, utility, code, ...told, ownerName: name },
      ...{ ownerSince: null, office: '', people: [owner], stale: false, asOf: since },
    },
    { act: 'bills.account-known' },
  )
  const standing = (await utilityAccounts.insertOrGet(ctx, { utility, code }, row)).row
  await settleOlder(app, standing._id, tenant)
  // A company that tells all of its accounts by file may have told this one before.
  const isOwned = standing.people.some((one) => one.personId === personId)
  if (isOwned) return standing
  return (await utilityAccounts.update(ctx, { _id: standing._id }, { $push: { people: owner } })) ?? standing
}

/** Bills of this account that are open were paid at the company's counter, as far as we know: the oldest would have to be paid first. */
export async function settleOlder(app: TestApp, utilityAccountId: string, tenant = SUICHANG, but = ''): Promise<void> {
  const ctx = app.ctx(tenant)
  for (const bill of await bills.find(ctx, { utilityAccountId, shelf: 'due' }))
    if (bill._id !== but) {
      const set = { shelf: 'done' as const, creditedAt: ctx.clock.instant() }
      await moveRecord(ctx, bills, bill, { state: 'CREDITED', set }, { act: 'bills.paidElsewhere' })
    }
}

/** The same person after their token ended: a new session. */
export async function signedInAgain(app: TestApp, resident: Resident): Promise<Resident> {
  return { ...resident, token: await app.signIn(resident.phone, resident.tenant) }
}

/** A list of the world's control desk: orders, refunds, callbacks, postings, bills. */
export async function worldList(app: TestApp, what: string): Promise<Json[]> {
  return objectsIn(fieldsIn(await app.world.control(what))['items'])
}

/** The water company issues the resident's next bill and we read it. */
export async function issueBill(app: TestApp, resident: Resident, usageM3 = 29): Promise<BillRow> {
  const { tenant, person } = resident
  const issued = fieldsIn(
    await app.world.control('bills/issue', { tenant, accountCode: person.water.accountCode, usageM3 }),
  )
  await readFeed(app)
  const at = {
    utility: 'water' as const,
    accountCode: person.water.accountCode,
    period: String(issued['period']),
    current: true,
  }
  const bill = await bills.findOne(app.ctx(tenant), at)
  if (bill === null) throw new Error('the issued bill did not arrive')
  return bill
}

/** One reading of the company's feed, and another try of what had to wait. */
export async function readFeed(app: TestApp): Promise<void> {
  await app.work(['read-water-feed'])
}

/** Somebody else may pay this bill too, as a payer of its account. */
export async function shareBill(app: TestApp, bill: BillRow, other: Resident): Promise<void> {
  const ctx = app.ctx(bill.tenant)
  const payer: AccountPerson = {
    ...{ personId: other.personId, role: 'payer', since: ctx.clock.instant(), maskedName: maskName(other.person.name) },
    ...{ viewFrom: null, until: null, lastUsedOn: null },
  }
  await utilityAccounts.update(ctx, { _id: bill.utilityAccountId }, { $push: { people: payer } })
  await bills.update(ctx, { _id: bill._id }, { $push: { readers: other.personId } })
}

/** The bill is paid in cash at the company's own counter. */
export async function payAtCounter(app: TestApp, bill: BillRow): Promise<void> {
  const host = app.house.config.providers.water.find((one) => one.tenant === bill.tenant)
  if (host === undefined) throw new Error('no water company is configured')
  const paidAt = app.ctx(bill.tenant).clock.instant()
  const posting = {
    postingNo: `DESK-${bill.billNo}`,
    billNo: bill.billNo,
    accountCode: bill.accountCode,
    amountFen: bill.amount,
    paidAt,
  }
  const body = JSON.stringify(posting)
  const timestamp = String(Math.floor(Date.parse(paidAt) / 1000))
  const signature = waterSignature(host.secret, 'POST', '/water/v1/postings', timestamp, body)
  const headers = {
    'content-type': 'application/json',
    'x-client': host.clientId,
    'x-timestamp': timestamp,
    'x-signature': signature,
  }
  const answer = await fetch(`${host.baseUrl}/postings`, { method: 'POST', headers, body })
  if (answer.status !== 200) throw new Error(`the counter answered ${String(answer.status)}`)
}

export interface Opened {
  readonly order: OrderView
  readonly pay: PayParams
}

/** A tap on "pay": the order and what the phone needs to pay it. */
export async function openOrder(
  app: TestApp,
  resident: Resident,
  bill: { readonly _id: string },
  extras: Extras = {},
): Promise<Opened> {
  const row = await bills.findOne(app.ctx(resident.tenant), { _id: bill._id })
  if (row !== null) await settleOlder(app, row.utilityAccountId, row.tenant, row._id)
  const answer = await send(
    app.url,
    billsContract.pay,
    { params: { billId: bill._id }, body: {} },
    { token: resident.token, ...extras },
  )
  const { order, pay } = answer.value()
  if (pay === null) throw new Error('the order came without parameters for the phone')
  return { order, pay }
}

/** The phone pays; the callback (unless a fault keeps it) has been sent when this returns. */
export async function payOnPhone(app: TestApp, resident: Resident, opened: Opened): Promise<string> {
  const said = await app.world.pay(resident.phone, opened.pay)
  await deliverCallbacks(app)
  return said
}

export async function deliverCallbacks(app: TestApp): Promise<void> {
  await app.world.control('callbacks/fire-due', {})
}

/** From a fresh bill to money on its way: resident, bill, order, payment. */
export async function paidBill(
  app: Stage,
  resident: Resident,
  usageM3 = 29,
): Promise<{ bill: BillRow; opened: Opened }> {
  const bill = await issueBill(app, resident, usageM3)
  const opened = await openOrder(app, resident, bill)
  await payOnPhone(app, resident, opened)
  return { bill, opened }
}

export async function billRow(app: TestApp, bill: BillRow): Promise<BillRow> {
  const row = await bills.findOne(app.ctx(bill.tenant), { _id: bill._id })
  if (row === null) throw new Error('the bill is gone')
  return row
}

export async function orderRow(app: TestApp, order: { readonly id: string }, tenant = SUICHANG): Promise<OrderRow> {
  const row = await orders.findOne(app.ctx(tenant), { _id: order.id })
  if (row === null) throw new Error('the order is gone')
  return row
}

/** The bill as its reader sees it. */
export async function lookAtBill(app: TestApp, resident: Resident, bill: BillRow): Promise<Bill> {
  return (await send(app.url, billsContract.get, { params: { billId: bill._id } }, { token: resident.token })).value()
}
