/** The finance desk's stage: who sits at it, the morning after a day, and what the daily match found. */
import { expect } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import type { BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { orderRow, paidBill, type Opened, type Resident, type Stage } from './builders.ts'
import { send } from './call.ts'
import { staffToken } from './staff.ts'
import { verified } from './verified.ts'

export const finance = (stage: Stage) => staffToken(stage, 'suichang-finance')
export const duty = (stage: Stage) => staffToken(stage, 'suichang-duty')
export const ledgerDiffers = async (stage: Stage) => (await verified(stage, 'ledger')).differences

/** To eleven o'clock of the next day, when the statement of today can be taken; answers today. */
export async function nextMorning(stage: Stage): Promise<string> {
  const day = dayOf(stage.ctx().clock.now())
  await stage.world.advance(Date.parse(`${addDays(day, 1)}T11:00:00+08:00`) - stage.ctx().clock.now())
  return day
}

/** A bill that was paid, posted and credited. */
export async function credited(stage: Stage, payer: Resident): Promise<{ bill: BillRow; opened: Opened }> {
  const made = await paidBill(stage, payer)
  await stage.work()
  expect((await orderRow(stage, made.opened.order)).state).toBe('RECEIPTED')
  return made
}

/** The second officer agrees: the state of the approval afterwards. */
export async function agree(stage: Stage, approvalId: string): Promise<string> {
  const token = await duty(stage)
  return (await send(stage.url, approvals.approve, { params: { approvalId }, body: {} }, { token })).value().state
}
