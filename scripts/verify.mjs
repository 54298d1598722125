/**
 * `npm run verify`: everything about the code that is not a test, step by step with its seconds. One failed step fails the whole, the rest still run. The
 * longest step runs beside all the others.
 */
import { join } from 'node:path'
import { checkNode } from './checks.mjs'
import { lastLines, run } from './child.mjs'
import { ensureInstalled } from './install.mjs'
import { complain, readOptions, Refusal, root } from './terminal.mjs'

const sources = ['shared/src', 'server/src', 'world/src', 'miniprogram/src', 'tests', 'scripts', 'config']

/**
 * Each step is one command; a program of node_modules is named by its bin.
 * @type {Readonly<Record<string, string>>}
 */
const steps = {
  format: 'prettier --check --log-level warn .',
  lint: 'eslint .',
  styles: 'stylelint --config config/tools/stylelint.config.js miniprogram/src/**/*.scss',
  types: 'tsc -b',
  boundaries: `depcruise --config config/tools/dependency-cruiser.cjs ${sources.join(' ')}`,
  'dead-code': 'knip --config config/tools/knip.json --no-config-hints',
  secrets: 'secretlint --secretlintignore .secretlintignore **/*',
  generated: 'node --import tsx scripts/generate.ts --check',
  'build-server': 'node scripts/bundle.mjs server',
  'build-world': 'node scripts/bundle.mjs world',
  'build-h5': 'node scripts/bundle.mjs h5',
  'build-weapp': 'node scripts/bundle.mjs weapp',
}

/** It takes as long as all the others together and keeps one core busy. */
const LONGEST = 'lint'

/**
 * One after the other.
 * @param {readonly string[]} names
 * @returns {Promise<string[]>} those that failed
 */
async function failuresOf(names) {
  const failed = []
  for (const name of names) if (!(await step(name, steps[name] ?? ''))) failed.push(name)
  return failed
}

/**
 * @param {string} name
 * @param {string} command
 * @returns {Promise<boolean>}
 */
async function step(name, command) {
  const [program = '', ...words] = command.split(' ')
  const since = Date.now()
  const bin = program === 'node' ? process.execPath : join(root, 'node_modules', '.bin', program)
  const { code, output } = await run(bin, words, { cwd: root })
  const seconds = ((Date.now() - since) / 1000).toFixed(1).padStart(6)
  process.stdout.write(`${code === 0 ? '✓ ok    ' : '✗ failed'} ${seconds} s  ${name}\n`)
  if (code !== 0) process.stdout.write(`${lastLines(output, 60).replaceAll(/^/gm, '    ')}\n`)
  return code === 0
}

try {
  checkNode()
  const options = readOptions(process.argv.slice(2), { '--only': 'value', '--help': 'flag' })
  if (options['--help']) {
    process.stdout.write(`npm run verify [-- --only A,B]\n\n  ${Object.keys(steps).join(', ')}\n`)
    process.exit(0)
  }
  await ensureInstalled()
  const only = typeof options['--only'] === 'string' ? options['--only'].split(',') : Object.keys(steps)
  const unknown = only.find((name) => steps[name] === undefined)
  if (unknown !== undefined)
    throw new Refusal(`没有名为 ${unknown} 的步骤，可选：${Object.keys(steps).join('、')}。(No such step.)`)
  const lanes = [only.filter((name) => name === LONGEST), only.filter((name) => name !== LONGEST)]
  const failed = (await Promise.all(lanes.map(failuresOf))).flat()
  process.stdout.write(failed.length === 0 ? '\nverify: all steps ok\n' : `\nverify: failed: ${failed.join(', ')}\n`)
  process.exitCode = failed.length === 0 ? 0 : 1
} catch (error) {
  complain(error)
  process.exitCode = 1
}
