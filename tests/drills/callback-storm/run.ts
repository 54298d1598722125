/**
 * HARDENING drill 3: WeChat Pay tells of many payments at once, three of ten notices twice, in any order. Nothing waits longer than five seconds for its
 * answer, each payment is one receipt, the ledger is exact.
 */
import type { Stage } from '../kill-payment/stage.ts'
import { dueBills } from '../money/due-bills.ts'
import { payAll } from '../money/paying.ts'
import { percentile } from '../money/readers.ts'
import { comeToRest, examineMoney, tallyWords } from '../money/rest.ts'
import type { How, Round } from '../money/run.ts'
import { lettersFor, type Letter } from './letters.ts'

/** WeChat Pay waits this long for an answer. */
const DEADLINE_MS = 5_000

interface Form {
  readonly perSecond: number
  readonly seconds: number
  readonly restMs: number
}

const SHORT: Form = { perSecond: 40, seconds: 5, restMs: 40_000 }
const FULL: Form = { perSecond: 200, seconds: 60, restMs: 1_800_000 }
const OF_TEN_FRESH = 7

export async function callbackStorm(stage: Stage, { seed, full, log }: How): Promise<Round> {
  const form = full ? FULL : SHORT
  const count = form.perSecond * form.seconds
  const due = await dueBills(stage, seed, { count: Math.ceil((count * OF_TEN_FRESH) / 10) })
  const billIds = due.map(({ billId }) => billId)
  // Without a worker nobody asks the provider meanwhile: all is known from the storm.
  await stage.halt('worker')
  await stage.fault('pay.callback.lost')
  const tokens = new Map<string, string>()
  await payAll(stage, tokens, due)
  await stage.calm()
  const orders = await stage.db.orders.find({ 'subjects.id': { $in: billIds } }).toArray()
  const letters = await lettersFor(stage, orders, count, seed)
  log(`${String(orders.length)} orders are paid, ${String(letters.length)} notices are written`)
  await stage.revive('worker')
  const heard = await sendAll(letters, form.perSecond)
  const open = await comeToRest(stage, billIds, { ms: form.restMs })
  const tally = await examineMoney(stage, billIds)
  const times = heard.map(({ ms }) => ms)
  const late = heard.filter(({ status, ms }) => status === null || ms > DEADLINE_MS)
  const refused = heard.filter(({ status }) => status !== null && status !== 200)
  return {
    did:
      `${String(count)} notices at ${String(form.perSecond)}/s, ${String(count - orders.length)} of them repeats: ` +
      `p50 ${String(percentile(times, 50))} ms, p99 ${String(percentile(times, 99))} ms, slowest ${String(percentile(times, 100))} ms, ` +
      `${String(late.length)} unanswered within 5 s; ${tallyWords(tally)}`,
    done: heard.length,
    faults: [
      ...(late.length === 0 ? [] : [`${String(late.length)} notices had no answer within 5 s`]),
      ...(refused.length === 0
        ? []
        : [`${String(refused.length)} notices were refused (${String(refused[0]?.status)})`]),
      ...open,
      ...tally.faults,
      ...(await storedOnce(stage, letters)),
      ...(tally.receipts === due.length ? [] : [`${String(due.length)} bills, ${String(tally.receipts)} receipts`]),
    ],
  }
}

interface Heard {
  /** null: no answer. */
  readonly status: number | null
  readonly ms: number
}

/** One after the other by the clock, whether the one before was answered or not. */
async function sendAll(letters: readonly Letter[], perSecond: number): Promise<Heard[]> {
  const begun = performance.now()
  const flying: Promise<Heard>[] = []
  for (const [place, letter] of letters.entries()) {
    const wait = begun + (place * 1000) / perSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    flying.push(sendOne(letter))
  }
  return await Promise.all(flying)
}

async function sendOne({ url, body, headers }: Letter): Promise<Heard> {
  const begun = performance.now()
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(2 * DEADLINE_MS) })
    await answer.arrayBuffer()
    return { status: answer.status, ms: performance.now() - begun }
  } catch {
    return { status: null, ms: performance.now() - begun }
  }
}

async function storedOnce(stage: Stage, letters: readonly Letter[]): Promise<string[]> {
  const ids = new Set(letters.map(({ eventId }) => eventId))
  const stored = await stage.db.events.countDocuments({ eventId: { $in: [...ids] } })
  return stored === ids.size ? [] : [`${String(ids.size)} payments were told of, ${String(stored)} notices stand`]
}
