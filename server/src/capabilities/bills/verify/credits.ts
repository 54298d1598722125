/** Differences after later readings, and advances, against the bills that carry them and the orders they came from. */
import type { Verified } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import type { OrderRow } from '../../payments/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { adjustments, advances, type AdjustmentRow, type AdvanceRow } from '../data/credits.ts'
import { isAdvance } from '../domain/price.ts'

type Carried = ReadonlyMap<string, number>

export async function verifyCredits(ctx: Ctx, orders: readonly OrderRow[]): Promise<Verified> {
  const found = await readCredits(ctx)
  const carried = carriedOf(found.bills)
  return {
    checked: found.total === 0 ? {} : { adjustments: found.adjustments.length, advances: found.advances.length },
    differences: [
      ...found.adjusted.flatMap((bill) => adjustedDiffers(bill, found.adjustments)),
      ...found.adjustments.flatMap((row) => restDiffers(row._id, row.state, -row.difference, carried, found.advances)),
      ...found.advances.flatMap((row) => restDiffers(row._id, row.state, row.amount, carried, found.advances)),
      ...[...carried.keys()].flatMap((id) => withoutRecord(id, found)),
      ...orders.flatMap((order) => advanceMissing(order, found.advances)),
    ],
  }
}

interface Found {
  readonly adjustments: readonly AdjustmentRow[]
  readonly advances: readonly AdvanceRow[]
  /** Bills that carry something and count; bills that were read again. */
  readonly bills: readonly BillRow[]
  readonly adjusted: readonly BillRow[]
  readonly total: number
}

async function readCredits(ctx: Ctx): Promise<Found> {
  const [own, held, carrying, adjusted]: [AdjustmentRow[], AdvanceRow[], BillRow[], BillRow[]] = [[], [], [], []]
  for await (const row of adjustments.walk(ctx)) own.push(row)
  for await (const row of advances.walk(ctx)) held.push(row)
  for await (const bill of bills.walk(ctx, { current: true })) {
    if ((bill.carried ?? []).length > 0) carrying.push(bill)
    if ((bill.adjusted ?? null) !== null) adjusted.push(bill)
  }
  return { adjustments: own, advances: held, bills: carrying, adjusted, total: own.length + held.length }
}

function carriedOf(found: readonly BillRow[]): Carried {
  return new Map(found.flatMap(({ carried = [] }) => carried.map(({ id, amount }) => [id, amount] as const)))
}

function adjustedDiffers(bill: BillRow, rows: readonly AdjustmentRow[]): string[] {
  const own = rows.filter(({ billId }) => billId === bill._id)
  const sum = own.reduce((total, one) => total + one.difference, 0)
  const now = bill.adjusted?.amount ?? bill.amount
  return bill.amount + sum === now
    ? []
    : [`${bill._id}: read again as ${String(now)} fen, its differences say ${String(bill.amount + sum)}`]
}

const USED = new Set(['SETTLED', 'APPLIED'])

/** What was used up stands in one bill, and what was left of it in one advance after it. */
function restDiffers(
  id: string,
  state: string,
  credit: number,
  carried: Carried,
  held: readonly AdvanceRow[],
): string[] {
  if (!USED.has(state) || credit === 0) return []
  const taken = -(carried.get(id) ?? 0)
  const rest = held.filter(({ from }) => from?.startsWith(`${id}:`) ?? false).reduce((sum, one) => sum + one.amount, 0)
  return taken + rest === credit
    ? []
    : [`${id} (${state}) is ${String(credit)} fen, bills carry ${String(taken)} and ${String(rest)} are held on`]
}

function withoutRecord(id: string, { adjustments: own, advances: held }: Found): string[] {
  // An entry that follows from a replaced bill gives back what its new figure could not use.
  const known = own.some(({ _id }) => _id === id) || held.some(({ _id }) => _id === id)
  return known ? [] : [`a bill carries ${id}, a record that does not exist`]
}

function advanceMissing(order: OrderRow, held: readonly AdvanceRow[]): string[] {
  const part = order.subjects.find(({ id }) => isAdvance(id))
  // The event of its crediting may still be on its way.
  if (part === undefined || order.state !== 'RECEIPTED') return []
  const row = held.find(({ _id }) => _id === part.id)
  if (row === undefined) return [`${order._id} (${order.state}) paid an advance ${part.id} that does not exist`]
  return row.amount === part.amount
    ? []
    : [`${part.id} is ${String(row.amount)} fen, ${order._id} paid ${String(part.amount)}`]
}
