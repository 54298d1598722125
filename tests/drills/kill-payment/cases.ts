/** From a seed: which points in which order, which people, how many at once, which faults beside the kill. The same seed, the same cases. */
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { diceFrom, type Dice } from '@xlb/shared/demo/random.ts'
import { points as allPoints, type Point } from './points.ts'
import type { Payer } from './resident.ts'
import type { Stage } from './stage.ts'

export interface Trouble {
  readonly id: string
  readonly params: Record<string, number | boolean>
  /** Occurrences; absent: all of the case. */
  readonly times?: number
}

export interface Case {
  readonly seed: number
  readonly point: Point
  /** Dies at this passing of the point; no more than there are payers. */
  readonly nth: number
  readonly payers: readonly Payer[]
  readonly troubles: readonly Trouble[]
  readonly freshKey: boolean
}

/** Faults that the way bears: the money still has to arrive. */
const TROUBLES: Readonly<Record<Point['way'], readonly Trouble[]>> = {
  straight: [
    { id: 'pay.callback.duplicate', params: { n: 3 } },
    { id: 'pay.callback.duplicate', params: { n: 2 } },
    { id: 'pay.callback.signtest', params: {} },
    { id: 'pay.create.lost-answer', params: {}, times: 1 },
    { id: 'pay.create.5xx', params: { made: true }, times: 1 },
    { id: 'water.answer-lost', params: {}, times: 1 },
    { id: 'water.down', params: { drop: true }, times: 1 },
  ],
  silent: [
    { id: 'pay.query.5xx', params: {}, times: 1 },
    { id: 'water.answer-lost', params: {}, times: 1 },
  ],
  refused: [
    { id: 'pay.refund.5xx', params: { made: true }, times: 1 },
    { id: 'pay.callback.duplicate', params: { n: 2 } },
  ],
  unpaid: [{ id: 'pay.close.5xx', params: { closed: true }, times: 1 }],
}

const ALWAYS: Readonly<Record<Point['way'], readonly Trouble[]>> = {
  straight: [],
  silent: [{ id: 'pay.callback.lost', params: {} }],
  refused: [{ id: 'water.refusing', params: {}, times: 1 }],
  unpaid: [],
}

function shuffled<T>(dice: Dice, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: dice.between(0, 1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** Bills that can be paid now, each with the person whose phone pays it. */
export async function payersOf(stage: Stage): Promise<Payer[]> {
  const open = await stage.db.bills
    .find({ state: { $in: ['ISSUED', 'OVERDUE'] } })
    .sort({ accountCode: 1, period: 1 })
    .toArray()
  // The oldest first: a later one is refused while an earlier one of the account is open.
  const oldest = open.filter((bill, at) => open[at - 1]?.accountCode !== bill.accountCode)
  return oldest.flatMap((bill) => {
    const person = demoPeople.find(
      (one) => one.countyCode === bill.tenant && one.water.accountCode === bill.accountCode,
    )
    return person === undefined || person.water.stopped ? [] : [{ person, billId: bill._id }]
  })
}

const MOST_PAYERS = 3

/** Has the water companies issue bills until there are enough of them, and the server read them. */
async function enoughBills(stage: Stage, wanted: number): Promise<Payer[]> {
  const running = demoPeople.filter((person) => !person.water.stopped)
  let payers = await payersOf(stage)
  for (let rounds = Math.ceil((wanted - payers.length) / running.length); rounds > 0; rounds -= 1) {
    for (const person of running) await issue(stage, person)
    if (rounds === 1) await stage.seed()
  }
  payers = await payersOf(stage)
  if (payers.length < wanted)
    throw new Error(`only ${String(payers.length)} bills can be paid, ${String(wanted)} are needed`)
  return payers
}

async function issue(stage: Stage, { countyCode, water }: DemoPerson): Promise<void> {
  await stage.control('bills/issue', { tenant: countyCode, accountCode: water.accountCode, usageM3: 21 })
}

/** The cases of one seed, one for each of the named points (default: all). */
export async function casesOf(stage: Stage, seed: number, names?: readonly string[]): Promise<Case[]> {
  const dice = diceFrom(seed)
  const chosen = allPoints.filter((point) => names?.includes(point.name) ?? true)
  const pool = shuffled(dice, await enoughBills(stage, chosen.length * MOST_PAYERS))
  return shuffled(dice, chosen).map((point) => drawCase(dice, seed, point, pool))
}

function drawCase(dice: Dice, seed: number, point: Point, pool: Payer[]): Case {
  // One who pays alone passes every point once; with several the kill meets one of them and the others stand beside it.
  const payers = pool.splice(0, dice.between(1, MOST_PAYERS))
  const alone = point.way === 'refused' || point.way === 'unpaid' || point.process === 'worker'
  const extra = dice.between(0, 2) > 0 ? [dice.one(TROUBLES[point.way])] : []
  return {
    seed,
    point,
    nth: alone ? 1 : dice.between(1, payers.length),
    payers,
    troubles: [...ALWAYS[point.way], ...extra],
    freshKey: dice.between(0, 1) === 1,
  }
}
