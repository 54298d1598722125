/**
 * HARDENING drill 4: for ten minutes every callback is lost. What was paid is found at the next question of the timetable (DOMAIN payments 5). Money that
 * arrives after its order was closed is never asked for again: the statement of the next day finds it, and it ends in suspense when its notice comes at last.
 */
import { diceFrom } from '@xlb/shared/demo/random.ts'
import type { OrderRow } from '../../../server/src/capabilities/payments/data/orders.ts'
import type { Tokens } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { dueBills, type Due } from '../money/due-bills.ts'
import { jump } from '../money/jump.ts'
import { payAll, STRAIGHT } from '../money/paying.ts'
import { comeToRest, examineMoney, tallyWords } from '../money/rest.ts'
import type { How, Round } from '../money/run.ts'
import { until } from '../restore/people.ts'
import { matchDayAfter } from './next-day.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
/** After so long since the order the provider is asked. */
const ASKED_AT = [30 * SECOND, 2 * MINUTE, 10 * MINUTE] as const
const VALID_MS = 2 * 60 * MINUTE
const FOUND_MS = 60_000
/** Orders are opened one after the other, the timetable is reckoned from the first. */
const OFF_MS = 15_000

export async function lostCallback(stage: Stage, { seed, log }: How): Promise<Round> {
  const dice = diceFrom(seed)
  // How many are found at which question is the seed's.
  const each = ASKED_AT.map(() => dice.between(1, 3))
  const count = each.reduce((sum, one) => sum + one, 0)
  const all = await dueBills(stage, seed, { count: count + 1, each: 1 })
  const [late, due] = [all.slice(0, 1), all.slice(1)]
  const scene = { stage, since: new Date(await stage.now()).toISOString() }
  const tokens: Tokens = new Map()
  const faults: string[] = []
  await stage.fault('pay.callback.lost')
  await payAll(stage, tokens, due, { ...STRAIGHT, confirms: false })
  const begun = await stage.now()
  for (const [round, afterMs] of ASKED_AT.entries()) {
    const from = each.slice(0, round).reduce((sum, one) => sum + one, 0)
    const mine = due.slice(from, from + (each[round] ?? 0))
    faults.push(...(await foundAt(scene, tokens, mine, begun + afterMs)))
    log(`paid and never told: ${String(mine.length)} orders found at the question after ${String(afterMs / SECOND)} s`)
  }
  await stage.calm()
  const but = await ordersBefore(scene, due)
  const open = await comeToRest(stage, billIdsOf(due), { ms: 20_000, but })
  const tally = await examineMoney(stage, billIdsOf(due), but)
  const after = await paidAfterClose(scene, tokens, late)
  const next = await matchDayAfter(stage, after)
  return {
    did: `${tallyWords(tally)}, all without a callback; ${next.did}`,
    done: tally.receipts,
    held: [after._id],
    faults: [...faults, ...open, ...tally.faults, ...next.faults, ...asksFaults(tally.receipts, due)],
  }
}

const billIdsOf = (due: readonly Due[]): string[] => due.map(({ billId }) => billId)

const asksFaults = (receipts: number, due: readonly Due[]): string[] =>
  receipts === due.length ? [] : [`${String(due.length)} orders were paid, ${String(receipts)} receipts`]

interface Scene {
  readonly stage: Stage
  /** When this round began. */
  readonly since: string
}

async function ordersBefore({ stage, since }: Scene, due: readonly Due[]): Promise<string[]> {
  const earlier = { 'subjects.id': { $in: billIdsOf(due) }, submittedAt: { $lt: since } }
  return (await stage.db.orders.find(earlier).toArray()).map(({ _id }) => _id)
}

/** Of this round: a bill whose money is held in suspense is due again, and may come up in a later round. */
async function ordersOf({ stage, since }: Scene, due: readonly Due[]): Promise<OrderRow[]> {
  const mine = { 'subjects.id': { $in: billIdsOf(due) }, submittedAt: { $gte: since } }
  return await stage.db.orders.find(mine).toArray()
}

/** Pays now; all clocks jump to just before the question, when nothing is known, and past it. */
async function foundAt(scene: Scene, tokens: Tokens, mine: readonly Due[], at: number): Promise<string[]> {
  const { stage } = scene
  // The question before this one is over, and its answer was "unpaid".
  const isNext = async () => (await ordersOf(scene, mine)).every(({ nextAskAt }) => (nextAskAt ?? 0) > at - OFF_MS)
  await until(isNext, FOUND_MS)
  await payAll(stage, tokens, mine)
  const before = await ordersOf(scene, mine)
  const early = before.filter(({ state, nextAskAt }) => state !== 'PENDING' || Math.abs((nextAskAt ?? 0) - at) > OFF_MS)
  const next = Math.max(...before.map(({ nextAskAt }) => nextAskAt ?? 0))
  await stage.advance(Math.max(0, next + 500 - (await stage.now())))
  const isFound = async () => (await ordersOf(scene, mine)).every(({ receivedAt }) => receivedAt !== null)
  const found = await until(isFound, FOUND_MS)
  return [
    ...early.map(({ _id, state, nextAskAt }) => `${_id} is ${state}, asked at ${String((nextAskAt ?? 0) - at)} ms off`),
    ...(found ? [] : ['an order was not found at the next question']),
  ]
}

/** The payer confirms in the last moment, the order is closed as unpaid, and only then the money arrives; its notice is lost. */
async function paidAfterClose(scene: Scene, tokens: Tokens, late: readonly Due[]): Promise<OrderRow> {
  const { stage } = scene
  await stage.fault('pay.callback.after-close', {}, 1)
  await payAll(stage, tokens, late)
  await stage.fault('pay.callback.lost', {}, 1)
  await jump(stage, VALID_MS + MINUTE + 2 * SECOND)
  const isClosed = async () => (await ordersOf(scene, late)).every(({ state }) => state === 'CLOSED')
  if (!(await until(isClosed, FOUND_MS))) throw new Error('an unpaid order was not closed')
  const [order] = await ordersOf(scene, late)
  if (order === undefined) throw new Error('there is no order')
  return order
}
