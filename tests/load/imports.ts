/** The import of a county's residents: how many rows a second, how much memory and how many commands, for each kind of file in a process of its own. */
import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { environmentOf } from '../../scripts/environment.mjs'
import { startEngine } from '../../scripts/engine.mjs'
import { forNode } from '../../scripts/for-node.mjs'
import { ensureKeys } from '../../scripts/keys.mjs'
import { endProcess, launch, waitUntilReady } from '../../scripts/process.mjs'
import { root } from '../../scripts/terminal.mjs'
import { csvOf, invent, RESIDENT_TITLES, residentCells } from '../support/invented.ts'
import { workbookOf } from '../support/workbook.ts'
import type { ImportFigures, StepFigures } from './arms/imports.ts'

export const IMPORT_ROWS = 50_000
const MIB = 1_048_576
/** HARDENING.md 28. */
const MOST_RSS = 200 * MIB
/** What may differ between two collections of garbage. */
const MOST_GROWTH = 8 * MIB
const FIRST_MARK = 10_000

async function bundle(folder: string): Promise<string> {
  await build({
    ...forNode,
    entryPoints: [path.join(root, 'tests', 'load', 'arms', 'imports.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  })
  return path.join(folder, 'imports.mjs')
}

/** Both kinds of file, each on a database of its own. */
export async function measureImports(port: number, log: (sentence: string) => void): Promise<ImportFigures[]> {
  const entry = await bundle(path.join(root, '.cache', 'bench'))
  const found: ImportFigures[] = []
  for (const format of ['csv', 'xlsx'] as const) {
    found.push(await onFreshGround(port, log, (env, dir) => figuresOf(entry, format, tableIn(dir, format), env)))
    log(`import of ${String(IMPORT_ROWS)} residents as ${format} done`)
  }
  return found
}

/** Made here, so that the process that is measured has never held it. */
function tableIn(dir: string, format: ImportFigures['format']): string {
  const rows = [RESIDENT_TITLES, ...Array.from({ length: IMPORT_ROWS }, (_, n) => residentCells(invent(n)))]
  const file = path.join(dir, `residents.${format}`)
  writeFileSync(file, format === 'csv' ? csvOf(rows) : workbookOf(rows))
  return file
}

async function onFreshGround<T>(
  port: number,
  log: (sentence: string) => void,
  work: (env: NodeJS.ProcessEnv, dir: string) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'xlb-bench-'))
  for (const name of ['logs', 'world']) mkdirSync(path.join(dataDir, name))
  await ensureKeys(path.join(dataDir, 'keys.json'))
  const engine = await startEngine({ port: port + 2, dbPath: path.join(dataDir, 'mongo'), log })
  const environment = environmentOf({ port, dataDir, mongoUri: engine.uri, h5Dir: undefined })
  const logs = path.join(dataDir, 'logs')
  try {
    // The world writes the file of providers that every process reads; it is gone before anything is measured.
    const world = launch({ name: 'world', entry: 'world/src/main.ts', logs, env: environment.world })
    await waitUntilReady(world, () => world.output().includes('"ready":true'))
    await endProcess(world)
    return await work({ ...process.env, ...environment.api, XLB_CLOCK_FILE: '', LOG_LEVEL: 'warn' }, dataDir)
  } finally {
    await engine.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function figuresOf(entry: string, format: string, file: string, env: NodeJS.ProcessEnv): Promise<ImportFigures> {
  const child = fork(entry, [format, String(IMPORT_ROWS), file], { env, execArgv: ['--expose-gc'] })
  return await new Promise((resolve, reject) => {
    child.once('message', (told) => {
      if (isFigures(told)) resolve(told)
      else reject(new Error('the import said something else'))
    })
    child.once('exit', (code) => {
      reject(new Error(`the import ended with ${String(code)}`))
    })
  })
}

function isFigures(told: unknown): told is ImportFigures {
  return typeof told === 'object' && told !== null && 'check' in told && 'apply' in told
}

/** How much more is held at the end of the rows than after the first tenth. */
export function growthOf({ held }: StepFigures): number {
  const marks = Object.entries(held).map(([at, bytes]) => [Number(at), bytes] as const)
  const first = marks.find(([at]) => at === FIRST_MARK)?.[1] ?? 0
  return (marks.at(-1)?.[1] ?? 0) - first
}

export function reportImports(figures: readonly ImportFigures[]): void {
  process.stdout.write(`\nimport of ${String(IMPORT_ROWS)} residents, by the worker alone\n`)
  for (const { format, bytes, wholeRss, check, apply } of figures) {
    const size = (bytes / MIB).toFixed(1)
    process.stdout.write(`  ${format}, ${size} MiB; the process at its largest ${(wholeRss / MIB).toFixed(0)} MiB\n`)
    process.stdout.write(lineOf('dry run', check))
    process.stdout.write(lineOf('writing', apply))
  }
}

function lineOf(name: string, step: StepFigures): string {
  const growth = growthOf(step)
  const sign = (holds: boolean): string => (holds ? '✓' : '✗')
  return (
    `    ${name.padEnd(8)} ${String(step.rowsPerSecond).padStart(6)} rows/s   ${step.commandsPerThousand.toFixed(1).padStart(5)} commands a 1,000 rows` +
    `   peak +${(step.peakRss / MIB).toFixed(0).padStart(3)} MiB (< 200) ${sign(step.peakRss < MOST_RSS)}` +
    `   held at 50,000 against 10,000 rows ${(growth / MIB).toFixed(1).padStart(5)} MiB (flat) ${sign(growth < MOST_GROWTH)}\n`
  )
}
