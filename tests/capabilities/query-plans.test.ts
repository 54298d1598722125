/** PERFORMANCE P4: every query of the payment flows walks an index, sorts nothing in memory, and reads no more keys than rows. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { bills as billsContract } from '@xlb/shared/bills/contract.ts'
import { home } from '@xlb/shared/home/contract.ts'
import { messages } from '@xlb/shared/messages/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { bills } from '../../server/src/capabilities/bills/data/bills.ts'
import { inbox } from '../../server/src/capabilities/messages/data/messages.ts'
import { ledger } from '../../server/src/capabilities/payments/data/ledger.ts'
import { orders } from '../../server/src/capabilities/payments/data/orders.ts'
import { providerEvents } from '../../server/src/capabilities/payments/data/provider-events.ts'
import { receipts } from '../../server/src/capabilities/payments/data/receipts.ts'
import { refunds } from '../../server/src/capabilities/payments/data/refunds.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  paidBill,
  payOnPhone,
  signedInAgain,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { send } from '../support/call.ts'
import { watchPlans } from '../support/plans.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.stop())

/** So many rows of other people, that a scan would show. */
const CROWD = 300

async function crowd(who: Resident): Promise<void> {
  const ctx = stage.ctx()
  const { opened } = await refundedFlow(who)
  await paidBill(stage, who)
  await stage.work()
  const [bill] = await bills.find(ctx, { shelf: 'done', readers: who.personId })
  const [receipt] = await receipts.find(ctx, {})
  const [message] = await inbox.find(ctx, {})
  const [event] = await providerEvents.find(ctx, {})
  const [refund] = await refunds.find(ctx, {})
  const [entry] = await ledger.find(ctx, {})
  const order = await orders.findOne(ctx, { _id: opened.order.id })
  if (!bill || !receipt || !message || !event || !refund || !entry || !order)
    throw new Error('the flows left nothing to copy')
  const copies = Array.from({ length: CROWD }, (_, n) => ({ n: `c${String(n)}`, person: newId('per') }))
  await bills.insertMissing(
    ctx,
    copies.map(({ n, person }) => ({
      ...bill,
      _id: newId('bil'),
      accountCode: n,
      billNo: n,
      readers: [person],
      orderId: newId('ord'),
    })),
  )
  await receipts.insertMissing(
    ctx,
    copies.map(({ n, person }) => ({ ...receipt, _id: newId('rct'), no: n, orderId: newId('ord'), personId: person })),
  )
  await inbox.insertMissing(
    ctx,
    copies.map(({ n, person }) => ({ ...message, _id: newId('msg'), personId: person, source: n })),
  )
  await providerEvents.insertMissing(
    ctx,
    copies.map(({ n }) => ({ ...event, _id: newId('evt'), eventId: n })),
  )
  await refunds.insertMissing(
    ctx,
    copies.map(({ n }) => ({ ...refund, _id: newId('ref'), refundNo: n, orderId: newId('ord') })),
  )
  await ledger.insertMissing(
    ctx,
    copies.map(({ n }) => ({ ...entry, _id: newId('pnd'), source: n, orderId: newId('ord') })),
  )
  await orders.insertMissing(
    ctx,
    copies.map(({ n, person }) => {
      const _id = newId('ord')
      return { ...order, _id, no: n, liveKeys: [_id], transactionId: n, payerPersonId: person }
    }),
  )
}

async function refundedFlow(who: Resident) {
  const bill = await issueBill(stage, who)
  const opened = await openOrder(stage, who, bill)
  await stage.world.fault('water.refusing', {}, 1)
  await payOnPhone(stage, who, opened)
  await stage.work()
  await stage.world.advance(3_000)
  await deliverCallbacks(stage)
  await stage.work()
  return { bill, opened }
}

async function everythingAPersonDoes(who: Resident): Promise<void> {
  const session = (
    await send(stage.url, accounts.signIn, {
      body: { code: await stage.world.loginCode(who.phone), tenant: who.tenant, client: 'h5' },
    })
  ).value()
  const { token } = (
    await send(stage.url, accounts.refresh, { body: { refreshToken: String(session.refreshToken) } })
  ).value()
  await send(stage.url, accounts.setView, { body: { view: 'elder' } }, { token })
  await send(stage.url, home.get, {}, { token })
  for (const show of ['due', 'done'] as const) {
    const page = (await send(stage.url, billsContract.list, { query: { show, limit: '1' } }, { token })).value()
    if (page.next !== null)
      await send(stage.url, billsContract.list, { query: { show, limit: '1', cursor: page.next } }, { token })
  }
  const { bill, opened } = await paidBill(stage, who)
  await send(stage.url, payments.hint, { params: { orderId: opened.order.id }, body: { outcome: 'ok' } }, { token })
  await stage.work()
  await send(stage.url, billsContract.get, { params: { billId: bill._id } }, { token })
  await send(stage.url, payments.order, { params: { orderId: opened.order.id } }, { token })
  const page = (await send(stage.url, payments.receipts, { query: { limit: '1' } }, { token })).value()
  if (page.next !== null)
    await send(stage.url, payments.receipts, { query: { limit: '1', cursor: page.next } }, { token })
  for (const { id } of page.items) await send(stage.url, payments.receipt, { params: { receiptId: id } }, { token })
  await send(stage.url, messages.list, {}, { token })
  await send(stage.url, accounts.signOut, {}, { token })
}

async function everythingTheWorkerDoes(who: Resident): Promise<void> {
  await refundedFlow(who)
  await openOrder(stage, who, await issueBill(stage, who))
  await stage.world.advance(2 * 3_600_000 + 70_000)
  await stage.work()
  const again = await signedInAgain(stage, who)
  await openOrder(stage, again, await issueBill(stage, again))
  await stage.world.control('bills/reread', {
    tenant: who.tenant,
    billNo: (await issueBill(stage, again)).billNo,
    usageM3: 3,
  })
  await stage.work()
}

test('no query of the flows scans a collection, sorts in memory, or reads more keys than it returns', async () => {
  const [busy, who] = [await stage.resident(), await stage.resident()]
  await crowd(busy)
  const watch = watchPlans()
  await everythingAPersonDoes(who)
  await everythingTheWorkerDoes(who)
  const { checked, findings } = await watch.report()
  watch.stop()
  // Which of a batch's entries stand in the chain already is asked by `$in`: one key more than rows for each gap.
  expect(findings.filter((one) => !one.includes(' of auditEntries '))).toEqual([])
  expect(checked).toBeGreaterThan(40)
}, 120_000)
