/** Hostile input 35 of HARDENING.md: an Idempotency-Key with another body, of another person, or while its first run is still going. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { issueBill, openStage, SONGYANG, type Resident, type Stage } from '../support/builders.ts'
import { newKey, send, type Extras } from '../support/call.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

let stage: Stage
let payer: Resident
let bill: BillRow

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  payer = await stage.resident()
  bill = await issueBill(stage, payer)
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const pay = (who: Resident, billId: string, extras: Extras = {}) =>
  send(stage.url, contract.pay, { params: { billId }, body: {} }, { token: who.token, ...extras })
const ordersOf = (one: BillRow) => countRows('orders', { 'subjects.id': one._id })

describe('35: a key', () => {
  test('sent again for another bill is refused, and nothing of either changes', async () => {
    const key = newKey()
    const second = await issueBill(stage, payer)
    await pay(payer, bill._id, { key })
    const before = await fingerprints()
    expect((await pay(payer, second._id, { key })).code).toBe('idempotency-key-reused')
    expect(await fingerprints()).toEqual(before)
  })

  test('of another person or another county is another key', async () => {
    const key = newKey()
    const neighbour = await stage.resident()
    const abroad = await stage.resident(SONGYANG)
    const bills = [bill, await issueBill(stage, neighbour), await issueBill(stage, abroad)]
    const answers = [
      await pay(payer, bill._id, { key }),
      await pay(neighbour, bills[1]?._id ?? '', { key }),
      await pay(abroad, bills[2]?._id ?? '', { key }),
    ]
    expect(new Set(answers.map((one) => one.value().order.id)).size).toBe(3)
  })

  test('sent again gives the same order, presented afresh: now it is paid', async () => {
    const key = newKey()
    const first = (await pay(payer, bill._id, { key })).value()
    await stage.world.pay(payer.phone, first.pay ?? {})
    await stage.world.control('callbacks/fire-due', {})
    await stage.work()
    const before = await fingerprints()
    const again = (await pay(payer, bill._id, { key })).value()
    expect(again).toMatchObject({ order: { id: first.order.id, state: 'RECEIPTED' }, pay: null })
    expect(await fingerprints()).toEqual(before)
  })

  test('whose first run is still going waits two seconds, is told to come again, and then gets that run’s order', async () => {
    const key = newKey()
    await stage.world.fault('pay.create.slow', { delayMs: 2_500 }, 1)
    const first = pay(payer, bill._id, { key })
    await new Promise((resolve) => setTimeout(resolve, 150))
    const second = await pay(payer, bill._id, { key })
    expect([second.status, second.code, second.headers.get('retry-after')]).toEqual([409, 'still-running', '2'])
    const order = (await first).value().order
    expect((await pay(payer, bill._id, { key })).value().order.id).toBe(order.id)
    expect(await ordersOf(bill)).toBe(1)
  })

  test('of a run that was refused is free again', async () => {
    const key = newKey()
    await stage.world.fault('pay.create.5xx', {}, 1)
    expect((await pay(payer, bill._id, { key })).status).toBe(503)
    expect((await pay(payer, bill._id, { key })).status).toBe(200)
  })
})
