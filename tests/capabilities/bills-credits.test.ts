/** Money that the next bill carries: advances, and the difference that a later reading of a paid bill leaves. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import { adjustments, advances } from '../../server/src/capabilities/bills/data/credits.ts'
import { utilityAccounts } from '../../server/src/capabilities/bills/data/utility-accounts.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { feeds } from '../../server/src/capabilities/bills/data/feeds.ts'
import {
  billRow,
  issueBill,
  lookAtBill,
  openOrder,
  openStage,
  readFeed,
  SUICHANG,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { send } from '../support/call.ts'
import { countRows } from '../support/snapshot.ts'
import {
  nothingDiffers,
  openBoth,
  payNow,
  postingsOf,
  statesOf,
  twoBills,
  type TwoBills,
} from '../support/several-bills.ts'

let stage: Stage
let two: TwoBills
let payer: Resident
let older: BillRow
let newer: BillRow

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  two = await twoBills(stage)
  payer = two.payer
  older = two.older
  newer = two.newer
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

describe('an advance', () => {
  test('is held when the order is credited, and pays the next bill: what it does not cover is asked for', async () => {
    await payNow(stage, payer, await openBoth(stage, two, 2_000))
    const [held] = await advances.find(stage.ctx(), { utilityAccountId: older.utilityAccountId, open: true })
    expect(held).toMatchObject({ state: 'HELD', amount: 2_000, personId: payer.personId })
    const accounts = (await send(stage.url, contract.accounts, {}, { token: payer.token })).value().items
    expect(accounts.find(({ id }) => id === older.utilityAccountId)?.advance).toBe(2_000)
    const next = await issueBill(stage, payer)
    await stage.work(['apply-credits'])
    expect(await lookAtBill(stage, payer, next)).toMatchObject({ carried: -2_000, toPay: next.amount - 2_000 })
    expect(await advances.findOne(stage.ctx(), { _id: held?._id ?? '' })).toMatchObject({
      state: 'APPLIED',
      settledBy: next._id,
    })
    const order = await openOrder(stage, payer, next)
    expect(order.order.amount).toBe(next.amount - 2_000)
    await payNow(stage, payer, order)
    expect(await postingsOf(stage, next)).toMatchObject([{ amountFen: next.amount }])
    await stage.work(['apply-credits'])
    await nothingDiffers(stage)
  })

  test('that covers a bill pays it at the utility without an order, and the rest is held on', async () => {
    await payNow(stage, payer, await openBoth(stage, two, 200_000))
    const next = await issueBill(stage, payer)
    await stage.work(['apply-credits'])
    await stage.work(['apply-credits'])
    expect((await billRow(stage, next)).state).toBe('CREDITED')
    expect(await postingsOf(stage, next)).toMatchObject([{ amountFen: next.amount }])
    const open = await advances.find(stage.ctx(), { utilityAccountId: older.utilityAccountId, open: true })
    expect(open.map(({ amount }) => amount)).toEqual([200_000 - next.amount])
    await nothingDiffers(stage)
  })

  test('that is not yet told to the utility leaves nothing to pay', async () => {
    await payNow(stage, payer, await openBoth(stage, two, 200_000))
    await stage.world.fault('water.down')
    const next = await issueBillLater()
    await stage.work(['apply-credits'])
    const answer = await send(
      stage.url,
      contract.pay,
      { params: { billId: next._id }, body: {} },
      { token: payer.token },
    )
    expect(answer.code).toBe('nothing-to-pay')
  })

  test.each([2_000, 200_000])(
    'of %i that a bill took before the process died is used once, and its rest held once',
    async (amount) => {
      await payNow(stage, payer, await openBoth(stage, two, amount))
      const at = { utilityAccountId: older.utilityAccountId, open: true }
      const [held] = await advances.find(stage.ctx(), at)
      const next = await issueBill(stage, payer)
      const used = Math.min(amount, next.amount)
      await stage.work(['apply-credits'])
      // As the first crash point leaves it: the bill has it, the advance does not know.
      await advances.update(stage.ctx(), { _id: held?._id ?? '' }, { $set: { state: 'HELD', open: true } })
      await stage.work(['apply-credits'])
      expect((await billRow(stage, next)).carried).toEqual([{ id: held?._id, amount: -used }])
      const left = (await advances.find(stage.ctx(), at)).map((one) => one.amount)
      expect(left).toEqual(amount > used ? [amount - used] : [])
      await nothingDiffers(stage)
    },
  )

  async function issueBillLater(): Promise<BillRow> {
    await stage.world.clearFaults()
    const next = await issueBill(stage, payer)
    await stage.world.fault('water.down')
    return next
  }
})

describe('a later reading', () => {
  const reread = async (bill: BillRow, usageM3: number): Promise<void> => {
    await stage.world.control('bills/reread', { tenant: SUICHANG, billNo: bill.billNo, usageM3 })
    await readFeed(stage)
  }

  test.each([
    ['less', 11],
    ['more', 40],
  ])('of a credited bill that says %s makes an adjustment, and the next bill carries it', async (_what, usage) => {
    await payNow(stage, payer, await openBoth(stage, two))
    await reread(newer, usage)
    const now = await billRow(stage, newer)
    expect(now).toMatchObject({ state: 'CREDITED', amount: newer.amount, adjusted: { revision: 2, usage } })
    const difference = (now.adjusted?.amount ?? 0) - newer.amount
    expect(await adjustments.find(stage.ctx(), { billId: newer._id, revision: 2 })).toMatchObject([
      { state: 'OPEN', difference },
    ])
    expect(await countRows('bills', { accountCode: newer.accountCode, period: newer.period })).toBe(1)
    await reread(newer, usage)
    expect(await countRows('billAdjustments', { billId: newer._id })).toBeLessThanOrEqual(2)
    const next = await issueBill(stage, payer, 60)
    await stage.work(['apply-credits'])
    await stage.work(['apply-credits'])
    expect(await lookAtBill(stage, payer, next)).toMatchObject({ carried: difference, toPay: next.amount + difference })
    await nothingDiffers(stage)
  })

  test('of a bill whose money is received but not posted is posted with the new figure', async () => {
    const order = await openBoth(stage, two)
    await stage.world.fault('water.down')
    await payNow(stage, payer, order)
    expect(await statesOf(stage, two)).toEqual(['RECEIVED', 'RECEIVED'])
    await stage.world.clearFaults()
    await reread(newer, 11)
    await stage.world.advance(60_000)
    await stage.work()
    expect(await statesOf(stage, two)).toEqual(['CREDITED', 'CREDITED'])
    const { adjusted } = await billRow(stage, newer)
    expect(await postingsOf(stage, newer)).toMatchObject([
      { postingNo: `${order.order.no}-2V2`, amountFen: adjusted?.amount },
    ])
    await nothingDiffers(stage)
  })

  test('that is told twice while the process dies makes one adjustment', async () => {
    await payNow(stage, payer, await openBoth(stage, two))
    await reread(newer, 40)
    const { adjusted } = await billRow(stage, newer)
    // As a death between the two leaves it: the adjustment stands, the bill does not know, and the feed is read again.
    await bills.update(stage.ctx(), { _id: newer._id }, { $set: { adjusted: null } })
    await feeds.update(stage.ctx(), { utility: 'water' }, { $set: { cursor: '' } })
    await readFeed(stage)
    expect((await billRow(stage, newer)).adjusted).toEqual(adjusted)
    const difference = (adjusted?.amount ?? 0) - newer.amount
    expect(await adjustments.find(stage.ctx(), { billId: newer._id })).toMatchObject([{ difference }])
  })

  test('what an account has to its credit is due back when the owner moves out', async () => {
    await payNow(stage, payer, await openBoth(stage, two, 2_000))
    await reread(newer, 11)
    const params = { accountId: older.utilityAccountId }
    await send(stage.url, contract.moveOut, { params, body: {} }, { token: payer.token })
    const at = { utilityAccountId: older.utilityAccountId, state: 'REFUND_DUE' }
    expect([await countRows('billAdjustments', at), await countRows('billAdvances', at)]).toEqual([1, 1])
    await utilityAccounts.update(stage.ctx(), { _id: older.utilityAccountId }, { $set: { people: [] } })
  })
})
