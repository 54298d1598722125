/**
 * The payment's promises, each with both of its walls: the guard in the code and the unique index behind it. `npm run sabotage` takes the walls down
 * one at a time (tests/sabotage) and wants the test of that name red. Races and crashes are forced, not hoped for.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { bills } from '@xlb/shared/bills/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { newId } from '../../server/src/platform/ids.ts'
import type { Ctx, ResidentCtx } from '../../server/src/platform/context.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { ledger } from '../../server/src/capabilities/payments/data/ledger.ts'
import { orders, type OrderRow } from '../../server/src/capabilities/payments/data/orders.ts'
import { providerEvents } from '../../server/src/capabilities/payments/data/provider-events.ts'
import { receipts } from '../../server/src/capabilities/payments/data/receipts.ts'
import { refunds } from '../../server/src/capabilities/payments/data/refunds.ts'
import { openOrder as openAnyOrder, payments as paymentsDoor } from '../../server/src/capabilities/payments/index.ts'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { isDuplicateKey } from '../../server/src/platform/db/proof.ts'
import {
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  orderRow,
  payOnPhone,
  SONGYANG,
  worldList,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { send } from '../support/call.ts'
import {
  callbackBody,
  paymentOf,
  platformSigner,
  sendCallback,
  signedHeaders,
  type Signer,
} from '../support/callbacks.ts'
import { countRows } from '../support/snapshot.ts'

let stage: Stage
let signer: Signer
let ctx: Ctx
let payer: Resident
let bill: BillRow
let opened: Opened

beforeAll(async () => {
  stage = await openStage()
  signer = platformSigner(stage)
  ctx = stage.ctx()
})
beforeEach(async () => {
  payer = await stage.resident()
  bill = await issueBill(stage, payer)
  opened = await openOrder(stage, payer, bill)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const order = (): Promise<OrderRow> => orderRow(stage, opened.order)

/** What the database said to a row whose key is taken; anything else but a refusal fails. */
async function refusedAsDouble(insert: Promise<unknown>): Promise<boolean> {
  return await insert.then(
    () => false,
    (error: unknown) => isDuplicateKey(error),
  )
}

/** The next so many updates of orders wait in the database, so that whoever reads in between reads what is about to be stale. */
async function holdUpdates(times: number, blockTimeMS: number): Promise<void> {
  const data = {
    failCommands: ['findAndModify'],
    namespace: `${nativeDb().databaseName}.orders`,
    blockConnection: true,
    blockTimeMS,
  }
  await nativeDb().admin().command({ configureFailPoint: 'failCommand', mode: { times }, data })
}

/** What a crash leaves behind: the record as it was before its last step, due at once. */
async function setBack(set: Partial<OrderRow>): Promise<void> {
  await orders.update(ctx, { _id: opened.order.id }, { $set: { ...set, nextStepAt: ctx.clock.now() } })
}

test('one live order a bill: a second one is refused also where the bill itself was got round', async () => {
  const { person, personId, phone, tenant } = payer
  const resident = { sessionId: 'ses_x', accountId: `acc_${phone}`, personId, openid: person.openid }
  const as: ResidentCtx = { ...stage.ctx(tenant), resident }
  const { purpose, utility, subjects, title, ownerName, accountCode, office, invoiceHint } = await order()
  const second = openAnyOrder(as, {
    orderId: newId('ord'),
    purpose,
    utility,
    subjects,
    title,
    ownerName,
    accountCode,
    office,
    invoiceHint,
    validMs: 60_000,
  })
  await expect(second).rejects.toMatchObject({ code: 'changed-meanwhile' })
  expect(await countRows('orders', { 'subjects.id': bill._id })).toBe(1)
})

test('a payment is taken once: told twice at the same moment it is one move, and a number of the provider pays for one order only', async () => {
  const before = await order()
  const plain = paymentOf(before)
  for (let events = 0; events < 2; events += 1) await sendCallback(stage, signer, callbackBody(signer, plain))
  await stage.world.fault('water.down')
  await holdUpdates(2, 150)
  await Promise.all([stage.work(['work-callbacks']), stage.work(['work-callbacks'])])
  await stage.work(['relay-pending'])
  expect(await countRows('auditEntries', { recordId: before._id, act: 'payments.paid' })).toBe(1)
  // Paid, taken for the bill, and the utility was silent once: three moves.
  expect(await order()).toMatchObject({ state: 'POST_RETRY', version: before.version + 3 })
  await stage.world.clearFaults()
  const other = await openOrder(stage, payer, await issueBill(stage, payer))
  const again = orders.update(
    ctx,
    { _id: other.order.id },
    { $set: { transactionId: String(plain['transaction_id']) } },
  )
  expect(await refusedAsDouble(again)).toBe(true)
})

test('a callback is stored once and worked once', async () => {
  const body = callbackBody(signer, paymentOf(await order()))
  const headers = signedHeaders(stage, signer, body)
  for (let times = 0; times < 3; times += 1) expect((await sendCallback(stage, signer, body, headers)).status).toBe(200)
  expect(await providerEvents.find(ctx, { 'payment.no': opened.order.no })).toHaveLength(1)
})

test('a receipt is written once: after a crash the first one is found again, and a second row is refused', async () => {
  await payOnPhone(stage, payer, opened)
  await stage.work()
  const [row] = await receipts.find(ctx, { orderId: opened.order.id })
  if (row === undefined) throw new Error('no receipt')
  await setBack({ state: 'CREDITED', receiptId: null })
  await stage.work(['drive-orders'])
  expect(await receipts.find(ctx, { orderId: opened.order.id })).toEqual([row])
  expect(await order()).toMatchObject({ state: 'RECEIPTED', receiptId: row._id })
  expect(await refusedAsDouble(receipts.insert(ctx, { ...row, _id: newId('rct'), no: `${row.no}1` }))).toBe(true)
})

test('a payment is posted once: a second worker waits until the first one has its answer', async () => {
  await stage.world.fault('water.slow', { delayMs: 400 })
  await payOnPhone(stage, payer, opened)
  const first = stage.work(['work-callbacks'])
  while ((await order()).state !== 'POSTING') await new Promise((resolve) => setTimeout(resolve, 5))
  await Promise.all([first, stage.work(['drive-orders'])])
  const postings = (await worldList(stage, 'postings')).filter((one) => one['billNo'] === bill.billNo)
  expect(postings).toMatchObject([{ postingNo: opened.order.no, asked: 1 }])
})

test('a refund is made once: after a crash it is the same one, under the number that follows from the order’s, and a second row is refused', async () => {
  await stage.world.fault('water.refusing')
  await payOnPhone(stage, payer, opened)
  await stage.work(['work-callbacks', 'drive-orders'])
  await setBack({ state: 'SUSPENSE', refund: null })
  await stage.work(['drive-orders'])
  const found = await refunds.find(ctx, { orderId: opened.order.id })
  expect(found.map((one) => one.refundNo)).toEqual([`R${opened.order.no}`])
  const doubles = found.map((one) => refusedAsDouble(refunds.insert(ctx, { ...one, _id: newId('ref') })))
  expect(await Promise.all(doubles)).toEqual([true])
})

test('an event is booked once, however often it is delivered', async () => {
  const row = await order()
  const data = { mchid: row.mchid, utility: row.utility, amount: row.amount }
  const told = { id: newId('evt'), recordId: row._id, at: ctx.clock.instant(), data }
  const [book] = (paymentsDoor.subscribers ?? []).filter(
    (one) => one.name === 'book-entry' && one.event === 'payments.paid',
  )
  for (let times = 0; times < 3; times += 1) await book?.handle(ctx, told)
  expect(await ledger.find(ctx, { orderId: row._id })).toHaveLength(1)
})

test('a county is never left out: no read without one, none across, and numbers are each county’s own', async () => {
  const row = await order()
  await expect(orders.findOne({ tenant: '' }, { _id: row._id })).rejects.toThrow('without a county')
  await expect(orders.findOne(ctx, { _id: row._id, tenant: SONGYANG })).rejects.toThrow('comes from the scope')
  expect(await orders.findOne(stage.ctx(SONGYANG), { _id: row._id })).toBeNull()
  expect(await orders.update(stage.ctx(SONGYANG), { _id: row._id }, { $set: { title: '' } })).toBeNull()
  const { pending: _pending, ...rest } = row
  const twin = { ...rest, _id: newId('ord'), tenant: SONGYANG, liveKeys: [newId('ord')] }
  expect(await refusedAsDouble(orders.insert(stage.ctx(SONGYANG), twin).then(() => null))).toBe(false)
  expect(await countRows('orders', { no: row.no })).toBe(2)
  await orders.removeOne(stage.ctx(SONGYANG), { _id: twin._id })
})

test('a neighbour of the same county finds neither the bill nor the order, to look at or to pay', async () => {
  const as = { token: (await stage.resident()).token }
  const answers = [
    await send(stage.url, bills.get, { params: { billId: bill._id } }, as),
    await send(stage.url, bills.pay, { params: { billId: bill._id }, body: {} }, as),
    await send(stage.url, payments.order, { params: { orderId: opened.order.id } }, as),
  ]
  expect(answers.map(({ status, code }) => [status, code])).toEqual(answers.map(() => [404, 'not-found']))
  expect(await countRows('orders', { 'subjects.id': bill._id })).toBe(1)
})

test('every move of an order has its audit entry, in the same write, once in the chain', async () => {
  const { _id: recordId, version, pending = [] } = await order()
  const versions = Array.from({ length: version }, (_, at) => at + 1)
  expect(pending.filter((one) => one.kind === 'audit').map((one) => one.version)).toEqual(versions)
  await stage.work(['relay-pending'])
  const chained = await auditEntries.find(ctx, { recordId }, { sort: { version: 1 } })
  expect(chained.map((one) => one.version)).toEqual(versions)
  const [last] = await auditEntries.find(ctx, {}, { sort: { seq: -1 }, limit: 1 })
  const [first] = chained
  if (first === undefined || last === undefined) throw new Error('no entries')
  const forged = { ...first, _id: newId('pnd'), seq: last.seq + 1, version: 1_000 }
  expect(await refusedAsDouble(auditEntries.insert(ctx, forged))).toBe(true)
  expect(await refusedAsDouble(auditEntries.insert(ctx, { ...forged, entryId: newId('pnd'), seq: last.seq }))).toBe(
    true,
  )
})

test('a signature counts for the bytes as they came: spaces and line ends are part of it', async () => {
  const body = `${callbackBody(signer, paymentOf(await order())).replace('{', '{ ')}\r\n`
  const headers = signedHeaders(stage, signer, body)
  expect((await sendCallback(stage, signer, body.trim(), headers)).status).toBe(401)
  expect((await sendCallback(stage, signer, body, headers)).status).toBe(200)
})

test.each([
  [-301, 401],
  [301, 401],
  [-299, 200],
  [299, 200],
])('a callback of %i seconds from now is answered %i', async (seconds, status) => {
  const body = callbackBody(signer, paymentOf(await order()))
  const timestamp = String(Math.ceil(ctx.clock.now() / 1000) + seconds)
  const headers = signedAt(body, timestamp)
  expect((await sendCallback(stage, signer, body, headers)).status).toBe(status)
})

const signedAt = (body: string, timestamp: string) => signedHeaders(stage, signer, body, { timestamp })

test('nothing is closed unasked: an order found paid at its end is paid, and an unanswered question closes nothing', async () => {
  await stage.world.fault('pay.callback.lost')
  await payOnPhone(stage, payer, opened)
  const unpaid = await openOrder(stage, payer, await issueBill(stage, payer))
  await stage.world.fault('pay.query.5xx')
  await stage.world.advance(2 * 3_600_000 + 90_000)
  await stage.work(['ask-silent-orders'])
  expect([(await order()).state, (await orderRow(stage, unpaid.order)).state]).toEqual(['PENDING', 'PENDING'])
  await stage.world.clearFaults()
  await stage.world.advance(24 * 3_600_000)
  await stage.work()
  await deliverCallbacks(stage)
  expect([(await order()).state, (await orderRow(stage, unpaid.order)).state]).toEqual(['RECEIPTED', 'CLOSED'])
})
