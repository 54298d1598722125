/** One process of the product: its log file, how it says that it is ready, how it is ended. */
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { lastLines } from './child.mjs'
import { Refusal, root } from './terminal.mjs'

const largestLog = 20 * 1_048_576

/**
 * @typedef {object} Launched
 * @property {string} name
 * @property {import('node:child_process').ChildProcess} child
 * @property {string} logFile
 * @property {() => string} output what it has written since it was launched
 * @property {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} ended
 */

/** @param {string} path */
const sizeOf = (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/**
 * Starts an entry, TypeScript by tsx, with its output in `<logs>/<name>.log` (turned over at 20 MB, one older kept).
 * @param {{ name: string, entry: string, logs: string, env: Readonly<Record<string, string>> }} what entry below the root
 * @returns {Launched}
 */
export function launch({ name, entry, logs, env }) {
  mkdirSync(logs, { recursive: true })
  const logFile = join(logs, `${name}.log`)
  if (sizeOf(logFile) > largestLog) renameSync(logFile, `${logFile}.1`)
  const offset = sizeOf(logFile)
  const log = openSync(logFile, 'a')
  const words = [
    ...(entry.endsWith('.ts') ? ['--import', 'tsx'] : []),
    '--import',
    join(root, 'scripts', 'follow-parent.mjs'),
    '--enable-source-maps',
    entry,
  ]
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log, 'ipc'],
    // Ctrl-C in a terminal reaches the whole group: the starter alone decides who stops when.
    detached: true,
  })
  closeSync(log)
  const output = () => readFileSync(logFile).subarray(offset).toString()
  /** @type {Launched['ended']} */
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: 1, signal: null }))
  })
  return { name, child, logFile, output, ended }
}

/** @param {Launched} launched */
export const isRunning = (launched) =>
  launched.child.exitCode === null && launched.child.signalCode === null && launched.child.pid !== undefined

/**
 * Waits until `ready` holds.
 * @param {Launched} launched
 * @param {() => boolean | Promise<boolean>} ready
 * @param {number} [seconds]
 * @throws {Refusal} when the process ends first, or is not ready in time; the sentence carries its last log lines
 */
export async function waitUntilReady(launched, ready, seconds = 60) {
  const limit = Date.now() + seconds * 1000
  while (!(await ready())) {
    if (!isRunning(launched))
      throw new Refusal(
        `${launched.name} 没有启动成功，它最后说（${launched.logFile}）：\n${lastLines(launched.output())}`,
      )
    if (Date.now() > limit) {
      throw new Refusal(
        `${launched.name} 在 ${seconds} 秒内没有就绪，它最后说（${launched.logFile}）：\n${lastLines(launched.output())}`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/**
 * Waits for the end of a one-off process.
 * @param {Launched} launched
 * @throws {Refusal} when it ends with another code than 0
 */
export async function waitUntilDone(launched) {
  const { code } = await launched.ended
  if (code !== 0)
    throw new Refusal(`${launched.name} 失败，它最后说（${launched.logFile}）：\n${lastLines(launched.output())}`)
}

/**
 * SIGTERM, and SIGKILL for whoever is still there after the limit.
 * @param {Launched} launched
 * @param {number} [milliseconds]
 */
export async function endProcess(launched, milliseconds = 8_000) {
  if (!isRunning(launched)) return
  launched.child.kill('SIGTERM')
  const timer = setTimeout(() => launched.child.kill('SIGKILL'), milliseconds)
  await launched.ended
  clearTimeout(timer)
}
