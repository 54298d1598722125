/**
 * A later reading of a bill whose money is here: the bill keeps what was asked and paid, remembers the new figures, and the difference becomes a record of
 * its own that the next bill carries. Never a new debt for the whole.
 */
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { formatYuan } from '@xlb/shared/platform/money.ts'
import type { Ctx } from '#platform/context.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { newId } from '#platform/ids.ts'
import { postMessage } from '../../messages/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { adjustments, type AdjustmentRow } from '../data/credits.ts'
import type { ArrivedBill } from '../domain/arrived-bill.ts'
import { figureOf } from '../domain/price.ts'

/** false: the bill moved meanwhile, and it is tried again. */
export async function adjustBill(ctx: Ctx, standing: BillRow, bill: ArrivedBill): Promise<boolean> {
  const difference = bill.amountFen - figureOf(standing)
  // The record first: told again after a crash it is found, and the bill follows.
  await openAdjustment(ctx, standing, bill, difference)
  const { revision, amountFen: amount, usage, peak, valley } = bill
  const note = { difference, revision }
  const set = { adjusted: { revision, amount, usage, peak, valley } }
  const moved = await moveRecord(ctx, bills, standing, { set }, { act: 'bills.adjusted', note })
  if (moved !== null) await tell(ctx, standing, difference, revision)
  return moved !== null
}

async function openAdjustment(ctx: Ctx, standing: BillRow, bill: ArrivedBill, difference: number): Promise<void> {
  const open = difference !== 0
  const row = {
    ...{ _id: newId('adj'), tenant: ctx.tenant, state: open ? ('OPEN' as const) : ('SETTLED' as const), open },
    ...{ utilityAccountId: standing.utilityAccountId, billId: standing._id, orderId: standing.orderId },
    ...{ period: standing.period, revision: bill.revision, difference },
    ...{ settledBy: null, openedAt: ctx.clock.instant() },
  }
  try {
    const deed = { act: 'bills.adjustment-opened', note: { bill: standing._id, difference } }
    await createRecord<AdjustmentRow>(ctx, adjustments, row, deed)
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

async function tell(ctx: Ctx, bill: BillRow, difference: number, revision: number): Promise<void> {
  if (bill.payingPersonId === null || difference === 0) return
  const what = difference < 0 ? '多交了' : '少交了'
  await postMessage(ctx, {
    personId: bill.payingPersonId,
    kind: 'bill',
    title: `${utilityWords[bill.utility].bill} ${bill.period} 期重新抄表`,
    body: `重新抄表后，这一期${what} ${formatYuan(Math.abs(difference))} 元，会并入下一期账单，不用再付这一期。`,
    from: bill.office,
    link: { route: 'bills.detail', params: { billId: bill._id } },
    source: `bills.adjusted:${bill._id}:${String(revision)}`,
  })
}
