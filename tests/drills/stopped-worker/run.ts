/**
 * HARDENING drill 10: a worker stops (SIGSTOP) with a lease in hand, for twice the lease; another takes over and finishes; then the first goes on where it
 * was. What it writes late is refused: by the chain's taken number, by the delivery's own name, by the order's version. Nothing happens twice.
 */
import type { Tokens } from '../kill-payment/resident.ts'
import { diceFrom, type Dice } from '@xlb/shared/demo/random.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { startBeside, type Beside } from '../money/beside.ts'
import { dueBills, type Due } from '../money/due-bills.ts'
import { payAll } from '../money/paying.ts'
import { comeToRest, examineMoney, tallyWords } from '../money/rest.ts'
import type { How, Round } from '../money/run.ts'
import { doublePostings } from '../money/utility-books.ts'
import { until } from '../restore/people.ts'
import { pictureOf, type Picture } from './picture.ts'

interface Hold {
  /** The worker stops there, with the lease taken and its write still to come. */
  readonly point: string
  readonly lease: string
  readonly leaseMs: number
  /** The lease is reckoned by the database's clock, which nobody moves. */
  readonly real: boolean
}

const HOLDS: readonly Hold[] = [
  { point: 'chain-before-insert', lease: 'the audit chain', leaseMs: 2_500, real: true },
  { point: 'event-delivered', lease: 'an event of the outbox', leaseMs: 30_000, real: false },
  { point: 'order-before-post', lease: 'the posting of an order', leaseMs: 20_000, real: false },
]

/** Bills are paid one by one until every worker stands at its point. */
const MOST_PAYERS = 8
const REST_MS = 30_000
/** The companies refuse what was signed five minutes ago, and a late worker signs by the clock that it saw before it stopped. */
const JUMP_MS = 2_000
/** For the late workers to finish what they had in hand. */
const LATE_MS = 1_500
const EXIT_MS = 10_000
const QUIET_MS = 20_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function stoppedWorker(stage: Stage, { seed, log }: How): Promise<Round> {
  const dice = diceFrom(seed)
  const due = await dueBills(stage, seed, { count: MOST_PAYERS, each: 1 })
  await stage.halt('worker')
  const late = await Promise.all(
    HOLDS.map(({ point }) => startBeside(stage, 'worker', `late-${point}`, { XLB_PAUSE_AT: point })),
  )
  const state = { revived: false }
  try {
    await until(() => companiesAreQuiet(stage), QUIET_MS)
    const paid = await payUntilStopped(stage, due, late)
    const held = await pictureOf(stage, paid)
    for (const [at, { lease }] of HOLDS.entries())
      log(late[at]?.isStopped() === true ? `stopped with ${lease} in hand` : `nobody stopped with ${lease} in hand`)
    // Twice the lease, and up to two more.
    await passTwice(stage, dice.between(0, 20))
    await stage.revive('worker')
    state.revived = true
    const open = await comeToRest(stage, paid, { ms: REST_MS, jumpMs: JUMP_MS })
    const before = await pictureOf(stage, paid)
    log(`after twice the leases another worker went on: ${changesIn(held, before)}`)
    const neverStopped = HOLDS.filter((_, at) => late[at]?.isStopped() !== true)
    for (const one of inOrder(late, dice)) {
      one.thaw()
      await pause(dice.between(0, 400))
    }
    // The late posting is seen by the company, which knows its number.
    await until(async () => (await pictureOf(stage, paid)).asked > before.asked, 20_000)
    await pause(LATE_MS)
    const after = await pictureOf(stage, paid)
    const tally = await examineMoney(stage, paid)
    return {
      did: `${String(late.length)} workers went on late: ${changesIn(before, after)}; ${tallyWords(tally)}`,
      done: tally.receipts,
      faults: [
        ...neverStopped.map(({ point }) => `no worker stopped at ${point}`),
        ...open,
        ...refusedFaults(before, after),
        ...(before.fence > held.fence ? [] : ['the chain did not change hands']),
        ...(after.asked > before.asked
          ? []
          : [`the late worker posted nothing, and said: ${late.at(-1)?.lastWords() ?? ''}`]),
        ...tally.faults,
        ...(tally.receipts === paid.length ? [] : [`${String(paid.length)} paid, ${String(tally.receipts)} receipts`]),
        ...(await doublePostings(stage)),
        ...(await endAll(late)),
      ],
    }
  } finally {
    for (const one of late) one.thaw()
    await endAll(late)
    if (!state.revived) await stage.revive('worker')
  }
}

/**
 * Nobody reads from a company, nor is about to for minutes. A call under way when its worker stops has waited out its deadline when the worker goes on, which
 * would then leave that company alone for a while, as it should, and post nothing.
 */
async function companiesAreQuiet(stage: Stage): Promise<boolean> {
  const readers = { name: /^(read|hand)-/, $or: [{ lockedAt: { $ne: null } }, { nextRunAt: { $lte: new Date() } }] }
  return (await stage.raw.collection('timetable').countDocuments(readers)) === 0
}

async function payUntilStopped(stage: Stage, due: readonly Due[], late: readonly Beside[]): Promise<string[]> {
  const tokens: Tokens = new Map()
  const paid: string[] = []
  const allStopped = () => Promise.resolve(late.every((one) => one.isStopped()))
  for (const one of due) {
    await payAll(stage, tokens, [one])
    paid.push(one.billId)
    if (await until(allStopped, 2_500)) break
  }
  return paid
}

function inOrder(late: readonly Beside[], dice: Dice): Beside[] {
  const left = [...late]
  const taken: Beside[] = []
  while (left.length > 0) taken.push(...left.splice(dice.between(0, left.length - 1), 1))
  return taken
}

/** `tenths`: of a lease beyond two. */
async function passTwice(stage: Stage, tenths: number): Promise<void> {
  const longest = (real: boolean): number =>
    (2 + tenths / 10) * Math.max(...HOLDS.filter((one) => one.real === real).map(({ leaseMs }) => leaseMs))
  await stage.advance(longest(false))
  await pause(longest(true))
}

/** Ending one that ended already finds nothing. */
async function endAll(late: readonly Beside[]): Promise<string[]> {
  const ended = await Promise.all(late.map((one) => one.end()))
  return ended.flatMap(({ code, ms }) =>
    code === 0 && ms <= EXIT_MS ? [] : [`a late worker ended with ${String(code)} after ${String(ms)} ms`],
  )
}

const COUNTED = ['chained', 'entries', 'receipts', 'messages', 'postings'] as const

function changesIn(one: Picture, other: Picture): string {
  const changed = COUNTED.flatMap((what) =>
    one[what] === other[what] ? [] : [`${String(other[what] - one[what])} ${what}`],
  )
  return changed.length === 0 ? 'nothing was written' : `${changed.join(', ')} were written`
}

/** Not a row differs, and no count. */
function refusedFaults(before: Picture, after: Picture): string[] {
  const rows = [...before.rows]
    .filter(([id, text]) => after.rows.get(id) !== text)
    .map(([id]) => `${id} was written late`)
  const counts = COUNTED.filter((what) => before[what] !== after[what])
  return [...rows, ...counts.map((what) => `${String(after[what] - before[what])} ${what} came late`)]
}
