/** `npm test`: prepares the machine, runs every suite, ends with the line `N passed, N failed`. */
import { checkNode } from './checks.mjs'
import { ensureInstalled } from './install.mjs'
import { complain, readOptions, Refusal, say } from './terminal.mjs'

const help = `npm test -- [参数]

  --only A,B      只跑这些套件 (only these suites): unit, house, world, capabilities, weapp, drills, journeys
  -t NAME         只跑名字含 NAME 的测试 (only tests whose name holds NAME)
  --file PATH     只跑路径含 PATH 的文件 (only files whose path holds PATH)
  --help
`

/** Side by side on two workers: nothing here starts processes of its own. */
const together = ['unit', 'house', 'world', 'capabilities']
/** One after the other: these start the whole product or a browser, and would starve each other. */
const inTurn = ['weapp', 'drills', 'journeys']
/** The stand-in phone of the world is a page too. */
const inBrowser = ['world', 'journeys']

/** @param {string | true | undefined} only */
function chosen(only) {
  const all = [...together, ...inTurn]
  if (typeof only !== 'string') return all
  const names = only.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined) throw new Refusal(`没有名为 ${unknown} 的套件，可选：${all.join('、')}。(No such suite.)`)
  return names
}

/** @param {readonly string[]} suites */
async function prepare(suites) {
  const { findEngine } = await import('./engine.mjs')
  const { ensureBuilt } = await import('./build.mjs')
  const engine = await findEngine()
  say(`数据库引擎 MongoDB ${engine.version}（${engine.kind}）`)
  if (suites.includes('weapp')) await ensureBuilt('weapp')
  if (suites.some((suite) => inBrowser.includes(suite))) {
    const { ensureBrowser } = await import('./browser.mjs')
    await ensureBrowser()
  }
  if (suites.includes('journeys')) await ensureBuilt('h5')
}

/**
 * @param {readonly string[]} suites
 * @param {readonly string[]} filters
 */
async function runSuites(suites, filters) {
  const { runJest } = await import('./jest.mjs')
  const total = { passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) }
  const stages = [
    {
      name: 'together',
      projects: together.filter((suite) => suites.includes(suite)),
      words: ['--maxWorkers=2', ...filters],
    },
    {
      name: 'in-turn',
      projects: inTurn.filter((suite) => suites.includes(suite)),
      words: ['--runInBand', '--testTimeout=300000', ...filters],
    },
  ]
  for (const stage of stages) {
    if (stage.projects.length === 0) continue
    say(`测试 ${stage.projects.join('、')}`)
    const counts = await runJest(stage)
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
    total.failures.push(...counts.failures)
  }
  return total
}

/** @returns {Promise<number>} exit code */
async function main() {
  checkNode()
  const options = readOptions(process.argv.slice(2), {
    '--only': 'value',
    '-t': 'value',
    '--file': 'value',
    '--help': 'flag',
  })
  if (options['--help']) {
    process.stdout.write(help)
    return 0
  }
  const suites = chosen(options['--only'])
  await ensureInstalled()
  await prepare(suites)
  const filters = [
    ...(options['-t'] === undefined ? [] : ['-t', String(options['-t'])]),
    ...(options['--file'] === undefined ? [] : ['--testPathPatterns', String(options['--file'])]),
  ]
  const total = await runSuites(suites, filters)
  if (total.failures.length > 0)
    process.stdout.write(`\n没有通过 / failed:\n${total.failures.map((name) => `  ✗ ${name}`).join('\n')}\n`)
  if (total.passed + total.failed === 0) process.stdout.write('\n没有跑到任何测试，按失败处理。(No test ran.)\n')
  // A name filter skips everything else: that is no news.
  const skipped = total.skipped > 0 && options['-t'] === undefined ? `, ${total.skipped} skipped` : ''
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`)
  return total.failed > 0 || total.passed === 0 ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  complain(error)
  // Whoever counts still gets the line: a preparation that fails is one failure.
  process.stdout.write('\n0 passed, 1 failed\n')
  process.exitCode = 1
}
