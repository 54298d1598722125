import type { Bill, BillRow as BillRowView } from '@xlb/shared/bills/contract.ts'
import { adjustmentStateWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import type { Call } from '@xlb/shared/accounts/contract.ts'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { fen } from '@xlb/shared/platform/money.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { priceOf } from './acts/price-bill.ts'
import { whoPays } from './acts/take-over.ts'
import type { SeenBill } from './acts/load-bill.ts'
import type { BillRow } from './data/bills.ts'
import { carriedBy } from './domain/price.ts'
import { explain, tariffOf } from './domain/tariff.ts'
import { mayPay } from './policy.ts'

const TIER_NAMES = ['第一阶梯', '第二阶梯', '第三阶梯']
const KIND_NAMES = { tier: '', sewage: '污水处理费', peak: '峰电', valley: '谷电' } as const

export async function presentBillRow(
  ctx: ResidentCtx,
  { bill, stopped }: Pick<SeenBill, 'bill' | 'stopped'>,
): Promise<BillRowView> {
  const mine = bill.payingPersonId === ctx.resident.personId
  const { due, penalty } = await priceOf(ctx, bill)
  return {
    id: bill._id,
    utility: bill.utility,
    period: bill.period,
    state: bill.state,
    amount: fen(bill.amount),
    dueOn: bill.dueOn,
    overdue: bill.shelf === 'due' && bill.dueOn < dayOf(ctx.clock.now()),
    ownerName: bill.ownerName,
    accountCode: bill.maskedCode,
    office: bill.office,
    creditedAt: bill.creditedAt,
    orderId: mine ? bill.orderId : null,
    receiptId: null,
    accountId: bill.utilityAccountId,
    toPay: fen(due + (bill.state === 'PAYING' ? (bill.penalty ?? penalty) : penalty)),
    can: { pay: mayPay(bill, ctx.resident.personId, stopped) },
  }
}

function lineLabel({ kind, tier }: BillRow['lines'][number]): string {
  if (kind === 'sewage') return KIND_NAMES.sewage
  const name = TIER_NAMES[(tier ?? 1) - 1] ?? '阶梯'
  return kind === 'tier' ? name : `${name}${KIND_NAMES[kind]}`
}

export interface Looked extends SeenBill {
  readonly order: OrderView | null
  readonly call: Call
}

export async function presentBill(ctx: ResidentCtx, looked: Looked): Promise<Bill> {
  const { bill, sees, people, order, call } = looked
  const isOthers = bill.state === 'PAYING' && bill.payingPersonId !== ctx.resident.personId
  return {
    ...(await presentBillRow(ctx, looked)),
    receiptId: order?.receiptId ?? null,
    sees,
    unit: bill.utility === 'electricity' ? 'kWh' : 'm3',
    from: bill.from,
    to: bill.to,
    ...(sees === 'all' ? howTheyLive(bill) : nothingOfTheirLife(bill)),
    carried: carriedBy(bill),
    differs: bill.check !== null,
    penalty: await penaltyOfBill(ctx, bill),
    paying: isOthers ? await whoPays(ctx, bill, people) : null,
    asOf: bill.asOf,
    source: bill.office,
    order,
    call,
  }
}

/** In a live order it stays what it was when the order was opened. */
async function penaltyOfBill(ctx: ResidentCtx, bill: BillRow): Promise<Bill['penalty']> {
  const { penalty, words } = await priceOf(ctx, bill)
  return { amount: fen(bill.state === 'PAYING' ? (bill.penalty ?? penalty) : penalty), words }
}

function howTheyLive(bill: BillRow) {
  const { usage, yearToDate, peak = null, valley = null } = bill
  const tariff = tariffOf(bill.utility, bill.householdSize)
  const { tiers, untilNextTier } = explain(tariff, { yearToDate, usage, peak })
  const all = [...bill.history, { period: bill.period, amount: bill.amount, usage }]
  return {
    ...{ usage, peak, valley, usageBefore: bill.history.at(-1)?.usage ?? null, address: bill.maskedAddress },
    ...{ previousReading: bill.previousReading, reading: bill.reading, untilNextTier },
    lines: bill.lines.map((line) => ({ ...line, label: lineLabel(line), amount: fen(line.amount) })),
    tiers: tiers.map(({ peakTenthFen: _peak, valleyTenthFen: _valley, ...tier }) => tier),
    computed: fen(bill.computed),
    tariff: { name: tariff.name, status: tariff.status, source: tariff.source },
    recent: all.map((one) => ({ ...one, amount: fen(one.amount) })),
    adjustment: adjustmentOf(bill),
  }
}

/** Whoever only pays sees what is due: no usage, no readings, no address, no history. */
function nothingOfTheirLife(bill: BillRow) {
  const { name, status, source } = tariffOf(bill.utility, bill.householdSize)
  return {
    ...{ usage: 0, peak: null, valley: null, usageBefore: null, address: '' },
    ...{ previousReading: 0, reading: 0, untilNextTier: null, lines: [], tiers: [], recent: [] },
    ...{ computed: fen(bill.amount), tariff: { name, status, source }, adjustment: null },
  }
}

function adjustmentOf({ adjusted, amount }: BillRow): Bill['adjustment'] {
  if (adjusted === undefined || adjusted === null) return null
  const { amount: now, usage } = adjusted
  return { difference: now - amount, amount: fen(now), usage, words: adjustmentStateWords.OPEN.standard }
}
