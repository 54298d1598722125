/** Runs jest the one way this house runs it: as ES modules, with the counts written to a file. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './terminal.mjs'

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed failed tests, and one for each file that could not run
 * @property {number} skipped
 * @property {string[]} failures whole names of what failed
 *
 * @typedef {{ title: string, fullName: string, status: string }} Assertion
 * @typedef {{ name: string, message: string, assertionResults: Assertion[] }} FileResult
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, numRuntimeErrorTestSuites: number, success: boolean, testResults: FileResult[] }} Report
 */

/** What node needs for ES modules inside jest; workers inherit it. */
export const nodeOptions = '--experimental-vm-modules --disable-warning=ExperimentalWarning'

/** @param {FileResult} file */
function failuresOf(file) {
  const path = file.name.slice(root.length + 1)
  const failed = file.assertionResults
    .filter((one) => one.status === 'failed')
    .map((one) => `${path} › ${one.fullName}`)
  if (failed.length > 0 || file.assertionResults.length > 0) return failed
  return [`${path} › could not run: ${file.message.trim().split('\n')[0] ?? ''}`]
}

/**
 * @param {Report} report
 * @returns {Counts}
 */
export function countsOf(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap((file) => (file.message === '' ? [] : failuresOf(file))),
  }
}

/**
 * Runs some projects and counts.
 * @param {{ name: string, projects: readonly string[], words: readonly string[] }} stage
 * @returns {Promise<Counts>} a jest that died counts as one failure
 */
export async function runJest({ name, projects, words }) {
  const outputFile = join(root, 'tests', '.out', `${name}.json`)
  await mkdir(join(root, 'tests', '.out'), { recursive: true })
  await rm(outputFile, { force: true })
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js')
  const all = [
    jest,
    '--selectProjects',
    ...projects,
    '--json',
    `--outputFile=${outputFile}`,
    '--passWithNoTests',
    ...words,
  ]
  const code = await new Promise((resolve) => {
    const env = { ...process.env, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${nodeOptions}`.trim() }
    const child = spawn(process.execPath, all, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('exit', resolve)
    child.once('error', () => resolve(1))
  })
  const text = await readFile(outputFile, 'utf8').catch(() => undefined)
  if (text === undefined) {
    const none = code === 0 ? [] : [`${name} › jest ended with ${String(code)} and no report`]
    return { passed: 0, failed: none.length, skipped: 0, failures: none }
  }
  const counts = countsOf(JSON.parse(text))
  if (code !== 0 && counts.failed === 0)
    return { ...counts, failed: 1, failures: [`${name} › jest ended with ${String(code)}`] }
  return counts
}
