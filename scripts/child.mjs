/** Running other programs: to the end with their output in hand, or step by step with the last lines kept for the failure's sentence. */
import { spawn } from 'node:child_process'

/**
 * @typedef {object} Ended
 * @property {number | null} code exit code; null when a signal ended it or it could not be started
 * @property {string} output the last 64 KB of standard output and error together
 * @property {boolean} missing true when there is no such program
 */

const kept = 65_536

/** @type {Set<import('node:child_process').ChildProcess>} */
const active = new Set()
process.once('exit', () => {
  for (const child of active) child.kill()
})

/**
 * Runs a program and waits for its end. Never throws: a program that is not there answers `missing`.
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, show?: boolean, signal?: AbortSignal }} [how] timeout in milliseconds
 * @returns {Promise<Ended>}
 */
export function run(program, words, how = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(program, words, {
      cwd: how.cwd,
      env: how.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(how.timeout === undefined ? {} : { timeout: how.timeout }),
      ...(how.signal === undefined ? {} : { signal: how.signal }),
    })
    active.add(child)
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      if (how.show) process.stdout.write(chunk)
      output = (output + chunk.toString()).slice(-kept)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => {
      resolve({ code: null, output: output + error.message, missing: 'code' in error && error.code === 'ENOENT' })
    })
    child.on('close', (code) => {
      active.delete(child)
      resolve({ code, output, missing: false })
    })
  })
}

/**
 * The last lines of a text, for a failure's sentence.
 * @param {string} text
 * @param {number} [count]
 */
export function lastLines(text, count = 12) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
