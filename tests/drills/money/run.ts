/** Drills of the money's way: one start of the product, rounds by seed, then the operator's verify commands over all that was left behind. */
import { verify, verifyFaults, type Verified } from '../kill-payment/run.ts'
import { openStage, type Stage } from '../kill-payment/stage.ts'
import { reconcileDays, reconcileFaults } from './reconcile.ts'

export interface Round {
  /** What was done and counted, one line. */
  readonly did: string
  /** What a drill that did nothing would lack. */
  readonly done: number
  readonly faults: readonly string[]
  /** Orders whose money the drill left in suspense on purpose, for an officer. Absent: none. */
  readonly held?: readonly string[]
}

export interface How {
  readonly seed: number
  /** The long form, where a drill has one. */
  readonly full: boolean
  readonly log: (sentence: string) => void
}

export type MoneyDrill = (stage: Stage, how: How) => Promise<Round>

export interface MoneyPlan {
  readonly port: number
  readonly seeds: readonly number[]
  readonly full?: boolean
  readonly log: (sentence: string) => void
}

export interface MoneyResult {
  readonly rounds: readonly Round[]
  readonly verified: readonly Verified[]
  readonly faults: readonly string[]
  readonly done: number
}

const COMMANDS = [['verify', 'ledger'], ['audit'], ['verify', 'bills']] as const

/** All commands must count rows and find nothing. */
export async function verifyAll(stage: Stage, log: MoneyPlan['log']): Promise<Verified[]> {
  const verified: Verified[] = []
  for (const words of COMMANDS) verified.push(await verify(stage, words, log))
  return verified
}

export async function runMoneyDrill(name: string, drill: MoneyDrill, plan: MoneyPlan): Promise<MoneyResult> {
  const { port, seeds, full = false, log } = plan
  const stage = await openStage(port, log)
  try {
    const rounds: Round[] = []
    for (const seed of seeds) {
      const round = await drill(stage, { seed, full, log })
      rounds.push(round)
      log(
        `${name}, seed ${String(seed)}: ${round.did} ${round.faults.length === 0 ? '✓' : `✗ ${round.faults.join('; ')}`}`,
      )
    }
    const reconciled = await reconcileDays(stage, log)
    // One whose bill a later round paid has gone back by itself.
    const left = { _id: { $in: rounds.flatMap((round) => round.held ?? []) }, state: { $ne: 'REFUNDED' as const } }
    const held = await stage.db.orders.countDocuments(left)
    const verified = await verifyAll(stage, log)
    const faults = rounds.flatMap((round, at) =>
      round.faults.map((fault) => `seed ${String(seeds[at] ?? 0)}: ${fault}`),
    )
    const done = rounds.reduce((sum, round) => sum + round.done, 0)
    const found = [...reconcileFaults(reconciled, held), ...verified.flatMap(verifyFaults)]
    return { rounds, verified: [...reconciled, ...verified], faults: [...faults, ...found], done }
  } finally {
    await stage.close()
  }
}
