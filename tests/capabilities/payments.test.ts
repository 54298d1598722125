/** payments over HTTP: an order, the phone's hint, receipts. Callbacks, refunds and closing have files of their own. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { payments as contract } from '@xlb/shared/payments/contract.ts'
import { receipts, type ReceiptRow } from '../../server/src/capabilities/payments/data/receipts.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  issueBill,
  lookAtBill,
  openOrder,
  openStage,
  orderRow,
  paidBill,
  SONGYANG,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { fieldsOf, looks, send, sendAny } from '../support/call.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let payer: Resident
let neighbour: Resident
let opened: Opened

beforeAll(async () => {
  stage = await openStage()
  payer = await stage.resident()
  neighbour = await stage.resident()
  opened = await openOrder(stage, payer, await issueBill(stage, payer))
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const look = (who: Resident, orderId: string) =>
  send(stage.url, contract.order, { params: { orderId } }, { token: who.token })
const hint = (who: Resident, orderId: string, outcome: 'ok' | 'cancel' | 'unknown' = 'ok') =>
  send(stage.url, contract.hint, { params: { orderId }, body: { outcome } }, { token: who.token })
const receiptOf = (who: Resident, receiptId: string) =>
  send(stage.url, contract.receipt, { params: { receiptId } }, { token: who.token })
const fresh = async (who: Resident) => (await openOrder(stage, who, await issueBill(stage, who))).order

describe('an order', () => {
  test('is shown to nobody without a session', async () => {
    expect((await send(stage.url, contract.order, { params: { orderId: opened.order.id } })).code).toBe(
      'unauthenticated',
    )
  })

  test('with an id that is none is a 400', async () => {
    expect(fieldsOf(await look(payer, 'ord_<script>'))).toEqual(['params.orderId: wrong-format'])
  })

  test('of somebody else, of another county and unknown ones look the same', async () => {
    const unknown = looks(await look(payer, newId('ord')))
    expect(unknown).toMatchObject({ status: 404, error: { code: 'not-found' } })
    expect(looks(await look(neighbour, opened.order.id))).toEqual(unknown)
    const abroad = { ...payer, token: await stage.signIn(payer.phone, SONGYANG) }
    expect(looks(await look(abroad, opened.order.id))).toEqual(unknown)
  })

  test('is shown to its payer with what may be done, and nobody’s full name or openid', async () => {
    const answer = await look(payer, opened.order.id)
    expect(answer.value()).toMatchObject({
      id: opened.order.id,
      state: 'PENDING',
      can: { pay: true, ask: true, seeReceipt: false },
    })
    expect(answer.text).not.toContain(payer.person.name)
    expect(answer.text).not.toContain(payer.person.openid)
  })
})

describe('a hint of the phone', () => {
  test('without a session is refused', async () => {
    const answer = await send(stage.url, contract.hint, {
      params: { orderId: opened.order.id },
      body: { outcome: 'ok' },
    })
    expect(answer.code).toBe('unauthenticated')
  })

  test('with an outcome that is none, or with a state to set, is a 400 and changes nothing', async () => {
    const before = await fingerprints()
    const params = { orderId: opened.order.id }
    const wrong = await sendAny(stage.url, contract.hint, { params, body: { outcome: 'PAID' } }, { token: payer.token })
    expect(fieldsOf(wrong)).toEqual(['body.outcome: not-allowed'])
    const greedy = await sendAny(
      stage.url,
      contract.hint,
      { params, body: { outcome: 'ok', state: 'PAID', transactionId: '1' } },
      { token: payer.token },
    )
    expect(fieldsOf(greedy)).toEqual(['body.state: unknown-field', 'body.transactionId: unknown-field'])
    expect(await fingerprints()).toEqual(before)
  })

  test('about somebody else’s order is a 404 and brings no question forward', async () => {
    const before = await fingerprints()
    expect((await hint(neighbour, opened.order.id)).status).toBe(404)
    expect(await fingerprints()).toEqual(before)
  })

  test('brings the next question to five seconds from now and never makes an order paid', async () => {
    const order = await fresh(payer)
    const { clock } = stage.ctx()
    const before = clock.now()
    const hinted = (await hint(payer, order.id)).value()
    expect(hinted.state).toBe('PENDING')
    expect(hinted.hintedAt).not.toBeNull()
    const askAt = Date.parse(String(hinted.nextAskAt))
    expect(askAt).toBeGreaterThanOrEqual(before + 5_000)
    expect(askAt).toBeLessThanOrEqual(clock.now() + 5_000)
    await stage.work(['ask-silent-orders'])
    expect((await look(payer, order.id)).value().state).toBe('PENDING')
  })

  test('sent again changes nothing', async () => {
    const order = await fresh(payer)
    const first = (await hint(payer, order.id)).value()
    const before = await fingerprints()
    expect((await hint(payer, order.id)).value()).toEqual(first)
    expect(await fingerprints()).toEqual(before)
  })

  test('that the payer cancelled takes "confirming" away and leaves the order to be paid later; told again it changes nothing', async () => {
    const order = await fresh(payer)
    expect(order.hintedAt).not.toBeNull()
    expect((await hint(payer, order.id, 'cancel')).value()).toMatchObject({
      state: 'PENDING',
      hintedAt: null,
      can: { pay: true },
    })
    const before = await fingerprints()
    expect((await hint(payer, order.id, 'cancel')).value()).toMatchObject({ hintedAt: null })
    expect(await fingerprints()).toEqual(before)
  })

  test('of eight phones at once is noted once', async () => {
    const order = await fresh(payer)
    const version = (await orderRow(stage, order)).version
    const answers = await Promise.all(Array.from({ length: 8 }, () => hint(payer, order.id, 'unknown')))
    expect(new Set(answers.map((one) => one.value().hintedAt)).size).toBe(1)
    expect((await orderRow(stage, order)).version).toBe(version + 1)
  })

  test('leads to the money when the callback is lost: the server asks by itself', async () => {
    await stage.world.fault('pay.callback.lost')
    const order = await openOrder(stage, payer, await issueBill(stage, payer))
    await stage.world.pay(payer.phone, order.pay)
    await hint(payer, order.order.id)
    await stage.world.advance(5_000)
    await stage.work()
    expect((await look(payer, order.order.id)).value().state).toBe('RECEIPTED')
  })

  test('about an order that has ended is answered with where it stands', async () => {
    const { opened: ended } = await paidBill(stage, payer)
    await stage.work()
    const before = await fingerprints()
    expect((await hint(payer, ended.order.id)).value().state).toBe('RECEIPTED')
    expect(await fingerprints()).toEqual(before)
  })
})

describe('receipts', () => {
  test('are shown to nobody without a session', async () => {
    expect((await send(stage.url, contract.receipts, {})).code).toBe('unauthenticated')
    expect((await send(stage.url, contract.receipt, { params: { receiptId: newId('rct') } })).code).toBe(
      'unauthenticated',
    )
  })

  test('with a page that is none are a 400', async () => {
    const wrong = (query: Record<string, string>) =>
      sendAny(stage.url, contract.receipts, { query }, { token: payer.token })
    expect(fieldsOf(await wrong({ limit: '1e9' }))).toEqual(['query.limit: wrong-format'])
    expect(fieldsOf(await wrong({ cursor: 'WzFd' }))).toEqual(['query.cursor: wrong-format'])
    expect(fieldsOf(await receiptOf(payer, 'rct_1'))).toEqual(['params.receiptId: wrong-format'])
  })

  test('come with the credit, belong to their payer alone, and say where a tax invoice comes from', async () => {
    const { bill, opened: paid } = await paidBill(stage, payer)
    await stage.work()
    const { receiptId } = (await look(payer, paid.order.id)).value()
    const receipt = (await receiptOf(payer, String(receiptId))).value()
    expect(receipt).toMatchObject({
      amount: bill.amount,
      orderNo: paid.order.no,
      method: '微信支付',
      office: bill.office,
    })
    expect(receipt.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(receipt.amount)
    expect(receipt.invoiceHint).toContain('发票')
    expect(receipt.postingRef).not.toBe('')
    const unknown = looks(await receiptOf(payer, newId('rct')))
    expect(looks(await receiptOf(neighbour, String(receiptId)))).toEqual(unknown)
    expect((await lookAtBill(stage, payer, bill)).receiptId).toBe(receiptId)
  })

  test('go by cursor, newest first, each once, also where many stand in the same second', async () => {
    const who = await stage.resident()
    const at = (n: number) => new Date(Date.UTC(2026, 9, 1, 0, 0, Math.floor(n / 7))).toISOString()
    const rows = Array.from({ length: 45 }, (_, n): ReceiptRow => ({
      _id: newId('rct'),
      tenant: who.tenant,
      no: newId('rct'),
      orderId: newId('ord'),
      orderNo: `XLB${String(n)}`,
      personId: who.personId,
      title: '水费',
      amount: 100 + n,
      ownerName: '王*兰',
      accountCode: '****',
      office: '自来水公司',
      merchantName: '自来水公司',
      lines: [],
      receivedAt: at(n),
      creditedAt: at(n),
      providerNo: '1',
      postingRef: '1',
      invoiceHint: '',
    }))
    await receipts.insertMissing(stage.ctx(), rows)
    const seen: { id: string; creditedAt: string }[] = []
    let cursor: string | undefined
    do {
      const query = { limit: '10', ...(cursor === undefined ? {} : { cursor }) }
      const page: { items: { id: string; creditedAt: string }[]; next: string | null } = (
        await send(stage.url, contract.receipts, { query }, { token: who.token })
      ).value()
      seen.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen.map((one) => one.id)).size).toBe(45)
    expect(seen.map((one) => one.creditedAt)).toEqual(
      rows
        .map((one) => one.creditedAt)
        .sort()
        .reverse(),
    )
  })
})
