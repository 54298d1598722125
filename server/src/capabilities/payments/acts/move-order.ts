/** Every move of an order goes through here: the state table decides, the guarded update holds or answers null. */
import { nextState } from '@xlb/shared/platform/states.ts'
import { orderTable, type OrderEvent } from '@xlb/shared/payments/states.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord, type Announcement, type PlainData } from '#platform/db/record.ts'
import { orders, type OrderRow } from '../data/orders.ts'

export interface OrderMove {
  readonly set?: Partial<OrderRow>
  readonly note?: PlainData
  readonly events?: readonly Announcement[]
}

/** null: somebody else moved it first, or the table refuses; read again and decide anew. */
export async function moveOrder(
  ctx: Ctx,
  order: OrderRow,
  event: OrderEvent,
  move: OrderMove = {},
): Promise<OrderRow | null> {
  const state = nextState(orderTable, order.state, event)
  if (state === null) return null
  return await moveRecord(
    ctx,
    orders,
    order,
    { state, ...(move.set === undefined ? {} : { set: move.set }) },
    deedOf(`payments.${event}`, move),
  )
}

/** Changes that leave the state as it is: a hint, the next question. */
export async function noteOrder(
  ctx: Ctx,
  order: OrderRow,
  act: string,
  set: Partial<OrderRow>,
): Promise<OrderRow | null> {
  return await moveRecord(ctx, orders, order, { set }, { act })
}

function deedOf(act: string, move: OrderMove) {
  return {
    act,
    ...(move.note === undefined ? {} : { note: move.note }),
    ...(move.events === undefined ? {} : { events: move.events }),
  }
}

/** What every event about an order's money says: enough for the ledger, nothing about the person. */
export function moneyData(order: OrderRow): PlainData {
  return {
    mchid: order.mchid,
    till: order.till ?? '',
    utility: order.utility,
    amount: order.receivedAmount ?? order.amount,
    purpose: order.purpose,
  }
}
