/**
 * `npm run ledger:verify`: walks every order, refund, receipt and ledger entry of a county and compares them: which entries an order must have
 * and no others, each line of them, receipts, refunds, the balance of suspense. An entry whose event is still on its way is missing all the
 * same, and the line says so.
 */
import type { Verified } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { ledger, type LedgerRow } from '../data/ledger.ts'
import { orders, type OrderRow } from '../data/orders.ts'
import { providerEvents } from '../data/provider-events.ts'
import { receipts, type ReceiptRow } from '../data/receipts.ts'
import { refunds, type RefundRow } from '../data/refunds.ts'
import { statementDays, type StatementDayRow } from '../data/statements.ts'
import { strays, type StrayRow } from '../data/strays.ts'
import { expectedSources } from '../domain/expected-entries.ts'
import { linesOf, linesReturned, type Line } from '../domain/ledger-lines.ts'
import { feesDiffer, heldByStrays, sameLines, straysDiffer } from './ledger-beside-orders.ts'

const HELD = new Set(['SUSPENSE', 'REFUNDING'])

export async function verifyLedger(ctx: Ctx): Promise<Verified> {
  const found = await readCounty(ctx)
  const differences = [
    ...found.orders.flatMap((order) => entriesDiffer(order, found)),
    ...found.orders.flatMap((order) => receiptsDiffer(order, found.receipts.get(order._id) ?? [])),
    ...found.orders.flatMap((order) => refundsDiffer(order, found.refunded.get(order._id) ?? 0)),
    ...withoutCause(found),
    ...straysDiffer(found.strays, found.entries),
    ...feesDiffer(found.fees, found.entries),
    ...balanceDiffers(found),
    ...found.homeless,
  ]
  const checked = {
    orders: found.orders.length,
    entries: found.entryCount,
    receipts: found.receiptCount,
    refunds: found.refundCount,
    strays: found.strays.length,
    statements: found.fees.length,
  }
  return { checked, differences }
}

interface County {
  readonly orders: readonly OrderRow[]
  readonly entries: ReadonlyMap<string, readonly LedgerRow[]>
  readonly receipts: ReadonlyMap<string, readonly ReceiptRow[]>
  readonly refunded: ReadonlyMap<string, number>
  /** Refunds of credited money that went back, by order. */
  readonly returned: ReadonlyMap<string, readonly RefundRow[]>
  readonly strays: readonly StrayRow[]
  readonly fees: readonly StatementDayRow[]
  readonly entryCount: number
  readonly receiptCount: number
  readonly refundCount: number
  /** Callbacks whose money or refund found no order: nothing books them, so people must. */
  readonly homeless: readonly string[]
}

async function readCounty(ctx: Ctx): Promise<County> {
  const entries = new Map<string, LedgerRow[]>()
  const receiptsOf = new Map<string, ReceiptRow[]>()
  const refunded = new Map<string, number>()
  const returned = new Map<string, RefundRow[]>()
  const [stray, fees]: [StrayRow[], StatementDayRow[]] = [[], []]
  const all: OrderRow[] = []
  let [entryCount, receiptCount, refundCount] = [0, 0, 0]
  for await (const order of orders.walk(ctx)) all.push(order)
  for await (const entry of ledger.walk(ctx)) {
    entryCount += 1
    entries.set(entry.orderId, [...(entries.get(entry.orderId) ?? []), entry])
  }
  for await (const receipt of receipts.walk(ctx)) {
    receiptCount += 1
    receiptsOf.set(receipt.orderId, [...(receiptsOf.get(receipt.orderId) ?? []), receipt])
  }
  for await (const refund of refunds.walk(ctx)) {
    refundCount += 1
    if (refund.of === 'return' && refund.state === 'SUCCESS')
      returned.set(refund.orderId, [...(returned.get(refund.orderId) ?? []), refund])
    refunded.set(refund.orderId, (refunded.get(refund.orderId) ?? 0) + (refund.state === 'SUCCESS' ? refund.amount : 0))
  }
  for await (const one of strays.walk(ctx)) stray.push(one)
  for await (const day of statementDays.walk(ctx, { state: 'fetched' })) fees.push(day)
  const homeless: string[] = []
  for await (const event of providerEvents.walk(ctx, { outcome: { $in: ['alarm', 'order-unknown'] } }))
    homeless.push(`${event._id}: the provider tells of money without a place (${String(event.outcome)})`)
  const counts = { entryCount, receiptCount, refundCount }
  return { orders: all, entries, receipts: receiptsOf, refunded, returned, strays: stray, fees, ...counts, homeless }
}

function entriesDiffer(order: OrderRow, found: County): string[] {
  const entries = found.entries.get(order._id) ?? []
  const own = expectedSources(order).map((name) => ({
    name,
    source: `${name}:${order._id}`,
    lines: linesFor(order, name),
  }))
  const expected = [...own, ...(found.returned.get(order._id) ?? []).map(returnEntry)]
  const sources = new Map(expected.map((one) => [one.source, one]))
  const missing = expected.filter(({ source }) => !entries.some((entry) => entry.source === source))
  const surplus = entries.filter((entry) => !sources.has(entry.source))
  const changed = entries.filter((entry) => !sameLines(entry.lines, sources.get(entry.source)?.lines ?? entry.lines))
  return [
    ...missing.map(
      ({ name }) =>
        `${order._id} (${order.state}): the entry ${name} is missing${onItsWay(order, name) ? ', its event is still on its way' : ''}`,
    ),
    ...surplus.map((entry) => `${order._id} (${order.state}): the entry ${entry.source} has no cause`),
    ...changed.map((entry) => `${order._id} (${order.state}): the lines of ${entry.source} are not those of its event`),
  ]
}

function returnEntry(refund: RefundRow): { name: string; source: string; lines: Line[] } {
  const { mchid, till = '', utility = '', amount } = refund
  return {
    name: 'payments.returned',
    source: `payments.returned:${refund._id}`,
    lines: linesReturned({ mchid, till, utility, amount }),
  }
}

function onItsWay(order: OrderRow, name: string): boolean {
  return (order.pending ?? []).some((one) => one.kind === 'event' && one.name === name)
}

function linesFor(order: OrderRow, name: string): Line[] {
  return (
    linesOf(name, {
      mchid: order.mchid,
      till: order.till ?? '',
      utility: order.utility,
      amount: order.receivedAmount ?? order.amount,
    }) ?? []
  )
}

function receiptsDiffer(order: OrderRow, standing: readonly ReceiptRow[]): string[] {
  const expected = order.state === 'RECEIPTED' ? 1 : 0
  const wrong = standing.filter((receipt) => receipt.amount !== order.amount || receipt.amount !== order.receivedAmount)
  const amounts = wrong.map(
    (receipt) => `${receipt._id}: ${String(receipt.amount)} fen, its order received ${String(order.receivedAmount)}`,
  )
  // Between the receipt and the order's last move stands one crash point: CREDITED may have its receipt already.
  if (standing.length === expected || (order.state === 'CREDITED' && standing.length === 1)) return amounts
  return [
    ...amounts,
    `${order._id} (${order.state}): ${String(standing.length)} receipts instead of ${String(expected)}`,
  ]
}

function refundsDiffer(order: OrderRow, refunded: number): string[] {
  const received = order.receivedAmount ?? 0
  if (refunded > received) return [`${order._id}: refunded ${String(refunded)} fen of ${String(received)} received`]
  if (order.state === 'REFUNDED' && refunded !== received)
    return [`${order._id}: REFUNDED but ${String(refunded)} of ${String(received)} fen went back`]
  return []
}

function withoutCause(found: County): string[] {
  const known = new Set([...found.orders, ...found.strays].map((one) => one._id))
  const of = (what: string, ids: Iterable<string>): string[] =>
    [...ids].filter((id) => !known.has(id)).map((id) => `${what} for ${id}, an order that does not exist`)
  return [
    ...of(
      'entries',
      [...found.entries.keys()].filter((id) => !/^(fee|till):/.test(id)),
    ),
    ...of('a receipt', found.receipts.keys()),
    ...of('a refund', found.refunded.keys()),
  ]
}

/** The balance of suspense equals the list of what is held in it. */
function balanceDiffers(found: County): string[] {
  const lines = [...found.entries.values()].flat().flatMap((entry) => entry.lines)
  const balance = -lines.filter((line) => line.account === 'suspense').reduce((sum, line) => sum + line.amount, 0)
  const held = found.orders
    .filter((order) => HELD.has(order.state))
    .reduce((sum, order) => sum + (order.receivedAmount ?? 0), heldByStrays(found.strays))
  return balance === held ? [] : [`suspense stands at ${String(balance)} fen, what is in it holds ${String(held)} fen`]
}
