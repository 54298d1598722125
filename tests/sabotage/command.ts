/** The command line of `npm run sabotage`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEngine } from '../../scripts/engine.mjs'
import { complain, readOptions, Refusal, say } from '../../scripts/terminal.mjs'
import { administrationPromises } from './administration.ts'
import { authorityPromises } from './authority.ts'
import { clinicPromises } from './clinic.ts'
import { codePromises } from './codes.ts'
import { creditPromises } from './credits.ts'
import { financePromises } from './finance.ts'
import { householdPromises } from './households.ts'
import { postingPromises } from './postings.ts'
import { judge, keyOf, type Verdict } from './jury.ts'
import type { Fault, Kept } from './faults.ts'
import { moneyPromises } from './money.ts'
import { officePromises } from './offices.ts'
import { peoplePromises } from './people.ts'
import { recordPromises } from './records.ts'
import { revocationPromises } from './revocations.ts'
import { copyTree, planted } from './tree.ts'
import { sessionPromises } from './sessions.ts'
import { vaccinePromises } from './vaccines.ts'
import { wallPromises } from './walls.ts'

const tables: Readonly<Record<string, readonly Kept[]>> = {
  money: moneyPromises,
  households: householdPromises,
  credits: creditPromises,
  finance: financePromises,
  postings: postingPromises,
  walls: wallPromises,
  people: peoplePromises,
  codes: codePromises,
  offices: officePromises,
  authority: authorityPromises,
  administration: administrationPromises,
  records: recordPromises,
  revocations: revocationPromises,
  vaccines: vaccinePromises,
  clinic: clinicPromises,
  sessions: sessionPromises,
}

const help = `npm run sabotage -- [参数]

  --only WORDS    只查名字含这些字的承诺 (only promises whose name holds these words)
  --fault WORDS   只埋名字含这些字的错 (only faults whose name holds these words)
  --table NAME    只查一张表：${Object.keys(tables).join('、')} (only one table)
  --help
`

/** Databases come and go with every fault: what was dropped is let go at once (tests/support/global-setup.mjs). */
const parameters = { minSnapshotHistoryWindowInSeconds: 0, wiredTigerFileHandleCloseIdleTime: 30 }

interface Line {
  readonly promise: string
  readonly fault: Fault
  readonly without: Verdict
  readonly with: Verdict
  readonly said: string
}

/** A fault found nothing out, or could not be tried. */
const isBad = (line: Line): boolean => line.without !== 'green' || line.with !== 'red'

async function tryFault(folder: string, uri: string, fault: Fault): Promise<{ verdict: Verdict; said: string }> {
  try {
    const { verdicts, said } = await planted(folder, fault, () => judge(folder, uri, [fault.red]))
    return { verdict: verdicts.get(keyOf(fault.red)) ?? 'not run', said }
  } catch (error) {
    return { verdict: 'not run', said: error instanceof Error ? error.message : String(error) }
  }
}

async function sabotage(kept: readonly Kept[], uri: string): Promise<Line[]> {
  const folder = copyTree()
  const faults = kept.flatMap((one) => one.faults.map((fault) => ({ promise: one.promise, fault })))
  say(`${kept.length} promises, ${faults.length} faults; the tests without any of them first`)
  const sound = await judge(
    folder,
    uri,
    faults.map(({ fault }) => fault.red),
  )
  const lines: Line[] = []
  for (const { promise, fault } of faults) {
    const { verdict, said } = await tryFault(folder, uri, fault)
    const line = {
      promise,
      fault,
      without: sound.verdicts.get(keyOf(fault.red)) ?? 'not run',
      with: verdict,
      said: said === '' ? sound.said : said,
    }
    lines.push(line)
    say(`${isBad(line) ? '✗' : '✓'} ${promise} — ${fault.what}: ${line.without} without, ${line.with} with`)
  }
  return lines
}

function report(lines: readonly Line[]): void {
  const width = Math.max(...lines.map((line) => line.promise.length))
  process.stdout.write('\n')
  for (const [at, line] of lines.entries()) {
    const promise = lines[at - 1]?.promise === line.promise ? '' : line.promise
    process.stdout.write(
      `${promise.padEnd(width)}  ${line.without.padEnd(7)} → ${line.with.padEnd(7)}  ${line.fault.what}\n`,
    )
  }
  const bad = lines.filter(isBad)
  for (const line of bad)
    process.stdout.write(`\n✗ ${line.promise} — ${line.fault.what}\n  ${keyOf(line.fault.red)}\n  ${line.said}\n`)
  process.stdout.write(`\n${lines.length} faults planted, ${lines.length - bad.length} found out, ${bad.length} not\n`)
}

type Word = string | true | undefined

/** The promises that were asked for, each with the faults that were asked for. */
function chosen({ only, fault, table }: { readonly only: Word; readonly fault: Word; readonly table: Word }): Kept[] {
  const holds = (text: string, words: Word): boolean => typeof words !== 'string' || text.includes(words)
  const kept = Object.entries(tables)
    .flatMap(([name, rows]) => (typeof table === 'string' && table !== name ? [] : rows))
    .filter(({ promise }) => holds(promise, only))
    .map((one) => ({ ...one, faults: one.faults.filter(({ what }) => holds(what, fault)) }))
    .filter(({ faults }) => faults.length > 0)
  if (kept.length === 0) throw new Refusal('没有这样的承诺。(No such promise.)')
  return kept
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), {
    '--only': 'value',
    '--fault': 'value',
    '--table': 'value',
    '--help': 'flag',
  })
  if (options['--help'] === true) {
    process.stdout.write(help)
    return 0
  }
  const kept = chosen({ only: options['--only'], fault: options['--fault'], table: options['--table'] })
  const dbPath = mkdtempSync(path.join(tmpdir(), 'xlb-sabotage-'))
  const engine = await startEngine({ port: 0, dbPath, log: say, parameters })
  try {
    const lines = await sabotage(kept, engine.uri)
    report(lines)
    return lines.some(isBad) ? 1 : 0
  } finally {
    await engine.stop()
    rmSync(dbPath, { recursive: true, force: true })
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  complain(error)
  process.exitCode = 1
}
