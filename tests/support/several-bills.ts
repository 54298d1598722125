/** Two open bills of one account and what can be done with them: the ground of the tests of orders, credits and payers. */
import { expect } from '@jest/globals'
import { bills as contract } from '@xlb/shared/bills/contract.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { billRow, issueBill, payOnPhone, worldList, type Opened, type Resident, type Stage } from './builders.ts'
import { send, type Extras } from './call.ts'
import { verified } from './verified.ts'

export interface TwoBills {
  readonly payer: Resident
  readonly older: BillRow
  readonly newer: BillRow
}

export async function twoBills(stage: Stage): Promise<TwoBills> {
  const payer = await stage.resident()
  return { payer, older: await issueBill(stage, payer), newer: await issueBill(stage, payer, 21) }
}

export const payAll = (
  stage: Stage,
  { older }: TwoBills,
  who: Resident,
  billIds: readonly string[],
  { advance, ...extras }: Extras & { advance?: number } = {},
) =>
  send(
    stage.url,
    contract.payAccount,
    {
      params: { accountId: older.utilityAccountId },
      body: { billIds: [...billIds], ...(advance === undefined ? {} : { advance }) },
    },
    { token: who.token, ...extras },
  )

/** The demo cashier's village. */
export const DESK = '331123002204'

/** Money on the desk for bills of one account; the first one alone unless they are named. */
export const payCash = (
  stage: Stage,
  bill: Pick<BillRow, '_id' | 'accountCode'>,
  tendered: number,
  { billIds = [bill._id], ...extras }: Extras & { billIds?: string[] } = {},
) =>
  send(
    stage.url,
    contract.payCash,
    {
      body: {
        ...{ unitCode: DESK, utility: 'water', code: bill.accountCode },
        ...{ billIds, tendered, payerId: null },
      },
    },
    extras,
  )

/** One order for both bills, for the payer. */
export async function openBoth(stage: Stage, two: TwoBills, advance?: number): Promise<Opened> {
  const wish = advance === undefined ? {} : { advance }
  const { order, pay } = (await payAll(stage, two, two.payer, [two.newer._id, two.older._id], wish)).value()
  if (pay === null) throw new Error('nothing to pay with')
  return { order, pay }
}

export async function payNow(stage: Stage, payer: Resident, order: Opened): Promise<void> {
  await payOnPhone(stage, payer, order)
  await stage.work()
}

export async function statesOf(stage: Stage, { older, newer }: TwoBills): Promise<string[]> {
  return [(await billRow(stage, older)).state, (await billRow(stage, newer)).state]
}

export async function postingsOf(stage: Stage, bill: BillRow) {
  return (await worldList(stage, 'postings')).filter((one) => one['billNo'] === bill.billNo)
}

/** Neither the bills' nor the ledger's verify finds anything. */
export async function nothingDiffers(stage: Stage): Promise<void> {
  for (const name of ['bills', 'ledger']) expect((await verified(stage, name)).differences).toEqual([])
}
