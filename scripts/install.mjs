/** Installs the packages when they are missing or differ from the lock. Pure Node: it runs before there are any packages. */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lastLines, run } from './child.mjs'
import { heartbeat, Refusal, root, say } from './terminal.mjs'

/**
 * @typedef {{ version?: string, optional?: boolean, link?: boolean, peer?: boolean, dev?: boolean }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/**
 * @param {string} path
 * @returns {Promise<Lock | undefined>}
 */
async function readLock(path) {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text)
}

/**
 * Whether node_modules holds what the lock names. Optional packages of other platforms may be missing.
 * @returns {Promise<boolean>}
 */
export async function isInstalled() {
  const wanted = await readLock(join(root, 'package-lock.json'))
  const present = await readLock(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === undefined || present === undefined) return false
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link === true || entry.optional === true) return true
    return present.packages[path]?.version === entry.version
  })
}

/** @returns {Promise<number>} folders in node_modules so far */
async function countPackages() {
  const names = await readdir(join(root, 'node_modules')).catch(() => /** @type {string[]} */ ([]))
  return names.length
}

/**
 * @param {(sentence: string) => void} [log]
 * @throws {Refusal} when npm fails; the sentence carries npm's own last lines
 */
export async function ensureInstalled(log = say) {
  if (await isInstalled()) return
  log('安装依赖（第一次约需两三分钟）… / installing packages')
  let count = 0
  const stop = heartbeat((seconds) => `仍在安装依赖… ${seconds} 秒，已展开 ${count} 个目录`, log)
  const counting = setInterval(() => void countPackages().then((found) => (count = found)), 5_000)
  const ended = await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root })
  clearInterval(counting)
  stop()
  if (ended.missing) throw new Refusal('找不到 npm，请安装 Node.js 20.19 或更新的版本。(npm not found.)')
  if (ended.code !== 0) throw new Refusal(`依赖没有装好，npm 说：\n${lastLines(ended.output)}`)
  log('依赖已就绪')
}
