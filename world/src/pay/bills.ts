/**
 * Trade bill and fund flow bill: a signed request gives an address, good for five minutes; what lies there is fetched with a signed GET, and that
 * answer is not signed: its SHA1 is in the first one. Made from 9:00 of the next day on, "take it after 10:00".
 */
import { createHash, randomBytes } from 'node:crypto'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import type { Merchant } from '../keys.ts'
import type { Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import {
  FLOW_HEAD,
  FLOW_SUM_HEAD,
  flowTable,
  moneyOf,
  TRADE_HEAD,
  TRADE_SUM_HEAD,
  tradeRow,
  tradeSums,
  type Money,
} from './bill-rows.ts'
import { PayRefused, refusals } from './error.ts'
import type { PayAnswer } from './gate.ts'

const VALID_MS = 5 * 60_000
const MOST_DAYS = 92

interface Download {
  readonly mchid: string
  readonly text: string
  readonly until: number
}

/** In memory only: an address does not outlive the process. */
const downloads = new WeakMap<World, Map<string, Download>>()

/** Every value begins with a back-tick, lines end with CR LF: the four parts of a bill. */
function csv(head: string, rows: readonly (readonly string[])[], sumHead: string, sums: readonly string[]): string {
  const line = (values: readonly string[]): string => values.map((value) => `\`${value}`).join(',')
  return [head, ...rows.map(line), sumHead, line(sums), ''].join('\r\n')
}

const madeAtOf = (day: string): number => Date.parse(`${addDays(day, 1)}T09:00:00+08:00`)

/** The day asked for; refuses what is no day, not over, not ready, or too old. */
function billDay(world: World, asked: Asked): string {
  const day = asked.query.get('bill_date') ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new PayRefused(refusals.param, { field: '/query/bill_date', issue: 'not a day' })
  if (asked.query.get('tar_type') !== null)
    throw new PayRefused(refusals.param, { field: '/query/tar_type', issue: 'the simulator gives plain text only' })
  const now = world.clock.now()
  const today = dayOf(new Date(now).toISOString())
  if (day >= today || day < addDays(today, -MOST_DAYS)) throw new PayRefused(refusals.noBill)
  if (now < madeAtOf(day) || world.faults.take('pay.bill.not-ready')) throw new PayRefused(refusals.billNotReady)
  return day
}

/** The differences that the daily match has to find. */
function planted(world: World, all: readonly Money[]): Money[] {
  const kept = all.length > 0 && world.faults.take('pay.bill.missing-row') ? all.slice(1) : [...all]
  const [first] = all
  if (first !== undefined && world.faults.take('pay.bill.extra-row')) {
    const outTradeNo = `EXTRA${first.order.outTradeNo}`.slice(0, 32)
    const paid = { ...first.paid, transactionId: `${first.paid.transactionId.slice(0, -5)}00000` }
    kept.push({ ...first, order: { ...first.order, outTradeNo }, paid })
  }
  const last = kept.at(-1)
  const other = last && world.faults.take('pay.bill.other-amount')
  if (last && other) kept[kept.length - 1] = { ...last, amount: last.amount + other.number('byFen') }
  return kept
}

function offer(world: World, merchant: Merchant, asked: Asked, text: string): PayAnswer {
  const open = downloads.get(world) ?? new Map<string, Download>()
  downloads.set(world, open)
  const token = randomBytes(24).toString('hex')
  open.set(token, { mchid: merchant.mchid, text, until: world.clock.now() + VALID_MS })
  const hash = createHash('sha1').update(text, 'utf8').digest('hex')
  const address = `http://${asked.headers['host'] ?? ''}/v3/billdownload/file?token=${token}`
  return { status: 200, body: { hash_type: 'SHA1', hash_value: hash, download_url: address } }
}

/** `GET /v3/bill/tradebill?bill_date=&bill_type=ALL` */
export function tradeBill(world: World, merchant: Merchant, asked: Asked): PayAnswer {
  if ((asked.query.get('bill_type') ?? 'ALL') !== 'ALL')
    throw new PayRefused(refusals.param, { field: '/query/bill_type', issue: 'the simulator makes ALL only' })
  const day = billDay(world, asked)
  const all = planted(world, moneyOf(world, merchant.mchid, day))
  if (all.length === 0) throw new PayRefused(refusals.noBill)
  const rows = all.map((one) => tradeRow(one, madeAtOf(day)))
  return offer(world, merchant, asked, csv(TRADE_HEAD, rows, TRADE_SUM_HEAD, tradeSums(all)))
}

/** `GET /v3/bill/fundflowbill?bill_date=&account_type=BASIC`; the balance begins at 0 with the first payment of the world. */
export function fundFlowBill(world: World, merchant: Merchant, asked: Asked): PayAnswer {
  if ((asked.query.get('account_type') ?? 'BASIC') !== 'BASIC')
    throw new PayRefused(refusals.param, { field: '/query/account_type', issue: 'the simulator makes BASIC only' })
  const day = billDay(world, asked)
  const all = moneyOf(world, merchant.mchid, day)
  if (all.length === 0) throw new PayRefused(refusals.noBill)
  let balance = 0
  for (let back = MOST_DAYS; back > 0; back -= 1) {
    const earlier = addDays(day, -back)
    balance = flowTable(moneyOf(world, merchant.mchid, earlier), balance, madeAtOf(earlier)).after
  }
  const { rows, sums } = flowTable(all, balance, madeAtOf(day))
  return offer(world, merchant, asked, csv(FLOW_HEAD, rows, FLOW_SUM_HEAD, sums))
}

/** `GET /v3/billdownload/file?token=`: the bytes as they are; the gate leaves this answer unsigned. */
export function downloadBill(world: World, merchant: Merchant, asked: Asked): PayAnswer {
  const found = downloads.get(world)?.get(asked.query.get('token') ?? '')
  if (found?.mchid !== merchant.mchid || world.clock.now() > found.until) throw new PayRefused(refusals.noBill)
  const spoilt = world.faults.take('pay.bill.corrupt') !== undefined
  return { status: 200, text: spoilt ? found.text.slice(0, -4) : found.text }
}
