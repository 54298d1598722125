/** One case: arm, pay, die, revive, come to rest within sixty seconds of everybody's clock, compare. */
import { examine, unheard, unsettled, type Tally } from './examine.ts'
import type { Case } from './cases.ts'
import { payBill, type Tokens } from './resident.ts'
import type { Death, Stage } from './stage.ts'

const LIMIT_MS = 60_000
/** The drill does not sit out the seconds of retries: when nothing moves, all clocks jump. The jumps count as time. */
const STILL_MS = 1_200
const JUMP_MS = 10_000
const PAST_END_MS = 2 * 3_600_000 + 61_000

export interface Outcome extends Tally {
  readonly died: Death | null
  /** Seconds of everybody's clock from the restart to rest. */
  readonly seconds: number
}

export async function runCase(stage: Stage, one: Case, tokens: Tokens): Promise<Outcome> {
  const { point, payers } = one
  const billIds = payers.map((payer) => payer.billId)
  for (const { id, params, times } of one.troubles) await stage.fault(id, params, times)
  await stage.arm(point.process, point.name, one.nth)
  const paying = payAll(stage, one, tokens)
  const died = await stage.death(30)
  if (died === null)
    return {
      died,
      seconds: 0,
      paid: 0,
      receipts: 0,
      refunded: 0,
      unpaid: 0,
      faults: [await whyNot(stage, paying, billIds)],
    }
  const faults = [
    ...deathFaults(one, died),
    ...((await point.left({ stage, billIds })) ? [] : ['what stands in the database is not what the point leaves']),
    ...(await unheard(stage)),
  ]
  const since = await stage.now()
  await stage.revive(point.process)
  await Promise.all([paying.then(() => undefined), comeToRest(stage, billIds, since, paying)])
  const seconds = Math.round(((await stage.now()) - since) / 1000)
  await stage.calm()
  const tally = await examine(stage, billIds)
  return {
    ...tally,
    died,
    seconds,
    faults: [...faults, ...tally.faults, ...(await lateFaults(stage, billIds, seconds))],
  }
}

function deathFaults({ point }: Case, died: Death): string[] {
  const right = died.name === point.process && died.signal === 'SIGKILL'
  return right ? [] : [`${died.name} ended by ${died.signal ?? 'itself'}, ${point.process} by SIGKILL was expected`]
}

async function whyNot(stage: Stage, paying: Promise<void>, billIds: readonly string[]): Promise<string> {
  await paying.catch(() => undefined)
  return `nobody died; open: ${(await unsettled(stage, billIds)).join(', ')}`
}

async function lateFaults(stage: Stage, billIds: readonly string[], seconds: number): Promise<string[]> {
  const open = await unsettled(stage, billIds)
  if (open.length > 0) return [`after ${String(seconds)} s still open: ${open.join(', ')}`]
  return seconds * 1000 > LIMIT_MS ? [`it took ${String(seconds)} s to come to rest`] : []
}

/** All payers at once; where the way says so, the clocks jump past the orders' end afterwards. */
async function payAll(stage: Stage, { point, payers, freshKey }: Case, tokens: Tokens): Promise<void> {
  const manner = { confirms: point.way !== 'unpaid', hints: point.way === 'silent', freshKey }
  await Promise.all(payers.map((payer) => payBill(stage, tokens, payer, manner)))
  if (point.way === 'unpaid') await stage.advance(PAST_END_MS)
}

/** Returns when nothing moves any more, or when the time is over. */
async function comeToRest(
  stage: Stage,
  billIds: readonly string[],
  since: number,
  paying: Promise<void>,
): Promise<void> {
  const finished = new AbortController()
  const finish = (): void => finished.abort()
  void paying.then(finish, finish)
  let before = ''
  let changedAt = Date.now()
  while ((await stage.now()) - since < LIMIT_MS) {
    const open = await unsettled(stage, billIds)
    if (finished.signal.aborted && open.length === 0) return
    const seen = open.join()
    if (seen !== before) [before, changedAt] = [seen, Date.now()]
    if (Date.now() - changedAt > STILL_MS) {
      await stage.advance(JUMP_MS)
      changedAt = Date.now()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
