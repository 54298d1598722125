/** Every move of a bill goes through here: the state table decides, shelf and current follow, the guarded update holds or answers null. */
import { billTable, type BillEvent } from '@xlb/shared/bills/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord, type PlainData } from '#platform/db/record.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { shelfOf } from '../domain/shelf.ts'

export async function moveBill(
  ctx: Ctx,
  bill: Pick<BillRow, '_id' | 'state' | 'version'>,
  event: BillEvent,
  set: Partial<BillRow> = {},
  note: PlainData = {},
): Promise<BillRow | null> {
  const state = nextState(billTable, bill.state, event)
  if (state === null) return null
  return await moveRecord(
    ctx,
    bills,
    bill,
    { state, set: { ...set, shelf: shelfOf(state), current: state !== 'SUPERSEDED' } },
    { act: `bills.${event}`, note },
  )
}
