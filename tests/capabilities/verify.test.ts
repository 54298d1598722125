/** ledger:verify and the bills' verify: nothing after honest flows, and every planted fault found. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  deliverCallbacks,
  issueBill,
  openOrder,
  openStage,
  payOnPhone,
  signedInAgain,
  type Opened,
  type Stage,
} from '../support/builders.ts'
import { objectsIn, type Json } from '../support/json.ts'
import { verified } from '../support/verified.ts'

let stage: Stage
/** An order whose money is credited, one whose money went back, one held in suspense, one that waits for its payer. */
const flows = new Map<string, { bill: BillRow; opened: Opened }>()

beforeAll(async () => {
  stage = await openStage()
  await flow('closed')
  await stage.world.advance(2 * 3_600_000 + 70_000)
  await stage.work()
  await pay('credited')
  await stage.world.fault('water.refusing', {}, 1)
  await pay('refunded')
  await stage.world.advance(3_000)
  await deliverCallbacks(stage)
  await stage.world.fault('pay.callback.wrong-amount', { byFen: -7 }, 1)
  await pay('held')
  await flow('waiting')
  await pay('received', 'water.down')
})
afterAll(() => stage.stop())

async function flow(name: string): Promise<{ bill: BillRow; opened: Opened; who: Parameters<typeof payOnPhone>[1] }> {
  const who = await signedInAgain(stage, await stage.resident())
  const bill = await issueBill(stage, who)
  const opened = await openOrder(stage, who, bill)
  flows.set(name, { bill, opened })
  return { bill, opened, who }
}

async function pay(name: string, fault?: string): Promise<void> {
  const { who, opened } = await flow(name)
  if (fault !== undefined) await stage.world.fault(fault)
  await payOnPhone(stage, who, opened)
  await stage.work()
}

function of(name: string): { bill: BillRow; opened: Opened } {
  const found = flows.get(name)
  if (found === undefined) throw new Error(`no flow ${name}`)
  return found
}

const ledgerDiffers = async () => (await verified(stage, 'ledger')).differences
const billsDiffer = async () => (await verified(stage, 'bills')).differences

type Filter = Json
/** Any document: what is planted here fits no declared shape. */
interface Loose {
  _id: string
  [field: string]: unknown
}
const rows = (name: string) => nativeDb().collection<Loose>(name)

/** Changes one document past all walls, looks, and puts it back byte for byte. */
async function planted(
  name: string,
  filter: Filter,
  change: Filter,
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const before = await rows(name).findOne(filter)
  if (before === null) throw new Error(`nothing to plant in ${name}`)
  await rows(name).updateOne({ _id: before._id }, change, { bypassDocumentValidation: true })
  const found = await look()
  await rows(name).replaceOne({ _id: before._id }, before, { bypassDocumentValidation: true })
  return found
}

async function removed(
  name: string,
  filter: Filter,
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const before = await rows(name).findOne(filter)
  if (before === null) throw new Error(`nothing to remove in ${name}`)
  await rows(name).deleteOne({ _id: before._id })
  const found = await look()
  await rows(name).insertOne(before, { bypassDocumentValidation: true })
  return found
}

async function added(name: string, row: Loose, look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  await rows(name).insertOne(row, { bypassDocumentValidation: true })
  const found = await look()
  await rows(name).deleteOne({ _id: row._id })
  return found
}

describe('after the flows', () => {
  test('every order stands where it was driven to', async () => {
    const states = await Promise.all(
      [...flows].map(
        async ([name, { opened }]) =>
          [name, (await rows('orders').findOne({ _id: opened.order.id }))?.['state']] as const,
      ),
    )
    expect(Object.fromEntries(states)).toEqual({
      closed: 'CLOSED',
      credited: 'RECEIPTED',
      refunded: 'REFUNDED',
      held: 'SUSPENSE',
      received: 'POST_RETRY',
      waiting: 'PENDING',
    })
  })

  test('the ledger is compared row by row, and nothing differs', async () => {
    expect(await verified(stage, 'ledger')).toEqual({
      checked: { orders: 6, entries: 7, receipts: 1, refunds: 1, strays: 0, statements: 0 },
      differences: [],
    })
  })

  test('bills and orders are compared both ways, and nothing differs', async () => {
    expect(await verified(stage, 'bills')).toEqual({ checked: { bills: 6, orders: 6 }, differences: [] })
  })
})

describe('the ledger’s verify finds', () => {
  const credited = () => of('credited').opened.order.id
  const entry = (event: string, flowName: string) => ({ source: `${event}:${of(flowName).opened.order.id}` })

  test('a receipt that is gone', async () => {
    expect(await removed('receipts', { orderId: credited() }, ledgerDiffers)).toEqual([
      `${credited()} (RECEIPTED): 0 receipts instead of 1`,
    ])
  })

  test('a receipt over another amount', async () => {
    expect(await planted('receipts', { orderId: credited() }, { $inc: { amount: 100 } }, ledgerDiffers)).toHaveLength(1)
  })

  test('a receipt of an order that does not exist, and one too many', async () => {
    const receipt = await rows('receipts').findOne({ orderId: credited() })
    if (receipt === null) throw new Error('no receipt')
    expect(
      await added(
        'receipts',
        { ...receipt, _id: newId('rct'), orderId: newId('ord'), no: newId('rct') },
        ledgerDiffers,
      ),
    ).toHaveLength(1)
    const held = of('held').opened.order.id
    const found = await added(
      'receipts',
      { ...receipt, _id: newId('rct'), orderId: held, no: newId('rct') },
      ledgerDiffers,
    )
    expect(found).toContain(`${held} (SUSPENSE): 1 receipts instead of 0`)
  })

  test.each([
    ['payments.paid', 'credited'],
    ['payments.credited', 'credited'],
    ['payments.paid', 'received'],
    ['payments.suspended', 'refunded'],
    ['payments.refunded', 'refunded'],
    ['payments.misfit', 'held'],
  ])('that the entry %s of the %s order is gone', async (event, name) => {
    const found = await removed('ledgerEntries', entry(event, name), ledgerDiffers)
    expect(found[0]).toContain(`the entry ${event} is missing`)
  })

  test('an entry whose two lines were changed together, so that they still sum to 0', async () => {
    const change = { $set: { 'lines.0.amount': 1, 'lines.1.amount': -1 } }
    expect(await planted('ledgerEntries', entry('payments.credited', 'credited'), change, ledgerDiffers)).toEqual([
      `${credited()} (RECEIPTED): the lines of payments.credited:${credited()} are not those of its event`,
    ])
  })

  test('an entry with one line changed, one turned round, and one booked to another account', async () => {
    const at = entry('payments.paid', 'credited')
    expect(await planted('ledgerEntries', at, { $inc: { 'lines.0.amount': 1 } }, ledgerDiffers)).toHaveLength(1)
    const row = await rows('ledgerEntries').findOne(at)
    const lines = objectsIn(row?.['lines']).reverse()
    expect(await planted('ledgerEntries', at, { $set: { lines } }, ledgerDiffers)).toHaveLength(1)
    expect(
      await planted('ledgerEntries', at, { $set: { 'lines.0.account': 'provider:1999000002' } }, ledgerDiffers),
    ).toHaveLength(1)
  })

  test('a stray entry: of an order that does not exist, of one that needs none, and a second one of the same event', async () => {
    const row = await rows('ledgerEntries').findOne(entry('payments.paid', 'credited'))
    if (row === null) throw new Error('no entry')
    const stray = (more: Filter) => added('ledgerEntries', { ...row, _id: newId('pnd'), ...more }, ledgerDiffers)
    expect(await stray({ source: 'payments.paid:ord_x', orderId: 'ord_x' })).toEqual([
      'entries for ord_x, an order that does not exist',
    ])
    const waiting = of('waiting').opened.order.id
    expect(await stray({ source: `payments.paid:${waiting}`, orderId: waiting })).toHaveLength(1)
    expect(await stray({ source: `payments.paid:${credited()}-again` })).toHaveLength(1)
  })

  test('an order whose received amount was changed, or which is gone', async () => {
    expect(
      (await planted('orders', { _id: credited() }, { $inc: { receivedAmount: -1 } }, ledgerDiffers)).length,
    ).toBeGreaterThan(0)
    expect((await removed('orders', { _id: credited() }, ledgerDiffers)).length).toBeGreaterThan(0)
    expect(
      (await planted('orders', { _id: of('held').opened.order.id }, { $set: { state: 'REFUNDED' } }, ledgerDiffers))
        .length,
    ).toBeGreaterThan(0)
  })

  test('a refund that is gone, larger than what came in, or of no order', async () => {
    const refunded = { orderId: of('refunded').opened.order.id }
    expect(await removed('refunds', refunded, ledgerDiffers)).toHaveLength(1)
    expect(await planted('refunds', refunded, { $inc: { amount: 1 } }, ledgerDiffers)).toHaveLength(1)
    expect((await planted('refunds', refunded, { $set: { orderId: 'ord_x' } }, ledgerDiffers)).length).toBe(2)
  })

  test('nothing, once everything planted is put back', async () => {
    expect(await ledgerDiffers()).toEqual([])
  })
})

describe('the bills’ verify finds', () => {
  const paid = () => of('credited').bill._id

  test('a paid bill that was set back to due, with or without its order', async () => {
    expect(await planted('bills', { _id: paid() }, { $set: { state: 'ISSUED' } }, billsDiffer)).toHaveLength(1)
    expect(
      await planted('bills', { _id: paid() }, { $set: { state: 'ISSUED', orderId: null } }, billsDiffer),
    ).toHaveLength(1)
  })

  test('a bill that is called paid by an order that holds its money in suspense, or by none that exists', async () => {
    const held = of('held')
    expect(
      await planted(
        'bills',
        { _id: held.bill._id },
        { $set: { state: 'CREDITED', orderId: held.opened.order.id } },
        billsDiffer,
      ),
    ).toHaveLength(1)
    expect(
      await planted('bills', { _id: held.bill._id }, { $set: { state: 'PAYING', orderId: newId('ord') } }, billsDiffer),
    ).toHaveLength(1)
    expect(await planted('bills', { _id: held.bill._id }, { $set: { state: 'RECEIVED' } }, billsDiffer)).toHaveLength(1)
  })

  test('a bill that is gone, and one that is dearer than what was paid for it', async () => {
    expect(await removed('bills', { _id: paid() }, billsDiffer)).toHaveLength(1)
    expect(await planted('bills', { _id: paid() }, { $inc: { amount: 1 } }, billsDiffer)).toHaveLength(1)
  })

  test('nothing, once everything planted is put back', async () => {
    expect(await billsDiffer()).toEqual([])
  })
})

test('MongoDB itself refuses an entry whose lines do not sum to 0', async () => {
  const lines = [
    { account: 'suspense', amount: 1 },
    { account: 'received:water', amount: -2 },
  ]
  const row = { _id: newId('pnd'), tenant: '331123', source: 'x', orderId: 'x', at: '', lines }
  await expect(rows('ledgerEntries').insertOne(row)).rejects.toThrow('Document failed validation')
  await expect(rows('ledgerEntries').insertOne({ ...row, lines: [] })).rejects.toThrow('Document failed validation')
})
