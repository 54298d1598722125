/** The daily three-way match: our ledger, WeChat Pay's statement, the utility's file. Every difference is planted by the world. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { differences } from '../../server/src/capabilities/payments/data/differences.ts'
import { statementDays } from '../../server/src/capabilities/payments/data/statements.ts'
import { alarmRows } from '../../server/src/platform/alarms/alarms.ts'
import { openStage, SUICHANG, type Resident, type Stage } from '../support/builders.ts'
import { send } from '../support/call.ts'
import { platformSigner, type Signer } from '../support/callbacks.ts'
import { agree, credited, duty, finance, ledgerDiffers, nextMorning } from '../support/finance.ts'

const HOUR = 3_600_000
const STATEMENTS = ['want-statements', 'work-statements']

let stage: Stage
let signer: Signer
let payer: Resident

beforeAll(async () => {
  stage = await openStage()
  signer = platformSigner(stage)
})
beforeEach(async () => {
  payer = await stage.resident()
})
afterEach(() => stage.world.clearFaults())
afterAll(() => stage.stop())

const waterDay = (day: string) => statementDays.findOne(stage.ctx(), { mchid: signer.merchant.mchid, day })
const found = async (day: string) =>
  (await differences.find(stage.ctx(), { place: signer.merchant.mchid, day })).map(
    ({ kind, state }) => `${kind} ${state}`,
  )

describe('the daily match', () => {
  test('of a day on which everything fits finds nothing, books the fee once, and the ledger balances', async () => {
    await credited(stage, payer)
    await credited(stage, payer)
    const day = await nextMorning(stage)
    await stage.work(STATEMENTS)
    await stage.work(STATEMENTS)
    expect(await waterDay(day)).toMatchObject({ state: 'fetched', rows: 2 })
    expect((await waterDay(day))?.fee).toBeGreaterThan(0)
    expect(await found(day)).toEqual([])
    expect(await ledgerDiffers(stage)).toEqual([])
  })

  test.each([
    ['pay.bill.missing-row', {}, 'provider-missing OPEN'],
    ['pay.bill.extra-row', {}, 'provider-extra OPEN'],
    ['pay.bill.other-amount', { byFen: 1 }, 'provider-amount OPEN'],
    ['utility.statement.missing-row', {}, 'utility-missing OPEN'],
    ['utility.statement.extra-row', {}, 'utility-extra OPEN'],
    ['utility.statement.other-amount', { byFen: -1 }, 'utility-amount OPEN'],
  ])('names what the statement or the file of the day got wrong: %s', async (fault, params, expected) => {
    await credited(stage, payer)
    const day = await nextMorning(stage)
    await stage.world.fault(fault, params)
    await stage.work(STATEMENTS)
    expect(await found(day)).toEqual([expected])
    const { items } = (await send(stage.url, payments.differences, {}, { token: await finance(stage) })).value()
    const one = items.find((row) => row.day === day)
    expect(one).toMatchObject({ state: 'OPEN', owner: null, unitCode: SUICHANG, ageDays: 0 })
  })

  test('finds the same difference again, and no second one; it ends by itself when the file is mended', async () => {
    await credited(stage, payer)
    const day = await nextMorning(stage)
    await stage.world.fault('utility.statement.missing-row')
    await stage.work(STATEMENTS)
    expect(await found(day)).toEqual(['utility-missing OPEN'])
    await stage.world.clearFaults()
    await stage.world.advance(25 * HOUR)
    await stage.work(STATEMENTS)
    expect(await found(day)).toEqual(['utility-missing RESOLVED'])
  })

  test('waits for a statement that is not ready, and refuses a spoilt one with an alarm until the right one comes', async () => {
    await credited(stage, payer)
    const day = await nextMorning(stage)
    await stage.world.fault('pay.bill.not-ready')
    await stage.work(STATEMENTS)
    expect(await waterDay(day)).toMatchObject({ state: 'wanted', tries: 1 })
    await stage.world.clearFaults()
    await stage.world.fault('pay.bill.corrupt')
    await stage.world.advance(11 * 60_000)
    await stage.work(STATEMENTS)
    const broken = await waterDay(day)
    expect(broken).toMatchObject({ state: 'broken', rows: 0 })
    expect(await alarmRows.find(stage.ctx(), { kind: 'statement-broken', recordId: broken?._id ?? '' })).toHaveLength(1)
    await stage.world.clearFaults()
    await stage.world.advance(11 * 60_000)
    await stage.work(STATEMENTS)
    expect(await waterDay(day)).toMatchObject({ state: 'fetched', rows: 1 })
    expect(await found(day)).toEqual([])
  })

  test('knows every day of every merchant (payments.statements)', async () => {
    const { items } = (await send(stage.url, payments.statements, {}, { token: await finance(stage) })).value()
    expect(new Set(items.map((one) => one.utility))).toEqual(new Set(['water', 'electricity', 'gas']))
    expect((await send(stage.url, payments.statements, {}, { token: await duty(stage) })).code).toBe('forbidden')
  })
})

describe('a difference', () => {
  test('is taken by an officer and resolved by two; money in suspense is never ended by words', async () => {
    await credited(stage, payer)
    const day = await nextMorning(stage)
    await stage.world.fault('pay.bill.extra-row')
    await stage.work(STATEMENTS)
    const [row] = await differences.find(stage.ctx(), { place: signer.merchant.mchid, day })
    const params = { differenceId: row?._id ?? '' }
    const token = await finance(stage)
    const taken = (await send(stage.url, payments.takeDifference, { params, body: {} }, { token })).value()
    expect(taken).toMatchObject({ state: 'IN_HAND' })
    expect(taken.owner).toMatch(/^stf_/)
    const body = { resolution: 'provider-corrected' as const }
    const { approvalId } = (await send(stage.url, payments.resolveDifference, { params, body }, { token })).value()
    const own = await send(stage.url, approvals.approve, { params: { approvalId }, body: {} }, { token })
    expect(own.status).toBe(403)
    expect(await agree(stage, approvalId)).toBe('DONE')
    expect(await differences.findOne(stage.ctx(), { _id: params.differenceId })).toMatchObject({
      state: 'RESOLVED',
      resolution: 'provider-corrected',
    })
    expect((await send(stage.url, payments.takeDifference, { params, body: {} }, { token })).code).toBe(
      'difference-resolved',
    )
  })
})
