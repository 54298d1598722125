/** bills over HTTP: the list and one bill. Paying is bills-pay.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  issueBill,
  lookAtBill,
  openOrder,
  openStage,
  payAtCounter,
  readFeed,
  signedInAgain,
  SONGYANG,
  SUICHANG,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { fieldsOf, looks, send, sendAny } from '../support/call.ts'
import { rawRequest } from '../support/raw.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let wang: Resident
let li: Resident
let bill: BillRow

beforeAll(async () => {
  stage = await openStage()
  wang = await stage.resident()
  li = await stage.resident()
  bill = await issueBill(stage, wang)
})
afterAll(() => stage.stop())

const list = (who: Resident, query: { limit?: string; cursor?: string; show?: 'due' | 'done' } = {}) =>
  send(stage.url, contract.list, { query }, { token: who.token })
const get = (who: Resident, billId: string) =>
  send(stage.url, contract.get, { params: { billId } }, { token: who.token })

/** Old bills of somebody, one a cycle, all in the same state. */
async function pile(who: Resident, count: number, shelf: 'due' | 'done'): Promise<void> {
  const rows = Array.from({ length: count }, (_, at): BillRow => ({
    ...bill,
    _id: newId('bil'),
    period: `20${String(10 + Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}`,
    accountCode: `OLD-${who.phone}-${shelf}`,
    utilityAccountId: demoId('uac', `water:${who.person.water.accountCode}`),
    billNo: newId('pnd'),
    readers: [who.personId],
    shelf,
    state: shelf === 'due' ? 'ISSUED' : 'CREDITED',
  }))
  await bills.insertMissing(stage.ctx(), rows)
}

describe('the list', () => {
  test('needs a session', async () => {
    expect((await send(stage.url, contract.list, {})).code).toBe('unauthenticated')
  })

  test.each([
    [{ limit: '0' }, 'query.limit: wrong-format'],
    [{ limit: '51' }, 'query.limit: wrong-format'],
    [{ show: 'all' }, 'query.show: not-allowed'],
    [{ cursor: 'not a cursor' }, 'query.cursor: wrong-format'],
    [{ cursor: 'aaaa' }, 'query.cursor: wrong-format'],
    [{ sort: 'amount' }, 'query.sort: unknown-field'],
    [{ status: 'PAID' }, 'query.status: unknown-field'],
  ])('refuses %o and names the field', async (query, wrong) => {
    const answer = await sendAny(stage.url, contract.list, { query }, { token: wang.token })
    expect(answer.status).toBe(400)
    expect(fieldsOf(answer)).toEqual([wrong])
  })

  test('is empty for someone who has no record in the county, and holds nobody else’s bills', async () => {
    const token = await stage.signIn(wang.phone, SONGYANG)
    expect((await send(stage.url, contract.list, {}, { token })).value()).toEqual({ items: [], next: null })
    expect((await list(li)).value().items).toEqual([])
  })

  test('shows what is due, with its due day, masked names and whether it may be paid', async () => {
    const [row] = (await list(wang)).value().items
    expect(row).toMatchObject({
      id: bill._id,
      state: 'ISSUED',
      amount: bill.amount,
      overdue: false,
      ownerName: '王*兰',
      office: '遂昌县自来水公司',
      can: { pay: true },
      receiptId: null,
    })
    expect(row?.accountCode).toMatch(/^\d{4} \*{4} \*{4} \d{4}$/)
  })

  test('goes by cursor, newest period first, each bill once, whatever the page’s size', async () => {
    const many = await stage.resident()
    await pile(many, 57, 'done')
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: { period: string }[]; next: string | null } = (
        await list(many, { show: 'done', limit: '10', ...(cursor === null ? {} : { cursor }) })
      ).value()
      seen.push(...page.items.map((one) => one.period))
      cursor = page.next
    } while (cursor !== null)
    expect(seen).toHaveLength(57)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
    expect((await list(many)).value().items).toEqual([])
  })

  test('a cursor of another list is refused', async () => {
    const foreign = Buffer.from(JSON.stringify(['payments.receipts', '2026-10', bill._id])).toString('base64url')
    expect(fieldsOf(await list(wang, { cursor: foreign }))).toEqual(['query.cursor: wrong-format'])
  })

  test('moves a bill to what is done when it was paid at the company’s own counter', async () => {
    const paid = await issueBill(stage, li)
    await payAtCounter(stage, paid)
    await readFeed(stage)
    expect((await list(li)).value().items).toEqual([])
    const [done] = (await list(li, { show: 'done' })).value().items
    expect(done).toMatchObject({ id: paid._id, state: 'CREDITED', can: { pay: false } })
    expect(done?.creditedAt).not.toBeNull()
  })
})

describe('one bill', () => {
  test('needs a session', async () => {
    expect((await send(stage.url, contract.get, { params: { billId: bill._id } })).code).toBe('unauthenticated')
  })

  test('an id that is none is a 400 that names it', async () => {
    expect(fieldsOf(await get(wang, 'bil_1'))).toEqual(['params.billId: wrong-format'])
    expect(fieldsOf(await get(wang, bill._id.replace('bil_', 'ord_')))).toEqual(['params.billId: wrong-format'])
  })

  test('another’s bill, another county’s bill and an unknown one look the same', async () => {
    const songyang = await stage.resident(SONGYANG)
    const abroad = await issueBill(stage, songyang)
    const unknown = looks(await get(wang, newId('bil')))
    expect(unknown).toMatchObject({ status: 404, error: { code: 'not-found' } })
    expect(looks(await get(li, bill._id))).toEqual(unknown)
    expect(looks(await get(wang, abroad._id))).toEqual(unknown)
  })

  test('is explained by its tiers, and what they say sums to what was used', async () => {
    const seen = await lookAtBill(stage, wang, bill)
    expect(seen.tiers.reduce((sum, tier) => sum + tier.usedNow, 0)).toBe(seen.usage)
    expect(seen.reading - seen.previousReading).toBe(seen.usage)
    expect(seen.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(seen.amount)
    expect(seen).toMatchObject({
      computed: seen.amount,
      differs: false,
      source: seen.office,
      order: null,
      penalty: { amount: 0 },
    })
    expect(seen.tariff.status).toBe('assumption')
    expect(seen.call.phone).not.toBe('')
    expect(JSON.stringify(seen)).not.toContain(wang.person.name)
    expect(JSON.stringify(seen)).not.toContain(wang.person.water.accountCode)
  })

  test('where our reading of the tariff differs, the utility’s figure stands and a check is opened', async () => {
    const own = demoPeople[6]
    let who = await stage.resident()
    while (who.person.key !== own?.key) who = await stage.resident()
    const differing = await issueBill(stage, who)
    const seen = await lookAtBill(stage, who, differing)
    expect(seen.differs).toBe(true)
    expect(seen.computed).not.toBe(seen.amount)
    expect(differing.check).toMatchObject({ state: 'OPEN', difference: seen.amount - seen.computed })
  })

  test('carries its live order only to whoever pays it', async () => {
    const { order } = await openOrder(stage, wang, bill)
    const seen = await lookAtBill(stage, wang, bill)
    expect(seen).toMatchObject({
      state: 'PAYING',
      orderId: order.id,
      order: { id: order.id, state: 'PENDING' },
      can: { pay: true },
    })
  })

  test('is answered with 304 while nothing changed', async () => {
    const first = await get(wang, bill._id)
    const etag = first.headers.get('etag') ?? ''
    const headers = { authorization: `Bearer ${wang.token}`, 'if-none-match': etag }
    const again = await rawRequest(stage.url, { path: `/api/bills/${bill._id}`, headers })
    expect([again.status, again.text]).toEqual([304, ''])
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
  })

  test('reading changes nothing', async () => {
    const before = await fingerprints()
    await get(wang, bill._id)
    await list(wang)
    expect(await fingerprints()).toEqual(before)
  })
})

describe('what the utility tells again', () => {
  test('a new reading replaces an unpaid bill, and the old one stays as replaced', async () => {
    const who = await stage.resident()
    const first = await issueBill(stage, who, 30)
    await stage.world.control('bills/reread', { tenant: SUICHANG, billNo: first.billNo, usageM3: 21 })
    await readFeed(stage)
    const [now] = (await list(who)).value().items
    expect(now?.id).not.toBe(first._id)
    expect(now?.amount).toBeLessThan(first.amount)
    expect((await get(who, first._id)).value()).toMatchObject({ state: 'SUPERSEDED', can: { pay: false } })
  })

  test('a new reading waits while the bill is being paid, and comes when the order has ended unpaid', async () => {
    const who = await stage.resident()
    const first = await issueBill(stage, who, 30)
    const { order } = await openOrder(stage, who, first)
    await stage.world.control('bills/reread', { tenant: SUICHANG, billNo: first.billNo, usageM3: 21 })
    await readFeed(stage)
    expect((await lookAtBill(stage, who, first)).order?.id).toBe(order.id)
    await stage.world.advance(3 * 3_600_000)
    await stage.work()
    await readFeed(stage)
    const later = await signedInAgain(stage, who)
    expect((await get(later, first._id)).value().state).toBe('SUPERSEDED')
    expect((await list(later)).value().items).toHaveLength(1)
  })

  test('reading the feed twice, and by two workers at once, makes each bill once', async () => {
    const who = await stage.resident()
    await issueBill(stage, who)
    const before = await fingerprints()
    await Promise.all([readFeed(stage), readFeed(stage)])
    expect(await fingerprints()).toEqual(before)
  })

  test('a bill that nobody paid is overdue the day after its due day', async () => {
    const who = await stage.resident()
    const late = await issueBill(stage, who)
    const days = Math.ceil((Date.parse(`${late.dueOn}T16:00:00Z`) - stage.ctx().clock.now()) / 86_400_000) + 1
    await stage.world.advance(days * 86_400_000)
    await stage.work(['mark-overdue'])
    expect((await get(await signedInAgain(stage, who), late._id)).value()).toMatchObject({
      state: 'OVERDUE',
      overdue: true,
      can: { pay: true },
    })
  })
})
