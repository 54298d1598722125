/** The whole drill: for each seed every point once, then the operator's verify commands over all that was left behind. */
import { reconcileDays, reconcileFaults } from '../money/reconcile.ts'
import { casesOf, type Case } from './cases.ts'
import { runCase, type Outcome } from './kill-case.ts'
import { openStage, type Stage } from './stage.ts'

export interface Drill {
  readonly port: number
  readonly seeds: readonly number[]
  /** Names of points; absent: all. */
  readonly points?: readonly string[]
  readonly log: (sentence: string) => void
}

export interface Verified {
  readonly command: string
  readonly rows: number
  readonly differences: number
  readonly output: string
}

export interface Result {
  readonly cases: readonly { readonly one: Case; readonly outcome: Outcome }[]
  readonly verified: readonly Verified[]
  readonly faults: readonly string[]
}

const COMMANDS = [['verify', 'ledger'], ['audit'], ['verify', 'bills']] as const

/** Runs the drill and stops everything it started, whatever happens. Takes about five seconds a case. */
export async function killPayment({ port, seeds, points, log }: Drill): Promise<Result> {
  const stage = await openStage(port, log)
  const cases: Result['cases'][number][] = []
  const tokens = new Map<string, string>()
  try {
    for (const seed of seeds) {
      for (const one of await casesOf(stage, seed, points)) {
        const outcome = await runCase(stage, one, tokens)
        cases.push({ one, outcome })
        log(lineOf(one, outcome))
      }
    }
    const days = await reconcileDays(stage, log)
    const verified = []
    for (const words of COMMANDS) verified.push(await verify(stage, words, log))
    const found = [...reconcileFaults(days, 0), ...verified.flatMap(verifyFaults)]
    return { cases, verified: [...days, ...verified], faults: [...cases.flatMap(caseFaults), ...found] }
  } finally {
    await stage.close()
  }
}

function caseFaults({ one, outcome }: Result['cases'][number]): string[] {
  return outcome.faults.map((fault) => `seed ${String(one.seed)}, ${one.point.name}: ${fault}`)
}

export function verifyFaults(one: Verified): string[] {
  return one.rows > 0 && one.differences === 0 ? [] : [`${one.command}: ${one.output}`]
}

function lineOf(one: Case, outcome: Outcome): string {
  const { point, nth, payers, troubles } = one
  const with_ = troubles.length === 0 ? '' : ` + ${troubles.map(({ id }) => id).join(' + ')}`
  const seen = `${String(outcome.paid)} paid, ${String(outcome.receipts)} receipts, ${String(outcome.refunded)} refunded, ${String(outcome.unpaid)} unpaid`
  const verdict = outcome.faults.length === 0 ? '✓' : `✗ ${outcome.faults.join('; ')}`
  return `seed ${String(one.seed)} ${point.process} killed at ${point.name}:${String(nth)}, ${String(payers.length)} payers${with_}: ${seen}, rest after ${String(outcome.seconds)} s ${verdict}`
}

/** One of the operator's verify commands, read from what it prints. */
export async function verify(stage: Stage, words: readonly string[], log: Drill['log']): Promise<Verified> {
  const { output } = await stage.operate(words)
  const told = /(\d+) rows checked, (\d+) differences/.exec(output)
  const command = `npm run ${words.at(-1) ?? ''}:verify`
  const found = { command, rows: Number(told?.[1] ?? 0), differences: Number(told?.[2] ?? -1), output: output.trim() }
  log(`${command}: ${String(found.rows)} rows checked, ${String(found.differences)} differences`)
  return found
}
